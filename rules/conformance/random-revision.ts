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
    const [name, fact] = choose.pick(entries(document, "facts").filter(([, { scope }]) => scope === "scenario"));
    const { scope: _, ...rest } = fact;
    section(document, "facts")[name] = { ...rest, nullable: true };
  },
  (choose, document) => {
    document.strategy = choose.pick(["sequential", "first", "strictest"]);
  },
  (choose, document) => {
    const [name, { type }] = choose.pick(entries(document, "facts").filter(([key]) => key !== "current_limit" && key !== "balance"));
    const { [name]: _, ...facts } = section(document, "facts");
    const expression = type === "boolean" ? "true" : type === "string" ? '"a"' : "500";
    document.facts = facts;
    document.derived = { ...section(document, "derived"), [name]: { expression } };
  },
  (choose, document) => {
    const [name] = choose.pick(entries(document, "derived"));
    const { [name]: _, ...derived } = section(document, "derived");
    document.derived = derived;
    document.facts = { ...section(document, "facts"), [name]: { type: choose.pick(["number", "boolean", "string"]), nullable: true } };
  },
];

function section(document: Draft, key: string): Draft {
  return (document[key] ?? {}) as Draft;
}

function entries(document: Draft, key: string): [string, Draft][] {
  return Object.entries(section(document, key)) as [string, Draft][];
}

/** Tests that a derived fact of some type can be put to. */
const READINGS: readonly Draft[] = [
  { operator: "greaterThan", value: 0 },
  { operator: "equal", value: true },
  { operator: "notEqual", value: "a" },
];

/** The document with rules that read its derived facts and shared conditions, so that a changed definition shows. `isValid` tells whether a document is. */
export function withReaders(choose: Chooser, document: JsonObject, isValid: (document: JsonObject) => boolean): JsonObject {
  let read = document;
  const add = (conditions: Json, amount: Json): boolean => {
    const event = { type: choose.pick(["increase", "decrease", "set"]), params: { amount, reason: "R1" } };
    const rule = { name: `x-reader-${(read.rules as Json[]).length}`, priority: choose.pick([1, 2, 900]), conditions, event };
    const next = { ...read, rules: [...(read.rules as Json[]), rule] } as JsonObject;
    if (!isValid(next)) return false;
    read = next;
    return true;
  };
  for (const [fact] of entries(document as Draft, "derived")) {
    READINGS.some((test) => add({ all: [{ fact, ...test }] }, choose.pick([100, 750])));
    add({ all: [{ fact: "current_limit", operator: "greaterThan", value: 0 }] }, { fact });
  }
  for (const [condition] of entries(document as Draft, "conditions")) add({ condition }, choose.pick([100, 750]));
  return read;
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
