"use client";

import Link from "next/link";
import { useMemo } from "react";
import type { Outcome } from "#rules/evaluate";
import { Dialog } from "../../../../_components/dialog";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { AskedRun, type AskedState, IDLE, RUNNING } from "../../../../_components/evaluation/asked-run";
import type { RuleBorrower } from "../../../../_components/evaluation/protocol";
import { useRun } from "../../../../_components/evaluation/use-run";
import { runOnBorrowers } from "../../../../_components/evaluation/workers";
import { countOf, formatCount, formatMoney } from "../../../../_components/format";
import { Spinner } from "../../../../_components/spinner";
import { ruleNameParts } from "../../../../_components/trace/rule-name";
import { compareHref, type Looked } from "./effect-links";
import type { EffectOn } from "./use-effect-on";
import type { EffectEditing } from "./use-effect-editing";

/** For whom a rule fires, or whom it decides. */
export interface RuleQuestion {
  readonly rule: string;
  readonly by: "fired" | "applied";
}

interface RuleBorrowersProps {
  question: RuleQuestion;
  editing: EffectEditing;
  on: EffectOn;
  looked: Looked;
  onClose: () => void;
}

const SHOWN = 200;

/** The borrowers behind a figure of a rule's lens, of the last valid text, with both outcomes; each leads to its traces. */
export function RuleBorrowers({ question: { rule, by }, editing, on, looked, onClose }: RuleBorrowersProps) {
  const state = useRuleBorrowers(rule, by, editing, on);
  const count = on.effect?.rules[rule]?.[by] ?? 0;
  const { code, words } = ruleNameParts(rule);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${code ? `${code} ` : ""}${words}: ${by === "fired" ? "fires for" : "decides"} ${countOf(count, "borrower")}`}
      description={
        by === "fired" ? "Its conditions are true for them." : "It fires for them, and the strategy applied it to their outcome."
      }
      width="large"
      footer={
        <Link href={compareHref(looked, { rule, all: "1" })} className="text-accent hover:underline">
          All for whom it fires, in Compare
        </Link>
      }
    >
      <div className="h-[52dvh] overflow-y-auto">
        {state.answer === null ? (
          <Waiting state={state} />
        ) : (
          <Rows rows={state.answer} on={on} looked={looked} against={editing.against} total={count} />
        )}
      </div>
    </Dialog>
  );
}

function Waiting({ state: { status, error } }: { state: AskedState<"rule"> }) {
  if (status === "failed") return <p className="text-down">{error}</p>;
  return <Spinner words="Looking for the borrowers…" className="py-1" />;
}

function useRuleBorrowers(
  rule: string,
  by: RuleQuestion["by"],
  { againstText, validText }: EffectEditing,
  { facts, sides }: EffectOn,
): AskedState<"rule"> {
  const run = useMemo(() => {
    if (againstText === null || validText === null || facts === null) return null;
    const question = { baselineText: againstText, candidateText: validText, scenario: sides, facts, rule, by, most: SHOWN };
    return new AskedRun<"rule">((events) => runOnBorrowers("rule", question, events));
  }, [againstText, validText, facts, sides, rule, by]);
  return useRun<AskedState<"rule">>(run, run === null ? IDLE : RUNNING);
}

interface RowsProps {
  rows: readonly RuleBorrower[];
  on: EffectOn;
  looked: Looked;
  against: number;
  total: number;
}

function Rows({ rows, on, looked, against, total }: RowsProps) {
  return (
    <table className="w-full">
      <thead className="sticky top-0 bg-card text-sm text-mute">
        <tr className="border-b border-line">
          <th className="py-1 text-left font-normal">Borrower</th>
          <th className="py-1 text-right font-normal">Limit before</th>
          <th colSpan={2} className="py-1 text-right font-normal">
            v{against}
          </th>
          <th colSpan={2} className="py-1 text-right font-normal">
            {looked.candidate === "draft" ? "draft" : `v${looked.candidate}`}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, baseline, candidate }) => {
          const name = on.borrowers?.[row]?.name ?? String(row + 1);
          return (
            <tr key={row} className="border-b border-line hover:bg-soft">
              <td className="max-w-0 truncate py-1" title={name}>
                <Link href={compareHref(looked, { borrower: name, all: "1" })} className="text-accent hover:underline">
                  {name}
                </Link>
              </td>
              <td className="py-1 text-right tabular-nums">{candidate ? formatMoney(candidate.limitBefore) : "–"}</td>
              <OutcomeCells outcome={baseline} />
              <OutcomeCells outcome={candidate} />
            </tr>
          );
        })}
      </tbody>
      {total > rows.length ? (
        <tfoot>
          <tr>
            <td colSpan={6} className="py-1.5 text-mute">
              and {formatCount(total - rows.length)} more
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

function OutcomeCells({ outcome }: { outcome: Outcome | null }) {
  return (
    <>
      <td className="w-24 py-1 pl-4 text-right">{outcome ? <DecisionBadge decision={outcome.decision} /> : "no outcome"}</td>
      <td className="w-24 py-1 text-right tabular-nums">{outcome ? formatMoney(outcome.limitAfter) : ""}</td>
    </>
  );
}
