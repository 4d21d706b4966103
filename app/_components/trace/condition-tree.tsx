"use client";

import { Check, CircleHelp, X } from "lucide-react";
import type { ConditionTrace } from "#rules/evaluate";
import { sentenceOfTest, type TestCondition, type ValidPolicy } from "#rules/policy";
import { cn } from "../class-names";
import { useLocale } from "../locale";
import { childrenOf, type ConditionMark, type ConditionMarks } from "./align-traces";
import { exactText, seenText } from "./values";

interface ConditionTreeProps {
  policy: ValidPolicy;
  condition: ConditionTrace;
  /** Nodes that differ from another trace, with the word for it. */
  marks?: ConditionMarks;
  /** What the other trace is called, for "not in v1". */
  other?: string;
}

/** A condition with its parts, each with the value seen and whether it is true, as nested lists. */
export function ConditionTree(props: ConditionTreeProps) {
  return (
    <ul className="text-sm">
      <ConditionNode {...props} />
    </ul>
  );
}

const NO_MARKS: ConditionMarks = new Map();

function ConditionNode({ policy, condition, marks = NO_MARKS, other = "" }: ConditionTreeProps) {
  const mark = marks.get(condition);
  return (
    <li className={cn("rounded-sm", mark !== undefined && mark !== "result" && "bg-amberbg/60 ring-1 ring-amber/25 ring-inset")}>
      <div className="flex items-baseline gap-1.5 px-1 py-0.5">
        <ResultMark condition={condition} />
        <span className="min-w-0 flex-1 break-words">
          {condition.kind === "test" ? <TestWords policy={policy} test={condition} /> : <GroupWords condition={condition} />}
          {mark === undefined || mark === "result" ? null : <span className="ml-1.5 text-amber">{markWords(mark, other)}</span>}
        </span>
        <ResultWord condition={condition} />
      </div>
      {condition.kind === "test" ? null : (
        <ul className="ml-[7px] border-l border-line pl-2">
          {childrenOf(condition).map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a condition have no name and never move
            <ConditionNode key={i} policy={policy} condition={part} marks={marks} other={other} />
          ))}
        </ul>
      )}
    </li>
  );
}

function markWords(mark: ConditionMark, other: string): string {
  switch (mark) {
    case "only-here":
      return `not in ${other}`;
    case "threshold":
      return `differs from ${other}`;
    case "definition":
      return `defined differently in ${other}`;
    case "seen":
      return `another value in ${other}`;
    case "result":
      return `another result in ${other}`;
    default:
      return mark satisfies never;
  }
}

function ResultMark({ condition }: { condition: ConditionTrace }) {
  const unknown = condition.kind === "test" && condition.unknown;
  const Icon = condition.result ? Check : unknown ? CircleHelp : X;
  return (
    <Icon
      aria-hidden
      className={cn("size-3 shrink-0 translate-y-0.5", condition.result ? "text-up" : unknown ? "text-amber" : "text-faint")}
      strokeWidth={2.5}
    />
  );
}

function ResultWord({ condition }: { condition: ConditionTrace }) {
  const unknown = condition.kind === "test" && condition.unknown;
  return (
    <span className={cn("shrink-0 text-right", condition.result ? "text-up" : "text-mute")}>
      {condition.result ? "true" : "false"}
      {unknown ? <span className="text-amber"> · not known</span> : null}
    </span>
  );
}

const GROUP_WORDS = { all: "all of", any: "any of", not: "not" } as const;

function GroupWords({ condition }: { condition: Exclude<ConditionTrace, { kind: "test" }> }) {
  if (condition.kind !== "reference") return <span className="text-mute">{GROUP_WORDS[condition.kind]}</span>;
  return (
    <>
      <span className="text-mute">condition</span> <span className="font-medium">“{condition.name}”</span>
    </>
  );
}

function TestWords({ policy, test }: { policy: ValidPolicy; test: Extract<ConditionTrace, { kind: "test" }> }) {
  const locale = useLocale();
  return (
    <>
      <span lang={locale} title={test.fact}>
        {sentenceOfTest(policy, testOf(test), locale)}
      </span>
      {test.expectedFact === undefined ? null : (
        <span className="text-mute"> ({seenText(policy, test.expectedFact, test.expected as never, locale, test.actual)})</span>
      )}
      <span className="text-mute">
        {" · seen "}
        <span className="font-medium text-ink" title={exactText(test.actual)} lang={locale}>
          {seenText(policy, test.fact, test.actual, locale, test.expected)}
        </span>
      </span>
    </>
  );
}

/** The policy's test that a trace's node stands for. */
export function testOf(test: Extract<ConditionTrace, { kind: "test" }>): TestCondition {
  const operand =
    test.expectedFact === undefined
      ? { kind: "constant" as const, value: test.expected }
      : { kind: "fact" as const, fact: test.expectedFact };
  return { kind: "test", fact: test.fact, operator: test.operator, operand };
}
