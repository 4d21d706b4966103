/** A random revision of a policy document: some edits at once, of every subject that a comparison attributes shifts to. The result may be invalid. */
import type { Json, JsonObject } from "#rules/policy";
import type { Chooser } from "./chooser.ts";
import type { Draft } from "./hybrid-document.ts";
import { randomlyEdited } from "./random-edit.ts";

type Edit = (choose: Chooser, document: Draft) => void;

const EDITS: readonly Edit[] = [
  (choose, document) => {
    const [name, derived] = choose.pick(entries(document, "derived"));
    const before = String(derived.expression);
    const expression = choose.pick([
      `(${before}) * 2`,
      `(${before}) + 100`,
      `not(${before})`,
      `if ${before} = null then null else ${before}`,
    ]);
    section(document, "derived")[name] = { ...derived, expression };
  },
  (choose, document) => {
    const [name, derived] = choose.pick(entries(document, "derived"));
    const { default: before, ...rest } = derived;
    section(document, "derived")[name] = before === undefined ? { ...rest, default: choose.pick<Json>([0, 100, true, "a"]) } : rest;
  },
  (choose, document) => {
    const [name, condition] = choose.pick(entries(document, "conditions"));
    section(document, "conditions")[name] = { not: condition };
  },
  (choose, document) => {
    const rule = choose.pick(document.rules as Draft[]);
    const kind = choose.pick(["increase", "decrease", "set"]);
    rule.event = { type: kind, params: { amount: choose.pick([0, 50, 99.99, 500, 2000]), reason: "R1" } };
  },
  (choose, document) => {
    const rule = choose.pick(document.rules as Draft[]);
    rule.priority = choose.pick([1, 2, 3, 10, 900]);
  },
  (choose, document) => {
    const rule = choose.pick(document.rules as Draft[]);
    rule.conditions = { not: rule.conditions as Json };
  },
  (choose, document) => {
    document.rules = choose.shuffle(document.rules as Draft[]);
  },
  (choose, document) => {
    const rules = document.rules as Draft[];
    const rule = choose.pick(rules);
    rules.splice(choose.int(0, rules.length), 0, { ...rule, name: `x-added-${choose.int(0, 99)}`, priority: choose.pick([1, 2, 3]) });
  },
  (choose, document) => {
    const guardrail = choose.pick(document.guardrails as Draft[]);
    const key = guardrail.applies === "increase" ? "atMost" : "atLeast";
    guardrail[key] = choose.pick([0, 100, 1000, 5000]);
  },
  (choose, document) => {
    const applies = choose.pick(["increase", "decrease"]);
    const bound = choose.pick([0, 100, 1000, 5000]);
    const added = { name: "x-added", applies, [applies === "increase" ? "atMost" : "atLeast"]: bound, reason: "R1" };
    document.guardrails = [added, ...((document.guardrails ?? []) as Draft[])];
  },
  (choose, document) => {
    section(document, "limit").step = choose.pick([0.01, 1, 50, 100]);
  },
  (_, document) => {
    const { balance, ...limit } = section(document, "limit");
    document.limit = balance === undefined ? { ...limit, balance: "balance" } : limit;
  },
  (choose, document) => {
    const [name, fact] = choose.pick(entries(document, "facts").filter(([, { type }]) => type !== "money"));
    const { scope, ...rest } = fact;
    section(document, "facts")[name] = scope === "scenario" ? { ...rest, nullable: true } : { ...rest, scope: "scenario" };
  },
];

function section(document: Draft, key: string): Draft {
  return (document[key] ?? {}) as Draft;
}

function entries(document: Draft, key: string): [string, Draft][] {
  return Object.entries(section(document, key)) as [string, Draft][];
}

/** One to five edits; those that find nothing to edit are left out. */
export function randomlyRevised(choose: Chooser, document: JsonObject): JsonObject {
  let revised = JSON.parse(JSON.stringify(document)) as Draft;
  const edits = choose.many(1, 5, () => choose.pick([...EDITS, null, null]));
  for (const edit of edits) {
    const next = JSON.parse(JSON.stringify(revised)) as Draft;
    try {
      if (edit === null) revised = JSON.parse(JSON.stringify(randomlyEdited(choose, revised as JsonObject))) as Draft;
      else {
        edit(choose, next);
        revised = next;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return revised as JsonObject;
}
