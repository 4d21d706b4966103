import type { MergeUnit } from "#rules/editing";
import { RuleName } from "../../../../_components/trace/rule-name";

/** What a unit of a merge is, in words: "derived fact utilisation". */
export function MergeUnitName({ unit: { kind, name } }: { unit: MergeUnit }) {
  if (kind === "rule" || kind === "guardrail") return <RuleName name={name} />;
  return (
    <span className="min-w-0 truncate" title={wordsOf({ kind, name })}>
      <span className="text-mute">{WORDS[kind]}</span>
      {kind === "document" || kind === "strategy" ? null : <span className="font-semibold"> {name}</span>}
    </span>
  );
}

/** The same as plain text, for a label. */
export function wordsOf({ kind, name }: Pick<MergeUnit, "kind" | "name">): string {
  return kind === "document" || kind === "strategy" ? WORDS[kind] : `${WORDS[kind]} ${name}`;
}

const WORDS: Readonly<Record<MergeUnit["kind"], string>> = {
  rule: "rule",
  guardrail: "guardrail",
  fact: "fact",
  derived: "derived fact",
  condition: "shared condition",
  reason: "reason",
  limit: "limit",
  strategy: "strategy",
  order: "order of",
  head: "document’s",
  document: "whole text",
};
