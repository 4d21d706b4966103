"use client";

import { ChevronDown, ChevronRight, CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../../../_components/button";
import { countOf, formatCount } from "../../../../_components/format";
import { replaceParams } from "../../../../_components/use-url-state";
import type { FactColumn, Verdict } from "../columns";
import type { ReadySetup } from "./use-setup";

/** How facts and columns meet, in a line, and the way to what maps to what. */
export function ColumnSummary({ ready, open }: { ready: ReadySetup; open: boolean }) {
  const counts = countsOf(ready.columns.facts);
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <div className="flex min-h-7.5 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Verdicts counts={counts} ready={ready} />
      <Button size="small" aria-expanded={open} onClick={() => replaceParams({ columns: open ? "0" : "1" })}>
        <Arrow aria-hidden /> Columns
      </Button>
    </div>
  );
}

type Counts = Readonly<Record<Verdict, number>>;

function countsOf(columns: readonly FactColumn[]): Counts {
  const count = (verdict: Verdict) => columns.filter((one) => one.verdict === verdict).length;
  return { fits: count("fits"), null: count("null"), look: count("look"), rejects: count("rejects") };
}

function Verdicts({ counts, ready }: { counts: Counts; ready: ReadySetup }) {
  const { missing } = ready;
  const { facts, problems } = ready.columns;
  const clear = counts.rejects === 0 && missing.length === 0 && problems.length === 0;
  const Icon = clear && counts.look === 0 ? CircleCheck : TriangleAlert;
  const parts: ReactNode[] = [
    <span key="fits" className="text-mute">
      {formatCount(counts.fits + counts.look)} of {countOf(facts.length, "fact")} have a column that fits
    </span>,
  ];
  if (counts.null > 0)
    parts.push(
      <span key="null" className="text-mute">
        {countOf(counts.null, "fact")} not known of anybody
      </span>,
    );
  if (counts.look > 0)
    parts.push(
      <span key="look" className="text-amber">
        some rows rejected for {countOf(counts.look, "fact")}
      </span>,
    );
  if (counts.rejects > 0)
    parts.push(
      <span key="rejects" className="text-down">
        every row rejected for {countOf(counts.rejects, "fact")}: {namesOf(facts.filter((one) => one.verdict === "rejects"))}
      </span>,
    );
  if (missing.length > 0)
    parts.push(
      <span key="missing" className="text-down">
        every row rejected: the scenario gives no {missing.join(", ")}
      </span>,
    );
  for (const problem of problems)
    parts.push(
      <span key={problem} className="text-down">
        {problem}
      </span>,
    );
  return (
    <>
      <Icon className={clear ? (counts.look === 0 ? "size-3.5 text-up" : "size-3.5 text-amber") : "size-3.5 text-down"} aria-hidden />
      {parts.flatMap((part, i) => (i === 0 ? [part] : [<Dot key={`dot${String(i)}`} />, part]))}
    </>
  );
}

function Dot() {
  return (
    <span className="text-faint" aria-hidden>
      ·
    </span>
  );
}

const MOST_NAMED = 4;

function namesOf(columns: readonly FactColumn[]): string {
  const named = columns.slice(0, MOST_NAMED).map(({ fact }) => fact.name);
  return named.join(", ") + (columns.length > MOST_NAMED ? ` and ${columns.length - MOST_NAMED} more` : "");
}
