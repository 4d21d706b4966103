import type { ReactNode } from "react";
import { DECISIONS } from "#rules/evaluate";
import { FOUR_FIFTHS, LEAST_GROUP } from "#rules/figures";
import type { Breakdown, BreakdownGroup } from "#rules/portfolio";
import { Card } from "../../../../_components/card";
import { cn } from "../../../../_components/class-names";
import {
  formatCompactMoney,
  formatCount,
  formatMoney,
  formatPercent,
  formatSignedCompactMoney,
  formatSignedMoney,
} from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { type Fairness, fairnessOf, shiftOf } from "../figures";
import type { RunContext } from "../queries";
import { DecisionBar, DecisionLegend } from "./decision-bar";
import { intervalOf, intervalText, meanText, type ObservedWords } from "./observed-words";

interface BreakdownCardProps {
  breakdown: Breakdown;
  titles: { readonly baseline: string; readonly candidate: string };
  context: RunContext;
  observed: ObservedWords | null;
  /** Whether one version was run alone. */
  alone: boolean;
}

/** The figures group by group. Of a protected fact the rates of the groups stand beside each other. */
export function BreakdownCard(props: BreakdownCardProps) {
  const { breakdown, context } = props;
  const label = context.labels[breakdown.by] ?? breakdown.by;
  const used = DECISIONS.filter((decision) =>
    breakdown.groups.some(({ summary }) => summary.baseline.decisions[decision] + summary.candidate.decisions[decision] > 0),
  );
  return (
    <Card
      title={
        <span className="inline-flex items-center gap-2">
          <span>
            By <span lang={context.locale}>{label}</span>
          </span>
          {breakdown.protected ? <Tag tone="amber">fairness: protected, no rule reads it</Tag> : null}
        </span>
      }
      note={breakdown.subject === "condition" ? "shared condition" : undefined}
      actions={<DecisionLegend used={used} />}
      className="mt-3"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <section aria-label={`By ${label}`} tabIndex={0} className="overflow-x-auto">
        <table className="w-full min-w-215 table-fixed border-collapse text-right">
          <Heads {...props} />
          <tbody>
            <Rows {...props} />
          </tbody>
        </table>
      </section>
      {breakdown.protected ? (
        <p className="mt-1.5 text-sm text-faint">
          Unrestricted: neither frozen, referred nor decreased. Ratio: a group’s rate over the highest rate among the groups of at least{" "}
          {LEAST_GROUP} borrowers in the same version; amber below {FOUR_FIFTHS.toFixed(2)}, the four-fifths rule of thumb.
        </p>
      ) : null}
    </Card>
  );
}

function Heads({ breakdown, titles, context, observed, alone }: BreakdownCardProps) {
  const against = alone ? "" : `${titles.baseline} → ${titles.candidate}`;
  return (
    <thead className="text-sm text-faint">
      <tr className="align-bottom [&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
        <th scope="col" className={cn("text-left", breakdown.protected ? "w-[11%]" : "w-[17%]")}>
          group
        </th>
        <th scope="col" className="w-27">
          borrowers
        </th>
        {alone ? null : (
          <th scope="col" className="w-16">
            shifted
          </th>
        )}
        <th scope="col" className="text-left">
          decisions {alone ? "" : `${titles.baseline} above ${titles.candidate}`}
        </th>
        <th scope="col" className="w-22" title={against}>
          {alone ? "limit after" : "limit shift"}
        </th>
        {context.hasBalance ? (
          <th scope="col" className="w-26" title={against}>
            {alone ? "available" : "available shift"}
          </th>
        ) : null}
        {observed === null ? null : (
          <th scope="col" className="w-29">
            <span className="block truncate" title={observed.column}>
              {observed.name}
            </span>
          </th>
        )}
        {breakdown.protected ? <FairnessHeads alone={alone} titles={titles} /> : null}
      </tr>
    </thead>
  );
}

function FairnessHeads({ alone, titles }: Pick<BreakdownCardProps, "alone" | "titles">) {
  return (
    <>
      <th scope="col" className={alone ? "w-24" : "w-34"} title={alone ? undefined : `${titles.baseline} → ${titles.candidate}`}>
        unrestricted
      </th>
      <th scope="col" className={alone ? "w-16" : "w-28"} title={alone ? undefined : `${titles.baseline} → ${titles.candidate}`}>
        ratio
      </th>
    </>
  );
}

function Rows(props: BreakdownCardProps) {
  const { groups } = props.breakdown;
  const all = groups.reduce((sum, group) => sum + group.borrowers, 0);
  const [before, after] = [fairnessOf(groups, "baseline"), fairnessOf(groups, "candidate")];
  return groups.map((group, i) => (
    <GroupRow
      key={`${group.kind}:${group.label}`}
      {...props}
      group={group}
      all={all}
      fairness={{ before: before[i] as Fairness, after: after[i] as Fairness }}
    />
  ));
}

interface GroupRowProps extends BreakdownCardProps {
  group: BreakdownGroup;
  all: number;
  fairness: { readonly before: Fairness; readonly after: Fairness };
}

function GroupRow({ breakdown, group, all, titles, context, observed, alone, fairness }: GroupRowProps) {
  const { baseline, candidate } = group.summary;
  const plain = group.kind === "null" || group.kind === "other" || group.label === "";
  return (
    <tr className="border-t border-line hover:bg-bg [&>td]:px-1.5 [&>td]:py-1 [&>th]:px-1.5 [&>th]:py-1">
      <th scope="row" className={cn("truncate text-left font-medium", plain && "font-normal text-mute")} title={group.label}>
        {group.label === "" ? "empty text" : group.label}
      </th>
      <td>
        {formatCount(group.borrowers)}{" "}
        <span className="inline-block w-12 text-sm text-faint">{formatPercent(all === 0 ? 0 : group.borrowers / all)}</span>
      </td>
      {alone ? null : (
        <td title={`${formatCount(group.shifted)} shifted`}>
          {group.borrowers === 0 ? "–" : formatPercent(group.shifted / group.borrowers)}
        </td>
      )}
      <td>
        <div className="grid gap-0.5">
          {alone ? null : <DecisionBar side={baseline} title={titles.baseline} />}
          <DecisionBar side={candidate} title={titles.candidate} />
        </div>
      </td>
      <td>{alone ? <Amount value={candidate.limit} /> : <ShiftCell before={baseline.limit} after={candidate.limit} />}</td>
      {context.hasBalance ? (
        <td>{alone ? <Amount value={candidate.available} /> : <ShiftCell before={baseline.available} after={candidate.available} />}</td>
      ) : null}
      {observed === null ? null : <td>{<ObservedCell group={group} binary={observed.binary} />}</td>}
      {breakdown.protected ? <FairnessCells fairness={fairness} alone={alone} /> : null}
    </tr>
  );
}

function Amount({ value }: { value: number }) {
  return <span title={formatMoney(value)}>{formatCompactMoney(value)}</span>;
}

function ShiftCell({ before, after }: { before: number; after: number }) {
  const shift = shiftOf(before, after);
  if (shift === 0) return <span className="text-faint">–</span>;
  return (
    <span
      className={shift < 0 ? "text-down" : "text-up"}
      title={`${formatMoney(before)} → ${formatMoney(after)}, ${formatSignedMoney(shift)}`}
    >
      {formatSignedCompactMoney(shift)}
      {before === 0 ? null : <span className="block text-xs">{formatPercent(shift / before)}</span>}
    </span>
  );
}

function ObservedCell({ group, binary }: { group: BreakdownGroup; binary: boolean }): ReactNode {
  const { observed } = group;
  if (observed === undefined || observed.mean === null) return <span className="text-faint">–</span>;
  const interval = intervalOf(observed, binary);
  return (
    <>
      {meanText(observed.mean, binary)}
      {interval === null ? null : <span className="block text-xs text-faint">{intervalText(interval)}</span>}
    </>
  );
}

function FairnessCells({ fairness: { before, after }, alone }: { fairness: GroupRowProps["fairness"]; alone: boolean }) {
  return (
    <>
      <td className="whitespace-nowrap">
        {alone ? null : <span className="text-mute">{rateText(before.rate)} → </span>}
        {rateText(after.rate)}
      </td>
      <td className="whitespace-nowrap">
        {alone ? null : (
          <>
            <Ratio ratio={before.ratio} /> <span className="text-faint">→</span>{" "}
          </>
        )}
        <Ratio ratio={after.ratio} />
      </td>
    </>
  );
}

function rateText(rate: number | null): string {
  return rate === null ? "–" : formatPercent(rate);
}

function Ratio({ ratio }: { ratio: number | null }) {
  if (ratio === null) return <span className="text-faint">–</span>;
  return ratio < FOUR_FIFTHS ? <Tag tone="amber">{ratio.toFixed(2)}</Tag> : <span>{ratio.toFixed(2)}</span>;
}
