import type { ReactNode } from "react";
import { DECISIONS } from "#rules/evaluate";
import type { Observed } from "#rules/portfolio";
import { Card } from "../../../../_components/card";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { formatCount } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { intervalOf, intervalText, meanText, type ObservedWords } from "./observed-words";

interface ObservedProps {
  observed: ObservedWords;
  titles: { readonly baseline: string; readonly candidate: string };
}

/** What became of those whose decision differs: a good tightening catches the worse ones and releases the better. */
export function SwapSets({ observed, titles }: ObservedProps) {
  const { swapSets, all } = observed.summary;
  const most = scaleOf([all, ...Object.values(swapSets)], observed.binary);
  const looks = looksWrong(observed);
  const row = (label: ReactNode, title: string, value: Observed) => (
    <tr className={ROW} title={title}>
      <th scope="row" className="truncate text-left font-normal">
        {label}
      </th>
      <ObservedCells value={value} observed={observed} most={most} />
    </tr>
  );
  return (
    <Card title="Swap sets" note={noteOf(observed)}>
      <table className="w-full table-fixed border-collapse">
        <Heads first="set" observed={observed} />
        <tbody>
          {row(`newly restricted`, `freeze, refer or decrease in ${titles.candidate} only`, swapSets.restricted)}
          {row(
            <span className="inline-flex items-center gap-1.5">released {looks ? <Tag tone="amber">look</Tag> : null}</span>,
            `freeze, refer or decrease in ${titles.baseline} only`,
            swapSets.released,
          )}
          {row("decided otherwise", "another decision, neither restricted nor released", swapSets.otherwise)}
          {row("same decision", `the same decision in ${titles.baseline} and ${titles.candidate}`, swapSets.same)}
          {row(<span className="text-mute">all</span>, "everyone whose outcome is known", all)}
        </tbody>
      </table>
      {looks ? (
        <p className="border-t border-line pt-1.5 text-sm text-amber">
          The released show a higher {observed.name} than those newly restricted, beyond chance: the intervals do not meet.
        </p>
      ) : null}
    </Card>
  );
}

/** Released borrowers fare surely worse than those newly restricted: the interval of the one lies above that of the other. */
function looksWrong({ binary, summary: { swapSets } }: ObservedWords): boolean {
  const [released, restricted] = [intervalOf(swapSets.released, binary), intervalOf(swapSets.restricted, binary)];
  return released !== null && restricted !== null && released.low > restricted.high;
}

/** Whether a side's decisions rank the borrowers: the stricter the decision, the worse the outcome. */
export function ObservedByDecision({ observed, titles }: ObservedProps) {
  const { baseline, candidate } = observed.summary;
  const used = DECISIONS.filter((decision) => baseline[decision].borrowers + candidate[decision].borrowers > 0);
  return (
    <Card title="Observed by decision" note={noteOf(observed)}>
      <table className="w-full table-fixed border-collapse">
        <thead className="text-sm text-faint">
          <tr>
            <td className="w-20" />
            <SideHead title={titles.baseline} />
            <SideHead title={titles.candidate} />
          </tr>
        </thead>
        <tbody>
          {used.map((decision) => (
            <tr key={decision} className={ROW}>
              <th scope="row" className="text-left font-normal">
                <DecisionBadge decision={decision} />
              </th>
              <SideCells value={baseline[decision]} observed={observed} />
              <SideCells value={candidate[decision]} observed={observed} />
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

const ROW = "border-t border-line [&>td]:py-1 [&>th]:py-1";

function noteOf({ column, binary }: ObservedWords): string {
  return binary ? `mean of ${column}, with 95 % interval` : `mean of ${column}`;
}

function Heads({ first, observed }: { first: string; observed: ObservedWords }) {
  return (
    <thead className="text-sm text-faint">
      <tr>
        <th scope="col" className="py-1 text-left font-normal">
          {first}
        </th>
        <th scope="col" className="w-18 py-1 text-right font-normal">
          borrowers
        </th>
        <th scope="col" className="w-16 py-1 text-right font-normal">
          {observed.binary ? "rate" : "mean"}
        </th>
        {observed.binary ? (
          <th scope="col" className="w-36 py-1 pl-3 text-left font-normal">
            95 % interval
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

function ObservedCells({ value, observed, most }: { value: Observed; observed: ObservedWords; most: number }) {
  return (
    <>
      <td className="text-right">{formatCount(value.borrowers)}</td>
      <td className="text-right font-medium">{value.mean === null ? <None /> : meanText(value.mean, observed.binary)}</td>
      {observed.binary ? (
        <td className="pl-3">
          <IntervalMark value={value} most={most} />
        </td>
      ) : null}
    </>
  );
}

function SideHead({ title }: { title: string }) {
  return (
    <th scope="col" className="py-1 text-right font-normal">
      {title}
    </th>
  );
}

function SideCells({ value, observed }: { value: Observed; observed: ObservedWords }) {
  const interval = intervalOf(value, observed.binary);
  return (
    <td className="text-right">
      {value.mean === null ? (
        <None />
      ) : (
        <>
          <span className="text-faint">{formatCount(value.borrowers)}</span>{" "}
          <span className="inline-block w-14 font-medium">{meanText(value.mean, observed.binary)}</span>
          {interval === null ? null : <span className="block text-xs text-faint">{intervalText(interval)}</span>}
        </>
      )}
    </td>
  );
}

function None() {
  return <span className="text-faint">–</span>;
}

function scaleOf(values: readonly Observed[], binary: boolean): number {
  return Math.max(0.01, ...values.map((value) => intervalOf(value, binary)?.high ?? 0));
}

const [WIDTH, HEIGHT] = [56, 12];

/** The rate as a dot and its interval as a line, all rows of a table on one scale. */
function IntervalMark({ value, most }: { value: Observed; most: number }) {
  const interval = intervalOf(value, true);
  if (interval === null || value.mean === null) return <None />;
  const at = (rate: number) => 3 + ((WIDTH - 6) * rate) / most;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
        <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--line)" />
        <line x1={at(interval.low)} x2={at(interval.high)} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--edge)" strokeWidth={3} />
        <circle cx={at(value.mean)} cy={HEIGHT / 2} r={3} fill="var(--accent)" />
      </svg>
      <span className="text-xs text-faint">{intervalText(interval)}</span>
    </span>
  );
}
