"use client";

import { divergingScale } from "#rules/figures";
import { shortChangeName } from "#rules/format";
import type { Backtest } from "#rules/portfolio";
import { Card } from "../../../../_components/card";
import { cn } from "../../../../_components/class-names";
import { ChangeName, KindTag, sentenceOfChange } from "../../../../_components/comparison/change-name";
import { ShareBar } from "../../../../_components/comparison/share-bar";
import type { Measure } from "../../../../_components/comparison/terms";
import { WordingList } from "../../../../_components/comparison/wording-list";
import { countOf, formatCount, formatMoney, formatSignedCompactMoney, formatSignedMoney } from "../../../../_components/format";
import { useUrlState } from "../../../../_components/use-url-state";
import { type ChangeShares, changeShares, shiftOf } from "../figures";
import type { RunContext } from "../queries";

const MEASURES = { available: "available credit", limit: "limits" } as const;

/** Each change as a sentence with its part in the shift; of the money that the migration matrix shows. */
export function ChangeSharesCard({ result, context }: { result: Backtest; context: RunContext }) {
  const [given] = useUrlState("measure", "available");
  const measure: Measure = context.hasBalance && given !== "limit" ? "available" : "limit";
  const lines = changeShares(result, measure) ?? [];
  const scale = divergingScale(lines.flatMap(({ share, solo }) => [share, solo]));
  const { baseline, candidate } = result.summary;
  return (
    <Card
      title="What each change does"
      note={`${countOf(lines.length, "change")} · share of the shift in ${MEASURES[measure]}, ${context.currency} · grey: applied alone`}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <section aria-label="Changes and their shares" tabIndex={0} className="overflow-x-auto">
        <table className="w-full min-w-125 table-fixed border-collapse text-left">
          <Heads />
          {lines.map((line) => (
            <ShareRows key={line.change.id} line={line} scale={scale} />
          ))}
          <Total shift={shiftOf(baseline[measure], candidate[measure])} />
        </table>
      </section>
      <TogetherList result={result} measure={measure} />
      {result.wording.length === 0 ? null : <WordingList wording={result.wording} />}
    </Card>
  );
}

function Heads() {
  return (
    <thead className="text-sm text-faint">
      <tr className="[&>th]:px-1 [&>th]:py-1 [&>th]:font-normal [&>th+th]:text-right">
        <th scope="col">change</th>
        <th scope="col" className="w-18" title="Borrowers whose outcome the change alone alters, from either side">
          borrowers
        </th>
        <td className="w-[15%]" />
        <th scope="col" className="w-17" title="Its part in the shift, averaged over all orders in which the changes could be made">
          share
        </th>
        <th scope="col" className="w-17" title="What it does applied alone to the baseline">
          alone
        </th>
        <th scope="col" className="w-17" title="What it does applied last, after all others">
          last
        </th>
      </tr>
    </thead>
  );
}

/** The figures of a change, and under them what it says. */
function ShareRows({ line, scale }: { line: ChangeShares; scale: ReturnType<typeof divergingScale> }) {
  const { change, touched, share, solo, last, stderr } = line;
  const sentence = sentenceOfChange(change);
  return (
    <tbody className="border-t border-line">
      <tr className="[&>*]:px-1 [&>*]:pt-1.5">
        <th scope="row" className="font-normal">
          <span className="flex min-w-0 items-baseline gap-x-1.5">
            <ChangeName change={change} />
            <KindTag change={change} />
          </span>
        </th>
        <td className={cn("text-right", touched === 0 ? "text-faint" : "text-mute")}>{formatCount(touched)}</td>
        <td>
          <ShareBar share={share} solo={solo} scale={scale} />
        </td>
        <td className={cn("text-right", toneOf(share))} title={exactText(share, stderr)}>
          {formatSignedCompactMoney(share)}
        </td>
        <td className="text-right text-mute" title={formatSignedMoney(solo)}>
          {formatSignedCompactMoney(solo)}
        </td>
        <td className="text-right text-mute" title={formatSignedMoney(last)}>
          {formatSignedCompactMoney(last)}
        </td>
      </tr>
      <tr>
        <td colSpan={6} className="truncate px-1 pb-1.5 text-mute" title={sentence}>
          {sentence}
        </td>
      </tr>
    </tbody>
  );
}

/** What all changes do together: the shift, to the hundredth. */
function Total({ shift }: { shift: number }) {
  return (
    <tfoot>
      <tr className="border-t border-line font-semibold [&>*]:px-1 [&>*]:py-2">
        <th scope="row">Total, exact</th>
        <td colSpan={3} className={cn("text-right", toneOf(shift))}>
          {formatSignedMoney(shift)}
        </td>
        <td colSpan={2} />
      </tr>
    </tfoot>
  );
}

/** The pairs of changes that matter most together, folded away. */
function TogetherList({ result: { changes, interactions = [] }, measure }: { result: Backtest; measure: Measure }) {
  if (interactions.length === 0) return null;
  const names = new Map(changes.map((change) => [change.id, shortChangeName(change)]));
  return (
    <details className="mt-1 border-t border-line px-1.5 pt-1.5 text-sm">
      <summary className="text-mute hover:text-ink">
        Beyond what each does alone: {countOf(interactions.length, "pair")} that act together
      </summary>
      <ul className="mt-1 grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {interactions.map(({ changes: pair, borrowers, ...sums }) => (
          <li key={pair.join(" ")} className="flex items-baseline gap-2">
            <span className="min-w-0 truncate" title={pair.join(" and ")}>
              {pair.map((id) => names.get(id)).join(" and ")}
            </span>
            <span className="ml-auto shrink-0 text-mute">{countOf(borrowers, "borrower")}</span>
            <span className="w-18.5 shrink-0 text-right" title={`${formatSignedMoney(sums[measure])} beyond what each does alone`}>
              {formatSignedCompactMoney(sums[measure])}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function exactText(share: number, stderr: number | undefined): string {
  return stderr === undefined ? formatSignedMoney(share) : `${formatSignedMoney(share)} ± ${formatMoney(stderr)}`;
}

function toneOf(value: number): string {
  return value === 0 ? "text-faint" : value < 0 ? "text-down" : "text-up";
}
