"use client";

import { CircleCheck, CircleDashed, CircleSlash, type LucideIcon, Minus } from "lucide-react";
import type { GuardrailTrace, RuleTrace } from "#rules/evaluate";
import { sentenceOfEvent, sentenceOfGuardrail, type ValidPolicy } from "#rules/policy";
import { cn } from "../class-names";
import { useLocale } from "../locale";
import { Tag } from "../pill";
import { RuleName } from "./rule-name";
import { guardrailWords, NO_EFFECT, notAppliedWords, STATUS_WORDS } from "./trace-words";

const STATUS_ICONS: Record<RuleTrace["status"], LucideIcon> = { fired: CircleCheck, "not-fired": CircleDashed, disabled: CircleSlash };

/** One rule in a line: whether it fired, its name, what it does, whether that was applied. `rule` null: the policy has no such rule. */
export function RuleSummary({
  policy,
  rule,
  name,
  absent = "no such rule",
}: {
  policy: ValidPolicy;
  rule: RuleTrace | null;
  name: string;
  absent?: string;
}) {
  const locale = useLocale();
  if (rule === null) return <Absent name={name} words={absent} />;
  const Icon = STATUS_ICONS[rule.status];
  const fired = rule.status === "fired";
  const event = policy.rules.find((one) => one.name === rule.name)?.event;
  const why = notAppliedWords(policy, rule);
  return (
    <span className={cn("flex min-w-0 items-baseline gap-1.5", !fired && "text-mute")}>
      <Icon aria-hidden className={cn("size-3.5 shrink-0 translate-y-0.5", fired ? "text-accent" : "text-faint")} />
      <RuleName name={rule.name} className={cn(fired && "text-ink")} />
      {event === undefined ? null : (
        <span className="hidden shrink-0 text-mute sm:inline" lang={locale}>
          {sentenceOfEvent(policy, event, locale)}
        </span>
      )}
      <span className="ml-auto flex shrink-0 items-baseline gap-1.5">
        {rule.noEffect === undefined ? null : (
          <span className="text-amber" title={NO_EFFECT[rule.noEffect]}>
            no effect
          </span>
        )}
        {rule.applied ? (
          <Tag tone="accent" className="font-medium">
            applied
          </Tag>
        ) : null}
        <span className={cn(fired ? "text-ink" : "text-faint")} title={why ?? undefined}>
          {STATUS_WORDS[rule.status]}
        </span>
      </span>
    </span>
  );
}

const GUARDRAIL_WORDS = { bound: "bound", passed: "passed", "not-applicable": "not asked" } as const;

/** One guardrail in a line: its name, whether it bound. */
export function GuardrailSummary({
  guardrail,
  name,
  absent = "no such guardrail",
}: {
  guardrail: GuardrailTrace | null;
  name: string;
  absent?: string;
}) {
  if (guardrail === null) return <Absent name={name} words={absent} />;
  const bound = guardrail.status === "bound";
  const Icon = bound ? CircleCheck : guardrail.status === "passed" ? CircleDashed : CircleSlash;
  return (
    <span className={cn("flex min-w-0 items-baseline gap-1.5", !bound && "text-mute")}>
      <Icon aria-hidden className={cn("size-3.5 shrink-0 translate-y-0.5", bound ? "text-accent" : "text-faint")} />
      <RuleName name={guardrail.name} className={cn("max-w-[55%]", bound && "text-ink")} />
      <span className="min-w-0 truncate text-faint">{guardrailWords(guardrail)}</span>
      <span className={cn("ml-auto shrink-0", bound ? "text-ink" : "text-faint")}>{GUARDRAIL_WORDS[guardrail.status]}</span>
    </span>
  );
}

/** A guardrail's bound in words. */
export function GuardrailSentence({ policy, name }: { policy: ValidPolicy; name: string }) {
  const locale = useLocale();
  const guardrail = policy.guardrails.find((one) => one.name === name);
  return guardrail === undefined ? null : (
    <p className="px-1 py-0.5 text-sm text-mute" lang={locale}>
      {sentenceOfGuardrail(policy, guardrail, locale)}
    </p>
  );
}

function Absent({ name, words }: { name: string; words: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 text-faint">
      <Minus aria-hidden className="size-3.5 shrink-0 translate-y-0.5" />
      <RuleName name={name} className="line-through decoration-from-font" />
      <span className="ml-auto shrink-0">{words}</span>
    </span>
  );
}
