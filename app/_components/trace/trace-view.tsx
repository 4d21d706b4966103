"use client";

import { useState } from "react";
import type { GuardrailTrace, Outcome, RuleTrace, Trace } from "#rules/evaluate";
import type { ValidPolicy } from "#rules/policy";
import { Button } from "../button";
import { formatMoney } from "../format";
import { Segmented } from "../segmented";
import { ConditionTree } from "./condition-tree";
import { DisclosureLine } from "./disclosure-line";
import { FactList } from "./fact-list";
import { LimitWalk } from "./limit-walk";
import { OutcomeHead } from "./outcome-head";
import { GuardrailSentence, GuardrailSummary, RuleSummary } from "./rule-status";
import { ToldReasons } from "./told-reasons";
import { TraceSection } from "./trace-section";
import { guardrailWords, notAppliedWords } from "./trace-words";
import { useOpenSet } from "./use-open-set";

interface TraceViewProps {
  policy: ValidPolicy;
  outcome: Outcome;
  trace: Trace;
  /** Without the outcome's own lines, where the caller shows them. */
  bare?: boolean;
}

/** Why an outcome came out: the limit's way, what is told, every rule and guardrail with what it saw, every fact. */
export function TraceView({ policy, outcome, trace, bare = false }: TraceViewProps) {
  return (
    <div>
      {bare ? null : <OutcomeHead policy={policy} outcome={outcome} />}
      <TraceSection title="Way of the limit" className="mt-3">
        <LimitWalk policy={policy} outcome={outcome} trace={trace} />
      </TraceSection>
      <TraceSection title="Told to the borrower">
        <ToldReasons policy={policy} codes={outcome.reasons} />
      </TraceSection>
      <RuleTraces policy={policy} rules={trace.rules} />
      {trace.guardrails.length === 0 ? null : <GuardrailTraces policy={policy} guardrails={trace.guardrails} />}
      <TraceSection title="Facts" note="as read, the scenario's included">
        <FactList policy={policy} trace={trace} />
      </TraceSection>
    </div>
  );
}

function RuleTraces({ policy, rules }: { policy: ValidPolicy; rules: readonly RuleTrace[] }) {
  const [shown, show] = useState<"all" | "fired">("all");
  const open = useOpenSet(rules.filter((rule) => rule.applied).map((rule) => rule.name));
  const fired = rules.filter((rule) => rule.status === "fired");
  const listed = shown === "fired" ? fired : rules;
  const allOpen = listed.every((rule) => open.isOpen(rule.name));
  return (
    <TraceSection
      title="Rules"
      note={`${fired.length} of ${rules.length} fired`}
      actions={
        <>
          <Button size="small" look="ghost" onClick={() => open.setAll(allOpen ? [] : listed.map((rule) => rule.name))}>
            {allOpen ? "Close all" : "Open all"}
          </Button>
          <RuleFilter value={shown} onChange={show} />
        </>
      }
    >
      {listed.length === 0 ? <p className="text-sm text-mute">No rule fired.</p> : null}
      <ul>
        {listed.map((rule) => (
          <DisclosureLine
            key={rule.name}
            open={open.isOpen(rule.name)}
            onToggle={() => open.toggle(rule.name)}
            summary={<RuleSummary policy={policy} rule={rule} name={rule.name} />}
          >
            <RuleDetail policy={policy} rule={rule} />
          </DisclosureLine>
        ))}
      </ul>
    </TraceSection>
  );
}

function RuleDetail({ policy, rule }: { policy: ValidPolicy; rule: RuleTrace }) {
  const why = notAppliedWords(policy, rule);
  return (
    <>
      {why === null ? null : <p className="px-1 text-sm text-mute">Fired but not applied: {why}.</p>}
      <ConditionTree policy={policy} condition={rule.condition} />
    </>
  );
}

/** All rules, or only those that fired. */
export function RuleFilter({ value, onChange }: { value: "all" | "fired"; onChange: (value: "all" | "fired") => void }) {
  return (
    <Segmented<"all" | "fired">
      label="Rules shown"
      value={value}
      onChange={onChange}
      options={[
        { value: "all", label: "All" },
        { value: "fired", label: "Fired only" },
      ]}
      className="h-6.5 text-sm"
    />
  );
}

function GuardrailTraces({ policy, guardrails }: { policy: ValidPolicy; guardrails: readonly GuardrailTrace[] }) {
  const open = useOpenSet(guardrails.filter((guardrail) => guardrail.status === "bound").map((guardrail) => guardrail.name));
  return (
    <TraceSection
      title="Guardrails"
      note={`${guardrails.filter((guardrail) => guardrail.status === "bound").length} of ${guardrails.length} bound`}
    >
      <ul>
        {guardrails.map((guardrail) => (
          <DisclosureLine
            key={guardrail.name}
            open={open.isOpen(guardrail.name)}
            onToggle={() => open.toggle(guardrail.name)}
            summary={<GuardrailSummary guardrail={guardrail} name={guardrail.name} />}
          >
            <GuardrailDetail policy={policy} guardrail={guardrail} />
          </DisclosureLine>
        ))}
      </ul>
    </TraceSection>
  );
}

/** A guardrail's bound, why it stands as it does, and its condition. */
export function GuardrailDetail({ policy, guardrail }: { policy: ValidPolicy; guardrail: GuardrailTrace }) {
  return (
    <>
      <GuardrailSentence policy={policy} name={guardrail.name} />
      <p className="px-1 py-0.5 text-sm text-mute">
        {guardrail.bound === null ? null : `Bound here: ${formatMoney(guardrail.bound / 100)}. `}
        {capitalised(guardrailWords(guardrail))}.
      </p>
      {guardrail.when === undefined ? null : <ConditionTree policy={policy} condition={guardrail.when} />}
    </>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
