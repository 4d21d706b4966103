"use client";

import type { ReactNode } from "react";
import type { Outcome, StepTrace, Trace } from "#rules/evaluate";
import { toHundredths, type ValidPolicy } from "#rules/policy";
import { cn } from "../class-names";
import { formatMoney } from "../format";
import { Money, SignedMoney } from "../figures";
import { useLocale } from "../locale";
import { RuleName } from "./rule-name";
import { STEP_NAMES, stepWords } from "./trace-words";

interface LimitWalkProps {
  policy: ValidPolicy;
  outcome: Outcome;
  trace: Trace;
  /** Index of the step where this walk leaves another one. */
  divergesAt?: number | null;
}

/** The limit's way from before to after, one line a step. */
export function LimitWalk({ policy, outcome, trace, divergesAt = null }: LimitWalkProps) {
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-3 text-sm">
      <Line name="Limit before" limit={toHundredths(outcome.limitBefore)} />
      {trace.steps.map((step, i) => (
        <Step key={`${step.kind}:${"name" in step ? step.name : i}`} policy={policy} step={step} diverges={i === divergesAt} />
      ))}
      {trace.steps.length === 0 ? <Line name="No rule was applied" words="the limit stays" /> : null}
      <Line name="Limit after" words={closingWords(outcome)} limit={toHundredths(outcome.limitAfter)} strong />
    </ol>
  );
}

function closingWords(outcome: Outcome): string | undefined {
  if (outcome.decision === "freeze") return "the figure stands; available credit becomes 0";
  if (outcome.decision === "refer") return "a person decides, so no change is made";
  return undefined;
}

function Step({ policy, step, diverges }: { policy: ValidPolicy; step: StepTrace; diverges: boolean }) {
  const locale = useLocale();
  const named = step.kind === "rule" || step.kind === "guardrail";
  return (
    <Line
      name={named ? <RuleName name={step.name} /> : STEP_NAMES[step.kind]}
      words={stepWords(policy, step, locale)}
      wordsLang={step.kind === "rule" ? locale : "en"}
      move={step.after - step.before}
      limit={step.after}
      diverges={diverges}
    />
  );
}

interface LineProps {
  name: ReactNode;
  words?: string;
  wordsLang?: string;
  /** Hundredths. */
  move?: number;
  /** Hundredths. */
  limit?: number;
  strong?: boolean;
  diverges?: boolean;
}

function Line({ name, words, wordsLang, move, limit, strong, diverges }: LineProps) {
  return (
    <li
      className={cn(
        "col-span-3 grid grid-cols-subgrid items-baseline border-t border-line px-1 py-1 first:border-t-0",
        strong && "font-semibold",
        diverges && "bg-amberbg/60",
      )}
    >
      <span className="min-w-0 break-words">
        {name}
        {words === undefined ? null : (
          <span className="ml-1.5 font-normal text-mute" lang={wordsLang}>
            {words}
          </span>
        )}
        {diverges ? <span className="ml-1.5 font-normal text-amber">first divergence</span> : null}
      </span>
      <span className="text-right">
        {move === undefined ? null : move === 0 ? <span className="text-faint">no move</span> : <SignedMoney hundredths={move} />}
      </span>
      <span className="text-right" title={limit === undefined ? undefined : formatMoney(limit / 100)}>
        {limit === undefined ? null : <Money hundredths={limit} />}
      </span>
    </li>
  );
}
