import { divergingScale, type FactGroup, type MoneyMeasure, type Tallied } from "#rules/figures";
import { Card } from "../../../../../_components/card";
import { cn } from "../../../../../_components/class-names";
import { formatCount, formatPercent, formatSignedCompactMoney, formatSignedMoney } from "../../../../../_components/format";
import { Choice, rowClass, Sideways } from "./choice";
import { observedRange } from "./observed-mark";
import { PartButton, SeenCell } from "./part-button";
import { MOVES } from "../../parts";
import { ShareBar } from "../../../../../_components/comparison/share-bar";
import { type Parted, type PictureProps, shiftOf } from "./types";

interface BreakdownTableProps extends PictureProps, Parted {
  /** The fact's or condition's label. */
  by: string;
  groups: readonly Tallied<FactGroup>[];
  measure: MoneyMeasure;
}

/** The comparison group by group: how many, how many shift, how the money shifts as a bar, how many are restricted on both sides. */
export function BreakdownTable({ by, groups, measure, titles, observed, chosen, onChoose, onPart, actions }: BreakdownTableProps) {
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
                  <PartButton group={group} onPart={onPart} part={{ all: group.shifted < group.borrowers }} shows={group.borrowers > 0}>
                    {formatCount(group.borrowers)}
                  </PartButton>{" "}
                  <span className="inline-block w-12 text-sm text-faint">{share(group.borrowers, all)}</span>
                </td>
                <td>
                  <PartButton
                    group={group}
                    onPart={onPart}
                    part={{ all: false }}
                    shows={group.shifted > 0}
                    title={`${formatCount(group.shifted)} shift`}
                  >
                    {share(group.shifted, group.borrowers)}
                  </PartButton>
                </td>
                <td>
                  <ShareBar share={shiftOf(group[measure])} scale={scale} />
                </td>
                <td className="whitespace-nowrap">
                  <PartButton
                    group={group}
                    onPart={onPart}
                    part={{ all: false, where: { [MOVES]: measure } }}
                    shows={shiftOf(group[measure]) !== 0}
                    title={formatSignedMoney(shiftOf(group[measure]))}
                  >
                    {formatSignedCompactMoney(shiftOf(group[measure]))}
                  </PartButton>
                </td>
                <td className="whitespace-nowrap">
                  {(["baseline", "candidate"] as const).map((side) => (
                    <span key={side} className={side === "baseline" ? "text-mute" : ""}>
                      <PartButton
                        group={group}
                        onPart={onPart}
                        part={{ all: true, where: { restricted: side } }}
                        shows={group.restricted[side] > 0}
                        title={`${formatCount(group.restricted[side])} restricted in ${titles[side]}`}
                      >
                        {share(group.restricted[side], group.borrowers)}
                      </PartButton>
                      {side === "baseline" ? " → " : null}
                    </span>
                  ))}
                </td>
                {observed === undefined ? null : <SeenCell group={group} observed={observed} range={range} onPart={onPart} />}
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
