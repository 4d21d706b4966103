import type { Change } from "#rules/compare";
import { Tag } from "../pill";
import { RuleName } from "../trace/rule-name";

/** A change's edits as one sentence. */
export function sentenceOfChange(change: Change): string {
  return change.edits.map((edit) => withoutKind(change, edit.text)).join("; ");
}

/** The tag says "added" already. */
function withoutKind(change: Change, text: string): string {
  const prefix = `${change.kind}: `;
  return unbroken(text.startsWith(prefix) ? text.slice(prefix.length) : text);
}

/** No line ends between a figure and its percent sign. */
function unbroken(text: string): string {
  return text.replaceAll(" %", "\u00a0%");
}

/** What a change is about: a rule by its code and words, anything else by its kind and name. */
export function ChangeName({ change }: { change: Change }) {
  if (change.subject === "rule" || change.subject === "guardrail") return <RuleName name={change.name} />;
  return (
    <span className="min-w-0 truncate" title={change.id}>
      <span className="text-mute">{SUBJECTS[change.subject]} </span>
      <span className="font-semibold">{change.name === change.subject ? "" : change.name}</span>
    </span>
  );
}

const SUBJECTS: Record<Change["subject"], string> = {
  rule: "rule",
  derived: "derived fact",
  condition: "condition",
  guardrail: "guardrail",
  limit: "limit",
  strategy: "strategy",
  fact: "fact",
  reason: "reason",
  policy: "policy",
};

export function KindTag({ change }: { change: Change }) {
  if (change.kind === "added") return <Tag tone="up">added</Tag>;
  if (change.kind === "removed") return <Tag tone="down">removed</Tag>;
  return change.kind === "reordered" ? <Tag>reordered</Tag> : null;
}
