import { divergingScale, type FactGroup, type MoneyMeasure, type Tallied } from "#rules/figures";
import { Card } from "../../../../../_components/card";
import { cn } from "../../../../../_components/class-names";
import { formatCount, formatPercent, formatSignedCompactMoney, formatSignedMoney } from "../../../../../_components/format";
import { Choice, rowClass, Sideways } from "./choice";
import { ObservedMark, observedRange } from "./observed-mark";
import { ShareBar } from "../../../../../_components/comparison/share-bar";
import { type PictureProps, shiftOf } from "./types";

interface BreakdownTableProps extends PictureProps {
  /** The fact's or condition's label. */
  by: string;
  groups: readonly Tallied<FactGroup>[];
  measure: MoneyMeasure;
}

/** The comparison group by group: how many, how many shift, how the money shifts as a bar, how many are restricted on both sides. */
export function BreakdownTable({ by, groups, measure, titles, observed, chosen, onChoose, actions }: BreakdownTableProps) {
  const all = groups.reduce((sum, group) => sum + group.borrowers, 0);
  const scale = divergingScale(groups.map((group) => shiftOf(group[measure])));
  const range = observedRange(groups.map((group) => group.observed));
  return (
    <Card title="Breakdown" note={`by ${by}`} actions={actions}>
      <Sideways label={`Breakdown by ${by}`}>
        <table className={cn("w-full border-collapse text-right", observed === undefined ? "min-w-140" : "min-w-195")}>
          <thead className="text-sm text-faint">
            <tr className="align-bottom [&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
              <th scope="col" className="text-left">
                group
              </th>
              <th scope="col">borrowers</th>
              <th scope="col">shifted</th>
              <th scope="col" className="w-[26%] text-left">
                {measure === "available" ? "available shift" : "limit shift"}
              </th>
              <th scope="col">
                <span className="sr-only">{measure === "available" ? "available" : "limit"} shift in money</span>
              </th>
              <th scope="col">
                restricted {titles.baseline} → {titles.candidate}
              </th>
              {observed === undefined ? null : <th scope="col">{observed.name}</th>}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.key} className={rowClass(chosen === group.key)}>
                <th scope="row" className="max-w-40 truncate text-left font-normal" title={group.label}>
                  <Choice choice={group.borrowers === 0 ? null : group.key} chosen={chosen} onChoose={onChoose}>
                    {group.label}
                  </Choice>
                </th>
                <td className="whitespace-nowrap">
                  {formatCount(group.borrowers)} <span className="inline-block w-12 text-sm text-faint">{share(group.borrowers, all)}</span>
                </td>
                <td title={`${formatCount(group.shifted)} shift`}>{share(group.shifted, group.borrowers)}</td>
                <td>
                  <ShareBar share={shiftOf(group[measure])} scale={scale} />
                </td>
                <td className="whitespace-nowrap" title={formatSignedMoney(shiftOf(group[measure]))}>
                  {formatSignedCompactMoney(shiftOf(group[measure]))}
                </td>
                <td className="whitespace-nowrap">
                  <span className="text-mute">{share(group.restricted.baseline, group.borrowers)}</span> →{" "}
                  {share(group.restricted.candidate, group.borrowers)}
                </td>
                {observed === undefined ? null : (
                  <td>
                    <ObservedMark seen={group.observed} rate={observed.rate} range={range} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </Card>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : formatPercent(part / whole);
}
