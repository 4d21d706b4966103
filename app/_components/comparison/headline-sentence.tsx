"use client";

import type { ReactNode } from "react";
import type { ComparisonSummary } from "#rules/compare";
import { countOf, formatCount, formatSignedCompactMoney, formatSignedPercent } from "../format";
import { cn } from "../class-names";
import type { Treatment, Treatments } from "./terms";

interface HeadlineSentenceProps {
  summary: ComparisonSummary;
  treatments: Treatments;
  /** What does it: "v2", or "the scenario" where both sides are the same version. */
  subject: string;
  hasBalance: boolean;
  /** Whether it also tells who is told other reasons; where nobody shifts it does anyway. */
  tellsReasons?: boolean;
  /** The one change that released all of the released, where it is known that one did. */
  releasedBy?: { readonly id: string; readonly name: string } | null;
  /** Shows whom a count counts; without it the counts are text. */
  onShow?: ((treatment: Treatment, change?: string) => void) | undefined;
}

/** What happened, in one sentence; its counts can be buttons that show whom they count. */
export function HeadlineSentence(props: HeadlineSentenceProps) {
  const { summary, treatments, subject, hasBalance, tellsReasons = true, releasedBy = null, onShow } = props;
  const evaluated = summary.borrowers - summary.errors;
  if (evaluated === 0) return null;
  if (summary.shifted === 0) return <p className="my-1 max-w-[1180px] text-lg">{stillWords(subject, evaluated, summary.reasonShifted)}</p>;
  return (
    <p className="my-1 max-w-[1180px] text-lg">
      {subject} shifts <strong className="font-semibold">{formatCount(summary.shifted)}</strong> of {countOf(evaluated, "borrower")}.{" "}
      <MoneyWords summary={summary} hasBalance={hasBalance} />
      <TreatmentWords key={releasedBy?.id} treatments={treatments} releasedBy={releasedBy} onShow={onShow} />
      {tellsReasons && summary.reasonShifted > 0
        ? ` ${countOf(summary.reasonShifted, "borrower")} with the same limit and decision ${summary.reasonShifted === 1 ? "is" : "are"} told other reasons.`
        : null}
    </p>
  );
}

function stillWords(subject: string, evaluated: number, reasonShifted: number): string {
  const told = reasonShifted === 0 ? "" : ` ${formatCount(reasonShifted)} ${reasonShifted === 1 ? "is" : "are"} told other reasons.`;
  return `${subject} shifts none of ${countOf(evaluated, "borrower")}: every limit, decision and available credit stays.${told}`;
}

function MoneyWords({ summary, hasBalance }: { summary: ComparisonSummary; hasBalance: boolean }) {
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
  treatments: { restricted, released },
  releasedBy,
  onShow,
}: Required<Pick<HeadlineSentenceProps, "treatments" | "releasedBy">> & Pick<HeadlineSentenceProps, "onShow">) {
  if (restricted + released === 0) return <>; nobody is newly restricted or released.</>;
  const parts: ReactNode[] = [];
  if (restricted > 0) {
    parts.push(
      <Show key="restricted" onClick={onShow && (() => onShow("restricted"))} title="Newly frozen, referred or decreased: show them">
        <span className="text-down">{formatCount(restricted)}</span> {restricted === 1 ? "is" : "are"} newly restricted
      </Show>,
    );
  }
  if (released > 0) {
    parts.push(
      <Show key="released" onClick={onShow && (() => onShow("released"))} title="No longer frozen, referred or decreased: show them">
        <span className="text-up">{formatCount(released)}</span> {released === 1 ? "is" : "are"} released
      </Show>,
    );
  }
  return (
    <>
      ; {parts[0]}
      {parts.length > 1 ? <> and {parts[1]}</> : null}
      {releasedBy === null || released === 0 ? null : (
        <>
          , {released === 1 ? "by" : "all of them by"}{" "}
          <Show onClick={onShow && (() => onShow("released", releasedBy.id))} title={`${releasedBy.name} releases them: show them`}>
            one change
          </Show>
        </>
      )}
      .
    </>
  );
}

function Show({ onClick, title, children }: { onClick: (() => void) | undefined; title: string; children: ReactNode }) {
  if (onClick === undefined) return <strong className="font-semibold">{children}</strong>;
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
