"use client";

import type { ReactNode } from "react";
import type { ComparisonSummary } from "#rules/compare";
import { countOf, formatCount, formatSignedCompactMoney, formatSignedPercent } from "../format";
import { cn } from "../class-names";
import { ShowButton } from "../show-button";
import type { Treatment, Treatments } from "./terms";

/** A part of the sentence: all borrowers, those that shift, those told other reasons, those whose money moves, those treated otherwise (by one change). */
export type HeadlinePart = { readonly kind: "all" | "shifted" | "told" | "money" } | { readonly kind: Treatment; readonly change?: string };

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
  /** Shows whom a figure is about; without it the figures are text. */
  onShow?: ((part: HeadlinePart) => void) | undefined;
}

/** What happened, in one sentence; its counts can be buttons that show whom they count. */
export function HeadlineSentence(props: HeadlineSentenceProps) {
  const { summary, treatments, subject, hasBalance, tellsReasons = true, releasedBy = null, onShow } = props;
  const evaluated = summary.borrowers - summary.errors;
  if (evaluated === 0) return null;
  const part = (kind: "all" | "shifted" | "told" | "money") => onShow && (() => onShow({ kind }));
  const all = <Plain onShow={part("all")}>{countOf(evaluated, "borrower")}</Plain>;
  const { shifted, reasonShifted } = summary;
  const told = reasonShifted > 0 && (tellsReasons || shifted === 0);
  return (
    <p className="my-1 max-w-[1180px] text-lg">
      {shifted === 0 ? (
        <>
          {subject} shifts none of {all}: every limit, decision and available credit stays.
        </>
      ) : (
        <>
          {subject} shifts{" "}
          <Show onClick={part("shifted")} title="Limit, decision or available credit differs: show them">
            {formatCount(shifted)}
          </Show>{" "}
          of {all}. <MoneyWords summary={summary} hasBalance={hasBalance} onShow={part("money")} />
          <TreatmentWords key={releasedBy?.id} treatments={treatments} releasedBy={releasedBy} onShow={onShow} />
        </>
      )}
      {told ? (
        <>
          {" "}
          <Plain onShow={part("told")}>{countOf(reasonShifted, "borrower")}</Plain> with the same limit and decision{" "}
          {reasonShifted === 1 ? "is" : "are"} told other reasons.
        </>
      ) : null}
    </p>
  );
}

function Plain({ onShow, children }: { onShow: (() => void) | undefined; children: ReactNode }) {
  return <ShowButton onShow={onShow}>{children}</ShowButton>;
}

interface MoneyWordsProps {
  summary: ComparisonSummary;
  hasBalance: boolean;
  onShow: (() => void) | undefined;
}

function MoneyWords({ summary, hasBalance, onShow }: MoneyWordsProps) {
  const key = hasBalance ? "available" : "limit";
  const name = hasBalance ? "Available credit" : "Total limit";
  const [before, after] = [summary.baseline[key], summary.candidate[key]];
  const shift = (Math.round(after * 100) - Math.round(before * 100)) / 100;
  if (shift === 0) return <>{name} stays as it was</>;
  const share = before === 0 ? "" : ` (${formatSignedPercent(shift / before)})`;
  return (
    <>
      {name} {shift < 0 ? "falls" : "rises"} by{" "}
      <Show onClick={onShow} title="Show those whose money moves" className={cn("whitespace-nowrap", shift < 0 ? "text-down" : "text-up")}>
        {formatSignedCompactMoney(shift)}
        {share}
      </Show>
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
      <Show
        key="restricted"
        onClick={onShow && (() => onShow({ kind: "restricted" }))}
        title="Newly frozen, referred or decreased: show them"
      >
        <span className="text-down">{formatCount(restricted)}</span> {restricted === 1 ? "is" : "are"} newly restricted
      </Show>,
    );
  }
  if (released > 0) {
    parts.push(
      <Show
        key="released"
        onClick={onShow && (() => onShow({ kind: "released" }))}
        title="No longer frozen, referred or decreased: show them"
      >
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
          <Show
            onClick={onShow && (() => onShow({ kind: "released", change: releasedBy.id }))}
            title={`${releasedBy.name} releases them: show them`}
          >
            one change
          </Show>
        </>
      )}
      .
    </>
  );
}

interface ShowProps {
  onClick: (() => void) | undefined;
  title: string;
  className?: string;
  children: ReactNode;
}

function Show({ onClick, title, className, children }: ShowProps) {
  if (onClick === undefined) return <strong className={cn("font-semibold", className)}>{children}</strong>;
  return (
    <button
      type="button"
      onClick={onClick}
      title={title}
      className={cn(
        "rounded-sm font-semibold underline decoration-edge decoration-1 underline-offset-3 hover:decoration-current",
        className,
      )}
    >
      {children}
    </button>
  );
}
