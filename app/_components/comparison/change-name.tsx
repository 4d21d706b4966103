import type { Change } from "#rules/compare";
import { SUBJECT_WORDS } from "#rules/format";
import { Tag } from "../pill";
import { RuleName } from "../trace/rule-name";

export { sentenceOfChange } from "#rules/format";

/** What a change is about: a rule by its code and words, anything else by its kind and name. */
export function ChangeName({ change }: { change: Change }) {
  if (change.subject === "rule" || change.subject === "guardrail") return <RuleName name={change.name} />;
  return (
    <span dir="auto" className="min-w-0 truncate" title={change.id}>
      <span className="text-mute">{SUBJECT_WORDS[change.subject]} </span>
      <span className="font-semibold">{change.name === change.subject ? "" : change.name}</span>
    </span>
  );
}

export function KindTag({ change }: { change: Change }) {
  if (change.kind === "added") return <Tag tone="up">added</Tag>;
  if (change.kind === "removed") return <Tag tone="down">removed</Tag>;
  return change.kind === "reordered" ? <Tag>reordered</Tag> : null;
}
