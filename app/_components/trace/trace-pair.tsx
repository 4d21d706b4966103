"use client";

import { GitCompareArrows } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import type { ConditionTrace, TracedEvaluation } from "#rules/evaluate";
import { changesBetween } from "#rules/compare";
import { type Locale, sentenceOfEvent, sentenceOfTest, type ValidPolicy } from "#rules/policy";
import { Button } from "../button";
import { cn } from "../class-names";
import { useLocale } from "../locale";
import {
  alignTraces,
  type AlignedTraces,
  blockingTest,
  type ConditionMarks,
  type Difference,
  type Divergence,
  diverges,
  type GuardrailPair,
  markConditions,
  type RulePair,
} from "./align-traces";
import { ConditionTree, testOf } from "./condition-tree";
import { DisclosureLine } from "./disclosure-line";
import { LimitWalk } from "./limit-walk";
import { BorrowerErrors, OutcomeHead } from "./outcome-head";
import { shortRuleName } from "./rule-name";
import { GuardrailSummary, RuleSummary } from "./rule-status";
import { ToldReasons } from "./told-reasons";
import { TraceSection } from "./trace-section";
import { GuardrailDetail, RuleFilter, TraceView } from "./trace-view";
import { useOpenSet } from "./use-open-set";
import { seenText } from "./values";

export interface TraceSide {
  /** What the side is called: "v1". */
  readonly title: string;
  readonly policy: ValidPolicy;
  readonly evaluation: TracedEvaluation;
}

type TracedSide = TraceSide & { readonly evaluation: Extract<TracedEvaluation, { ok: true }> };

/** Two traces of one borrower side by side, in one scroll: what differs is marked, the first divergence is named and open. */
export function TracePair({ baseline, candidate }: { baseline: TraceSide; candidate: TraceSide }) {
  if (isTraced(baseline) && isTraced(candidate)) return <TracedPair baseline={baseline} candidate={candidate} />;
  return <Halves left={<LoneSide side={baseline} />} right={<LoneSide side={candidate} />} />;
}

function isTraced(side: TraceSide): side is TracedSide {
  return side.evaluation.ok;
}

function LoneSide({ side }: { side: TraceSide }) {
  return (
    <div className="min-w-0">
      <p className="mb-1.5 font-semibold">{side.title}</p>
      {side.evaluation.ok ? (
        <TraceView policy={side.policy} outcome={side.evaluation.outcome} trace={side.evaluation.trace} />
      ) : (
        <BorrowerErrors errors={side.evaluation.errors} />
      )}
    </div>
  );
}

function Halves({ left, right, className }: { left: ReactNode; right: ReactNode; className?: string }) {
  return (
    <div className={cn("grid grid-cols-2 gap-x-5", className)}>
      <div className="min-w-0">{left}</div>
      <div className="min-w-0">{right}</div>
    </div>
  );
}

interface PairProps {
  readonly baseline: TracedSide;
  readonly candidate: TracedSide;
}

function TracedPair({ baseline, candidate }: PairProps) {
  const changes = useMemo(() => changesBetween(baseline.policy, candidate.policy), [baseline.policy, candidate.policy]);
  const changedIds = useMemo(() => new Set(changes.changes.map((change) => change.id)), [changes]);
  const aligned = useMemo(
    () => alignTraces(baseline.evaluation.trace, candidate.evaluation.trace, changes),
    [baseline.evaluation.trace, candidate.evaluation.trace, changes],
  );
  const divergesAt = aligned.divergence?.kind === "step" ? aligned.divergence.index : null;
  const both = (render: (side: TracedSide) => ReactNode) => <Halves left={render(baseline)} right={render(candidate)} />;
  return (
    <div>
      <div className="sticky top-0 z-10 -mx-1 border-b border-line bg-card px-1 pt-2 pb-2">
        {both((side) => (
          <>
            <p className="mb-1 font-semibold">{side.title}</p>
            <OutcomeHead policy={side.policy} outcome={side.evaluation.outcome} />
          </>
        ))}
      </div>
      <DivergenceNote baseline={baseline} candidate={candidate} aligned={aligned} changedIds={changedIds} />
      <TraceSection title="Way of the limit">
        {both((side) => (
          <LimitWalk policy={side.policy} outcome={side.evaluation.outcome} trace={side.evaluation.trace} divergesAt={divergesAt} />
        ))}
      </TraceSection>
      <TraceSection title="Told to the borrower">
        {both((side) => (
          <ToldReasons policy={side.policy} codes={side.evaluation.outcome.reasons} />
        ))}
      </TraceSection>
      <RulePairs
        key={divergenceKey(aligned.divergence)}
        baseline={baseline}
        candidate={candidate}
        aligned={aligned}
        changedIds={changedIds}
      />
      {aligned.guardrails.length === 0 ? null : <GuardrailPairs baseline={baseline} candidate={candidate} aligned={aligned} />}
    </div>
  );
}

function divergenceKey(divergence: Divergence | null): string {
  return divergence === null ? "" : `${divergence.kind}:${divergence.kind === "step" ? divergence.index : divergence.name}`;
}

// --- the divergence in words -------------------------------------------------------------------

interface AlignedProps extends PairProps {
  readonly aligned: AlignedTraces;
  readonly changedIds: ReadonlySet<string>;
}

function DivergenceNote({ baseline, candidate, aligned, changedIds }: AlignedProps) {
  const locale = useLocale();
  const words = divergenceWords(baseline, candidate, aligned, changedIds, locale);
  return (
    <p
      className={cn("mt-3 flex items-baseline gap-2 rounded-md px-2.5 py-1.5", words === null ? "bg-bg text-mute" : "bg-amberbg text-ink")}
      role="note"
    >
      <GitCompareArrows aria-hidden className={cn("size-3.5 shrink-0 translate-y-0.5", words !== null && "text-amber")} />
      {words === null ? (
        <span>The two traces agree: the same rules fire and the limit takes the same way.</span>
      ) : (
        <span>
          <span className="font-semibold text-amber">First divergence</span> {words}
        </span>
      )}
    </p>
  );
}

function divergenceWords(
  baseline: TracedSide,
  candidate: TracedSide,
  { rules, divergence }: AlignedTraces,
  changedIds: ReadonlySet<string>,
  locale: Locale,
): string | null {
  if (divergence === null) return null;
  if (divergence.kind === "step")
    return `at step ${divergence.index + 1} of the way of the limit: the same rules fire, but the limit moves differently.`;
  if (divergence.kind === "guardrail")
    return `at guardrail ${shortRuleName(divergence.name)}: the same rules fire, but it acts differently.`;
  const pair = rules.find((rule) => rule.name === divergence.name);
  return pair === undefined ? null : ruleDivergence(baseline, candidate, pair, changedIds, locale);
}

function ruleDivergence(
  baseline: TracedSide,
  candidate: TracedSide,
  pair: RulePair,
  changedIds: ReadonlySet<string>,
  locale: Locale,
): string {
  const name = shortRuleName(pair.name);
  if (pair.difference === "effect")
    return `at ${name}: it fires on both sides, but acts differently: ${eventWords(baseline, pair.baseline?.name, locale)} in ${baseline.title}, ${eventWords(candidate, pair.candidate?.name, locale)} in ${candidate.title}.`;
  const inBaseline = pair.baseline?.status === "fired";
  const [on, off, idle] = inBaseline ? [baseline, candidate, pair.candidate] : [candidate, baseline, pair.baseline];
  return `at ${name}: it fires in ${on.title}, ${idleWords(off, pair, idle?.condition ?? null, changedIds, locale)}.`;
}

function eventWords(side: TracedSide, name: string | undefined, locale: Locale): string {
  const event = side.policy.rules.find((rule) => rule.name === name)?.event;
  return event === undefined ? "nothing" : sentenceOfEvent(side.policy, event, locale);
}

function idleWords(
  off: TracedSide,
  pair: RulePair,
  condition: ConditionTrace | null,
  changedIds: ReadonlySet<string>,
  locale: Locale,
): string {
  if (condition === null) return `${off.title} has no such rule`;
  const rule = off.policy.rules.find((one) => one.name === pair.name);
  if (rule?.enabled === false) return `in ${off.title} it is switched off`;
  const test = blockingTest(condition, markConditions(pair.baseline?.condition ?? null, pair.candidate?.condition ?? null, changedIds));
  if (test === null) return `not in ${off.title}`;
  return `not in ${off.title}, which asks for ${sentenceOfTest(off.policy, testOf(test), locale)} and sees ${seenText(off.policy, test.fact, test.actual, locale, test.expected)}`;
}

// --- rules and guardrails ----------------------------------------------------------------------

function RulePairs({ baseline, candidate, aligned, changedIds }: AlignedProps) {
  const first = aligned.divergence?.kind === "rule" ? aligned.divergence.name : null;
  const [shown, show] = useState<"all" | "fired">("fired");
  const open = useOpenSet(aligned.rules.filter((pair) => pair.name === first || isApplied(pair)).map((pair) => pair.name));
  const differing = aligned.rules.filter(diverges).length;
  const listed = shown === "all" ? aligned.rules : aligned.rules.filter((pair) => isFired(pair) || diverges(pair));
  const allOpen = listed.every((pair) => open.isOpen(pair.name));
  return (
    <TraceSection
      title="Rules"
      note={`${listed.length} of ${aligned.rules.length} shown, in order; ${differing} ${differing === 1 ? "acts" : "act"} differently`}
      actions={
        <>
          <Button size="small" look="ghost" onClick={() => open.setAll(allOpen ? [] : listed.map((pair) => pair.name))}>
            {allOpen ? "Close all" : "Open all"}
          </Button>
          <RuleFilter value={shown} onChange={show} />
        </>
      }
    >
      {listed.length === 0 ? <p className="text-sm text-mute">No rule fired on either side.</p> : null}
      <ul>
        {listed.map((pair) => (
          <RulePairLine
            key={pair.name}
            baseline={baseline}
            candidate={candidate}
            pair={pair}
            changedIds={changedIds}
            first={pair.name === first}
            open={open.isOpen(pair.name)}
            onToggle={() => open.toggle(pair.name)}
          />
        ))}
      </ul>
    </TraceSection>
  );
}

function isFired({ baseline, candidate }: RulePair): boolean {
  return baseline?.status === "fired" || candidate?.status === "fired";
}

function isApplied({ baseline, candidate }: RulePair): boolean {
  return baseline?.applied === true || candidate?.applied === true;
}

interface LineProps extends PairProps {
  readonly pair: RulePair;
  readonly changedIds: ReadonlySet<string>;
  readonly first: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function RulePairLine({ baseline, candidate, pair, changedIds, first, open, onToggle }: LineProps) {
  const marks = useMemo(
    () => markConditions(pair.baseline?.condition ?? null, pair.candidate?.condition ?? null, changedIds),
    [pair, changedIds],
  );
  const own = pair.baseline === null || pair.candidate === null ? NO_MARKS : marks;
  return (
    <DisclosureLine
      open={open}
      onToggle={onToggle}
      className={cn(diverges(pair) && "bg-amberbg/35", first && "border-l-2 border-l-amber")}
      summary={
        <PairSummary
          difference={pair.difference}
          first={first}
          left={<RuleSummary policy={baseline.policy} rule={pair.baseline} name={pair.name} absent={`not in ${baseline.title}`} />}
          right={<RuleSummary policy={candidate.policy} rule={pair.candidate} name={pair.name} absent={`not in ${candidate.title}`} />}
        />
      }
    >
      <Halves
        left={
          pair.baseline === null ? null : (
            <ConditionTree policy={baseline.policy} condition={pair.baseline.condition} marks={own} other={candidate.title} />
          )
        }
        right={
          pair.candidate === null ? null : (
            <ConditionTree policy={candidate.policy} condition={pair.candidate.condition} marks={own} other={baseline.title} />
          )
        }
      />
    </DisclosureLine>
  );
}

const NO_MARKS: ConditionMarks = new Map();

const DIFFERENCE_WORDS: Record<Difference, string | null> = {
  firing: "fires on one side only",
  effect: "acts differently",
  definition: "written differently, no difference here",
  same: null,
};

function PairSummary({ difference, first, left, right }: { difference: Difference; first: boolean; left: ReactNode; right: ReactNode }) {
  const words = DIFFERENCE_WORDS[difference];
  return (
    <span className="block">
      <span className="grid grid-cols-2 gap-x-5">
        {left}
        {right}
      </span>
      {words === null && !first ? null : (
        <span className={cn("block pl-5", difference === "definition" ? "text-faint" : "text-amber")}>
          {first ? <span className="font-semibold">first divergence · </span> : null}
          {words}
        </span>
      )}
    </span>
  );
}

function GuardrailPairs({ baseline, candidate, aligned }: Omit<AlignedProps, "changedIds">) {
  const first = aligned.divergence?.kind === "guardrail" ? aligned.divergence.name : null;
  const open = useOpenSet(aligned.guardrails.filter((pair) => diverges(pair)).map((pair) => pair.name));
  return (
    <TraceSection title="Guardrails">
      <ul>
        {aligned.guardrails.map((pair) => (
          <DisclosureLine
            key={pair.name}
            open={open.isOpen(pair.name)}
            onToggle={() => open.toggle(pair.name)}
            className={cn(diverges(pair) && "bg-amberbg/35", pair.name === first && "border-l-2 border-l-amber")}
            summary={
              <PairSummary
                difference={pair.difference}
                first={pair.name === first}
                left={<GuardrailSummary guardrail={pair.baseline} name={pair.name} absent={`not in ${baseline.title}`} />}
                right={<GuardrailSummary guardrail={pair.candidate} name={pair.name} absent={`not in ${candidate.title}`} />}
              />
            }
          >
            <GuardrailHalves baseline={baseline} candidate={candidate} pair={pair} />
          </DisclosureLine>
        ))}
      </ul>
    </TraceSection>
  );
}

function GuardrailHalves({ baseline, candidate, pair }: PairProps & { pair: GuardrailPair }) {
  return (
    <Halves
      left={pair.baseline === null ? null : <GuardrailDetail policy={baseline.policy} guardrail={pair.baseline} />}
      right={pair.candidate === null ? null : <GuardrailDetail policy={candidate.policy} guardrail={pair.candidate} />}
    />
  );
}
