import { describe, expect, test } from "vitest";
import { type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";
import { changesBetween } from "./changes.ts";

// biome-ignore lint/suspicious/noExplicitAny: a document under edit is any JSON
type Editable = Record<string, any>;

function policyWith(edit: (document: Editable) => void): ValidPolicy {
  const document: Editable = {
    format: "limit-policy/1",
    name: "small",
    currency: "CNY",
    limit: { fact: "limit_now", step: 100 },
    strategy: "strictest",
    facts: {
      limit_now: { type: "money", min: 0 },
      score: { type: "integer", nullable: true, label: { en: "Score" } },
      days_late: { type: "integer", unit: "day", label: { en: "Days late, now" } },
    },
    derived: { half: { expression: "limit_now / 2" } },
    conditions: { late: { all: [{ fact: "days_late", operator: "greaterThan", value: 0 }] } },
    rules: [
      {
        name: "low",
        priority: 5,
        conditions: { all: [{ fact: "score", operator: "lessThan", value: 500 }] },
        event: { type: "decrease", params: { percent: 10, reason: "S" } },
      },
      { name: "late", priority: 5, conditions: { any: [{ condition: "late" }] }, event: { type: "freeze", params: { reason: "L" } } },
      {
        name: "good",
        priority: 1,
        conditions: { all: [{ fact: "score", operator: "greaterThan", value: 700 }] },
        event: { type: "increase", params: { percent: 10, reason: "G" } },
      },
    ],
    guardrails: [
      { name: "top", applies: "increase", atMost: 5000, reason: "T" },
      { name: "floor", applies: "decrease", atLeast: 100, reason: "T" },
    ],
    reasons: { S: { en: "Low score." }, L: { en: "Late." }, G: { en: "Good." }, T: { en: "Bound." } },
  };
  edit(document);
  const result = parsePolicy(JSON.stringify(document));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.policy;
}

const base = policyWith(() => {});
const changed = (edit: (document: Editable) => void) => changesBetween(base, policyWith(edit));
const sentences = (edit: (document: Editable) => void) => changed(edit).changes.map((c) => [c.id, c.kind, ...c.edits.map((e) => e.text)]);

describe("changes between two versions", () => {
  test("equal documents have none, whatever their order of keys and white space", () => {
    const reordered = policyWith((d) => {
      d.rules = d.rules.map((rule: JsonObject) => Object.fromEntries(Object.entries(rule).reverse()));
    });
    expect(changesBetween(base, reordered)).toEqual({ changes: [], wording: [] });
  });

  test("a threshold, its operator and an added test read as sentences", () => {
    expect(sentences((d) => Object.assign(d.rules[0].conditions.all[0], { value: 550 }))).toEqual([
      ["rule:low", "changed", "score below 500 → 550"],
    ]);
    expect(sentences((d) => Object.assign(d.rules[0].conditions.all[0], { operator: "lessThanInclusive" }))).toEqual([
      ["rule:low", "changed", "score below 500 → score at most 500"],
    ]);
    expect(sentences((d) => d.rules[0].conditions.all.push({ fact: "days_late", operator: "equal", value: 0 }))).toEqual([
      ["rule:low", "changed", "and days late (now) is 0 days"],
    ]);
  });

  test("a test inserted in front does not make its neighbours look edited", () => {
    const [change] = changed((d) => d.rules[0].conditions.all.unshift({ fact: "days_late", operator: "equal", value: 0 })).changes;
    expect(change?.edits.map((e) => e.path)).toEqual(["/rules/0/conditions/all/0"]);
  });

  test("event, priority and switch are edits of the rule", () => {
    expect(
      sentences((d) => {
        d.rules[0].event.params.percent = 20;
        d.rules[0].enabled = false;
        d.rules[2].priority = 9;
      }),
    ).toEqual([
      ["rule:low", "changed", "cut 10 % → 20 %", "switched off"],
      ["rule:good", "changed", "priority 1 → 9"],
    ]);
  });

  test("an added rule stands at its place, a removed one at its old place", () => {
    const ids = changed((d) => {
      d.rules.splice(1, 1);
      d.rules.push({
        name: "new",
        conditions: { all: [{ fact: "score", operator: "equal", value: null }] },
        event: { type: "refer", params: { reason: "S" } },
      });
    }).changes.map((c) => [c.id, c.kind]);
    expect(ids).toEqual([
      ["rule:late", "removed"],
      ["rule:new", "added"],
    ]);
  });

  test("a renamed rule is wording, not a removal and an addition", () => {
    const { changes, wording } = changed((d) => {
      d.rules[0].name = "low-score";
    });
    expect(changes).toEqual([]);
    expect(wording.map((c) => [c.id, c.edits[0]?.text])).toEqual([["rule:low-score", "renamed from low"]]);
  });

  test("order counts among rules of equal priority only, and among guardrails", () => {
    expect(sentences((d) => d.rules.splice(0, 2, d.rules[1], d.rules[0]))).toEqual([
      ["rule-order", "reordered", "order of rules: low, late, good → late, low, good"],
    ]);
    expect(sentences((d) => d.rules.reverse()).map(([id]) => id)).toEqual(["rule-order"]);
    expect(sentences((d) => d.rules.splice(1, 2, d.rules[2], d.rules[1]))).toEqual([]);
    expect(sentences((d) => d.guardrails.reverse()).map(([id]) => id)).toEqual(["guardrail-order"]);
  });

  test("limit, strategy, definitions and fact declarations that change evaluation are changes of their own", () => {
    expect(
      sentences((d) => {
        d.limit.step = 50;
        d.limit.minChange = { amount: 200 };
        d.strategy = "first";
        d.facts.score.max = 900;
        d.derived.half.expression = "limit_now / 3";
        d.conditions.late.all[0].value = 5;
        d.guardrails[0].atMost = { fact: "half" };
      }).map(([id, kind]) => [id, kind]),
    ).toEqual([
      ["limit:step", "changed"],
      ["limit:minChange", "changed"],
      ["strategy", "changed"],
      ["fact:score", "changed"],
      ["derived:half", "changed"],
      ["condition:late", "changed"],
      ["guardrail:top", "changed"],
    ]);
  });

  test("changes stand in the order of the candidate document", () => {
    const { changes } = changed((d) => {
      const { rules, limit, ...rest } = d;
      for (const key of Object.keys(d)) delete d[key];
      Object.assign(d, rest, { rules, limit });
      d.rules[0].event.params.percent = 20;
      d.limit.step = 50;
      d.guardrails[0].atMost = 6000;
    });
    expect(changes.map((c) => c.id)).toEqual(["guardrail:top", "rule:low", "limit:step"]);
  });

  test("a derived fact that becomes a fact of the same name is a change", () => {
    const { changes } = changed((d) => {
      d.derived = {};
      d.facts.half = { type: "number" };
    });
    expect(changes.map((c) => [c.id, c.kind])).toEqual([
      ["fact:half", "added"],
      ["derived:half", "removed"],
    ]);
  });

  test("titles, labels, reason texts and definitions that nothing reads are wording", () => {
    const { changes, wording } = changed((d) => {
      d.title = "Small";
      d.facts.score.label = { en: "Behaviour score" };
      d.facts.spare = { type: "boolean" };
      d.derived.third = { expression: "limit_now / 3" };
      d.reasons.S.zh = "评分低。";
      d.rules[0].description = "why";
    });
    expect(changes).toEqual([]);
    expect(wording.map((c) => c.id)).toEqual(["fact:score", "fact:spare", "derived:third", "rule:low", "reason:S", "policy"]);
  });
});

test("a fact may be called as what every object inherits, on one side alone", () => {
  const { changes, wording } = changed((d) => {
    d.facts.toString = { type: "number", nullable: true };
  });
  expect([changes, wording.map(({ id, kind }) => `${kind} ${id}`)]).toEqual([[], ["added fact:toString"]]);
});
