"use client";

import type { ReactNode } from "react";
import type { Comparison } from "#rules/compare";
import { countOf, formatCount, formatSignedCompactMoney, formatSignedPercent } from "../../../../_components/format";
import { cn } from "../../../../_components/class-names";
import { shortRuleName } from "../../../../_components/trace/rule-name";
import type { Treatments } from "../measures";
import type { Filters } from "../url-state";

interface HeadlineSentenceProps {
  comparison: Comparison;
  treatments: Treatments;
  /** What does it: "v2", or "the scenario" where both sides are the same version. */
  subject: string;
  hasBalance: boolean;
  onFilter: (filters: Partial<Filters>) => void;
}

/** What happened, in one sentence; its counts are buttons that show whom they count. */
export function HeadlineSentence({ comparison, treatments, subject, hasBalance, onFilter }: HeadlineSentenceProps) {
  const { summary } = comparison;
  const evaluated = summary.borrowers - summary.errors;
  if (evaluated === 0) return null;
  if (summary.shifted === 0) return <p className="my-1 max-w-[1100px] text-lg">{stillWords(subject, evaluated, summary.reasonShifted)}</p>;
  return (
    <p className="my-1 max-w-[1100px] text-lg">
      {subject} shifts <strong className="font-semibold">{formatCount(summary.shifted)}</strong> of {countOf(evaluated, "borrower")}.{" "}
      <MoneyWords comparison={comparison} hasBalance={hasBalance} />
      <TreatmentWords treatments={treatments} onFilter={onFilter} />
      {summary.reasonShifted > 0
        ? ` ${countOf(summary.reasonShifted, "borrower")} with the same limit and decision ${summary.reasonShifted === 1 ? "is" : "are"} told other reasons.`
        : null}
    </p>
  );
}

function stillWords(subject: string, evaluated: number, reasonShifted: number): string {
  const told = reasonShifted === 0 ? "" : ` ${formatCount(reasonShifted)} ${reasonShifted === 1 ? "is" : "are"} told other reasons.`;
  return `${subject} shifts none of ${countOf(evaluated, "borrower")}: every limit, decision and available credit stays.${told}`;
}

function MoneyWords({ comparison: { summary }, hasBalance }: { comparison: Comparison; hasBalance: boolean }) {
  const key = hasBalance ? "available" : "limit";
  const name = hasBalance ? "Available credit" : "Total limit";
  const [before, after] = [summary.baseline[key], summary.candidate[key]];
  const shift = (Math.round(after * 100) - Math.round(before * 100)) / 100;
  if (shift === 0) return <>{name} stays as it was</>;
  const share = before === 0 ? "" : ` (${formatSignedPercent(shift / before)})`;
  return (
    <>
      {name} {shift < 0 ? "falls" : "rises"} by{" "}
      <strong className={cn("font-semibold whitespace-nowrap", shift < 0 ? "text-down" : "text-up")}>
        {formatSignedCompactMoney(shift)}
        {share}
      </strong>
    </>
  );
}

function TreatmentWords({
  treatments: { restricted, released, releasedFrom },
  onFilter,
}: {
  treatments: Treatments;
  onFilter: HeadlineSentenceProps["onFilter"];
}) {
  if (restricted + released === 0) return <>; nobody is newly restricted or released.</>;
  const parts: ReactNode[] = [];
  if (restricted > 0) {
    parts.push(
      <Show key="restricted" onClick={() => onFilter({ treatment: "restricted" })} title="Newly frozen, referred or decreased: show them">
        <span className="text-down">{formatCount(restricted)}</span> {restricted === 1 ? "is" : "are"} newly restricted
      </Show>,
    );
  }
  if (released > 0) {
    parts.push(
      <Show key="released" onClick={() => onFilter({ treatment: "released" })} title="No longer frozen, referred or decreased: show them">
        <span className="text-up">{formatCount(released)}</span> {released === 1 ? "is" : "are"} released
      </Show>,
    );
  }
  return (
    <>
      ; {parts[0]}
      {parts.length > 1 ? <> and {parts[1]}</> : null}
      {releasedFrom === null ? null : (
        <>
          , {released === 1 ? "from" : "all of them from"}{" "}
          <Show
            onClick={() => onFilter({ treatment: "released", rule: releasedFrom })}
            title={`${releasedFrom} restricted them before: show them`}
          >
            {shortRuleName(releasedFrom)}
          </Show>
        </>
      )}
      .
    </>
  );
}

function Show({ onClick, title, children }: { onClick: () => void; title: string; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      title={title}
      className="rounded-sm font-semibold underline decoration-edge decoration-1 underline-offset-3 hover:decoration-current"
    >
      {children}
    </button>
  );
}
