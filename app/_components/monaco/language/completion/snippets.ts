/** Whole pieces where they may stand: a rule, a condition, a guardrail, an event, and entries of the sections. */
import type { Path } from "../policy-text";
import { type Completer, type Completion, snippetItem } from "./types";

export const completeSnippets: Completer = ({ place: { path, isKey, node } }) => {
  if (isKey) return path.length === 1 ? (ENTRIES[String(path[0])] ?? []) : [];
  if (node !== null) return [];
  const [section, , part] = path;
  if (path.length === 2 && section === "rules") return RULES;
  if (path.length === 2 && section === "guardrails") return GUARDRAILS;
  if (path.length === 3 && section === "rules" && part === "event") return EVENTS;
  if (isCondition(path)) return typeof path.at(-1) === "number" || path.at(-1) === "not" ? [...TESTS, ...GROUPS] : GROUPS;
  return [];
};

/** Whether a condition is wanted at a path. */
function isCondition(path: Path): boolean {
  const [section, , part] = path;
  const last = path.at(-1);
  const isRoot = path.length === 3 && ((section === "rules" && part === "conditions") || (section === "guardrails" && part === "when"));
  const isShared = section === "conditions" && path.length === 2;
  return isRoot || isShared || last === "not" || (typeof last === "number" && (path.at(-2) === "all" || path.at(-2) === "any"));
}

const TEST = '{ "fact": "$1", "operator": "$2", "value": $3 }';

const TESTS: readonly Completion[] = [
  snippetItem("test", "a fact compared with a value", TEST, "0test"),
  snippetItem("reference", "a shared condition", '{ "condition": "$1" }', "3reference"),
];
const GROUPS: readonly Completion[] = [
  snippetItem("all", "true where every condition in it is", `{\n  "all": [\n    ${TEST}\n  ]\n}`, "1all"),
  snippetItem("any", "true where a condition in it is", `{\n  "any": [\n    ${TEST}\n  ]\n}`, "1any"),
  snippetItem("not", "true where the condition is not", `{ "not": ${TEST} }`, "2not"),
];
const RULES: readonly Completion[] = [
  snippetItem(
    "rule",
    "conditions and what they lead to",
    `{
  "name": "\${1:rule-name}",
  "priority": \${2:100},
  "conditions": {
    "all": [
      { "fact": "$3", "operator": "$4", "value": $5 }
    ]
  },
  "event": { "type": "\${6|hold,refer,freeze|}", "params": { "reason": "$7" } }
}`,
    "0rule",
  ),
];
const GUARDRAILS: readonly Completion[] = [
  snippetItem(
    "guardrail on a rise",
    "a rise goes no higher",
    `{ "name": "\${1:guardrail-name}", "applies": "increase", "atMost": \${2:10000}, "reason": "$3" }`,
    "0a",
  ),
  snippetItem(
    "guardrail on a cut",
    "a cut goes no lower",
    `{ "name": "\${1:guardrail-name}", "applies": "decrease", "atLeast": \${2:1000}, "reason": "$3" }`,
    "0b",
  ),
];
const EVENTS: readonly Completion[] = [
  snippetItem("increase", "by a percentage", `{ "type": "increase", "params": { "percent": \${1:10}, "reason": "$2" } }`, "0"),
  snippetItem("decrease", "by a percentage", `{ "type": "decrease", "params": { "percent": \${1:10}, "reason": "$2" } }`, "1"),
  snippetItem("set", "to an amount", `{ "type": "set", "params": { "amount": \${1:1000}, "reason": "$2" } }`, "2"),
  snippetItem("hold", "the limit does not rise", '{ "type": "hold", "params": { "reason": "$1" } }', "3"),
  snippetItem("refer", "a person decides", '{ "type": "refer", "params": { "reason": "$1" } }', "4"),
  snippetItem("freeze", "no new draws", '{ "type": "freeze", "params": { "reason": "$1" } }', "5"),
];
const ENTRIES: Readonly<Record<string, readonly Completion[]>> = {
  facts: [
    snippetItem(
      "fact",
      "a typed input",
      `"\${1:fact_name}": { "type": "\${2|integer,number,money,boolean,string,strings|}", "label": { "en": "$3" } }`,
      "0",
    ),
  ],
  derived: [snippetItem("derived fact", "computed from others", `"\${1:fact_name}": { "expression": "$2" }`, "0")],
  conditions: [
    snippetItem(
      "shared condition",
      "named, for several rules",
      `"\${1:condition-name}": {\n  "all": [\n    { "fact": "$2", "operator": "$3", "value": $4 }\n  ]\n}`,
      "0",
    ),
  ],
  reasons: [snippetItem("reason", "a code and what the borrower is told", `"\${1:CODE-01}": { "en": "$2", "zh": "$3" }`, "0")],
};
