/** Random edits of a policy document: such as may alter outcomes, and such as are mere wording. The result may be invalid. */
import type { Json, JsonObject } from "#rules/policy";
import type { Chooser } from "./chooser.ts";

type Draft = Record<string, Json>;
type Edit = (choose: Chooser, document: Draft) => void;

const list = (document: Draft, key: string) => (document[key] ?? []) as Draft[];
const entries = (document: Draft, key: string) => Object.entries((document[key] ?? {}) as Draft) as [string, Draft][];
const pickOrNull = <T>(choose: Chooser, items: readonly T[]): T | null => (items.length > 0 ? choose.pick(items) : null);

const copyOf = (draft: Draft) => JSON.parse(JSON.stringify(draft)) as Draft;

/** Every leaf test below a value. */
function testsIn(value: Json | undefined): Draft[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.values(value as Draft).flatMap(testsIn);
  return "operator" in value ? [value as Draft, ...below] : below;
}

const OPPOSITE: Record<string, string> = {
  equal: "notEqual",
  notEqual: "equal",
  in: "notIn",
  notIn: "in",
  contains: "doesNotContain",
  doesNotContain: "contains",
  lessThan: "lessThanInclusive",
  lessThanInclusive: "lessThan",
  greaterThan: "greaterThanInclusive",
  greaterThanInclusive: "greaterThan",
};

const CHANGES: readonly Edit[] = [
  (choose, document) => {
    document.strategy = choose.pick(["sequential", "first", "strictest"]);
  },
  (choose, document) => {
    (document.limit as Draft).step = choose.pick([0.01, 1, 50, 100]);
  },
  (choose, document) => {
    (document.limit as Draft).minChange = choose.pick<Json>([{}, { amount: 100 }, { percent: 5 }]);
  },
  (choose, document) => {
    (document.limit as Draft).reviewDecreasePercent = choose.pick([10, 50]);
  },
  (choose, document) => void list(document, "rules").splice(choose.int(0, 20), 1),
  (choose, document) => swap(choose, list(document, "rules")),
  (choose, document) => swap(choose, list(document, "guardrails")),
  (choose, document) => void list(document, "guardrails").splice(choose.int(0, 4), 1),
  (choose, document) =>
    onRule(choose, document, (rule) => {
      rule.enabled = choose.chance(50);
    }),
  (choose, document) =>
    onRule(choose, document, (rule) => {
      rule.priority = choose.pick([1, 2, 3, 10]);
    }),
  (choose, document) =>
    onRule(choose, document, (rule) => {
      rule.event = { type: choose.pick(["hold", "refer", "freeze"]), params: { reason: "R1" } };
    }),
  (choose, document) =>
    onRule(choose, document, (rule) => {
      ((rule.event as Draft).params as Draft).reason = choose.pick(["R1", "R2", "R3"]);
    }),
  (choose, document) =>
    onRule(choose, document, (rule) => {
      ((rule.event as Draft).params as Draft).review = choose.chance(50);
    }),
  (choose, document) => onRule(choose, document, (rule) => void list(document, "rules").unshift({ ...copyOf(rule), name: "x-copy" })),
  (choose, document) => {
    const test = pickOrNull(choose, testsIn(document));
    if (test) test.operator = OPPOSITE[test.operator as string] as string;
  },
  (choose, document) => {
    const derived = pickOrNull(choose, entries(document, "derived"));
    if (derived)
      derived[1].expression = choose.pick([`${derived[1].expression} `, `if true then ${derived[1].expression} else null`, "null"]);
  },
];

const WORDING: readonly Edit[] = [
  (_, document) => {
    document.title = "Another title";
  },
  (_, document) => {
    document.description = "Another description";
  },
  (_, document) => {
    document["x-note"] = { any: ["thing"] };
  },
  (choose, document) =>
    onRule(choose, document, (rule) => {
      rule.description = "Another description";
    }),
  (choose, document) =>
    onRule(choose, document, (rule) => {
      rule["x-owner"] = "someone";
    }),
  (choose, document) => {
    const fact = pickOrNull(choose, entries(document, "facts"));
    if (fact) fact[1].label = { en: "Another label" };
  },
  (_, document) => {
    document.facts = { ...(document.facts as Draft), unused: { type: "number", nullable: true } };
  },
  (_, document) => {
    document.derived = { ...(document.derived as Draft | undefined), unused_derived: { expression: "1 + 1" } };
  },
  (_, document) => {
    document.conditions = {
      ...(document.conditions as Draft | undefined),
      unused: { not: { fact: "current_limit", operator: "lessThan", value: 1 } },
    };
  },
  (_, document) => {
    document.reasons = { ...(document.reasons as Draft), R1: { en: "Another text", zh: "另一段文字" }, R9: { en: "unused" } };
  },
  (choose, document) => {
    document.rules = keepingOrderWithinPriority(choose, list(document, "rules"));
  },
  (_, document) => {
    document.facts = Object.fromEntries(entries(document, "facts").reverse());
  },
  (_, document) => {
    if (document.derived) document.derived = Object.fromEntries(entries(document, "derived").reverse());
  },
];

function swap(choose: Chooser, items: Draft[]): void {
  if (items.length < 2) return;
  const [i, j] = [choose.int(0, items.length - 1), choose.int(0, items.length - 1)];
  [items[i], items[j]] = [items[j] as Draft, items[i] as Draft];
}

function onRule(choose: Chooser, document: Draft, edit: (rule: Draft) => void): void {
  const rule = pickOrNull(choose, list(document, "rules"));
  if (rule) edit(rule);
}

/** Rules shuffled, those of one priority in their old order: no evaluation can tell. */
export function keepingOrderWithinPriority(choose: Chooser, rules: readonly Draft[]): Draft[] {
  const byPriority = new Map<Json, Draft[]>();
  for (const rule of rules) byPriority.set(rule.priority ?? 1, [...(byPriority.get(rule.priority ?? 1) ?? []), rule]);
  return choose.shuffle(rules.map(({ priority }) => priority ?? 1)).map((priority) => byPriority.get(priority)?.shift() as Draft);
}

function edited(choose: Chooser, document: JsonObject, edits: readonly Edit[], times: number): JsonObject {
  const draft = copyOf(document as Draft);
  for (let i = 0; i < times; i++) choose.pick(edits)(choose, draft);
  return draft;
}

/** The document with up to four edits of any kind; some of them may change nothing. */
export function randomlyEdited(choose: Chooser, document: JsonObject): JsonObject {
  return edited(choose, document, [...CHANGES, ...CHANGES, ...WORDING], choose.int(1, 4));
}

/** The document with edits that cannot alter an outcome. */
export function randomlyReworded(choose: Chooser, document: JsonObject): JsonObject {
  return edited(choose, document, WORDING, choose.int(1, 4));
}
