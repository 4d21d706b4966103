import fc from "fast-check";
import { Engine } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import { type ConditionTrace, createEvaluator, type Outcome, type TracedEvaluation } from "#rules/evaluate";
import { type FactValue, type Json, type JsonObject, locate, parsePolicy } from "#rules/policy";
import type { RandomCase } from "./arbitraries.ts";
import { BACKENDS, policyOf } from "./backends.ts";
import { Chooser } from "./chooser.ts";
import { FUZZ, LAW_TIMEOUT, law } from "./law.ts";
import { MUTATIONS, mutate } from "./malformed.ts";
import { derive, firedRules, holds, outcomeOf, readFacts, rightSide, testHolds } from "./model.ts";
import { keepingOrderWithinPriority } from "./random-edit.ts";

/** Every valid borrower of a case with its facts, derived ones included, as the model reads them. */
function validBorrowers(one: RandomCase) {
  return one.borrowers.flatMap((borrower) => {
    const { values, errors } = readFacts(one.document, borrower.scenario, borrower.facts);
    if (errors.length > 0) return [];
    derive(one, values);
    return [{ ...borrower, values }];
  });
}

const outcomeFor = async (one: RandomCase, { scenario, facts }: RandomCase["borrowers"][number], document: Json = one.document) => {
  const evaluation = await createEvaluator(policyOf(JSON.stringify(document)), scenario).evaluate(facts);
  if (!evaluation.ok) throw new Error(JSON.stringify(evaluation.errors));
  return evaluation.outcome;
};

describe("random policies", () => {
  it("are valid", { timeout: LAW_TIMEOUT }, () =>
    law(
      400,
      1,
      (one) => {
        const parsed = parsePolicy(one.text);
        expect(parsed.ok ? [] : parsed.problems).toEqual([]);
      },
      0,
    ),
  );

  it("are varied: every decision, strategy, operator and event, guardrails that bind, more than 64 rules", async () => {
    const seen = new Set<string>();
    await law(700, 2, (one) => {
      if ((one.document.rules as Json[]).length > 64) seen.add("many rules");
      for (const word of one.text.match(/"(operator|strategy|type)":"\w+"/g) ?? []) seen.add(word);
      for (const { values } of validBorrowers(one)) {
        const outcome = outcomeOf(one.document, values);
        seen.add(outcome.decision);
        if (outcome.bound.length > 0) seen.add("bound");
        if (outcome.reasons.length === 4) seen.add("four reasons");
      }
      if (one.borrowers.length > validBorrowers(one).length) seen.add("errors");
    });
    expect(
      ["many rules", "bound", "four reasons", "errors", "freeze", "refer", "decrease", "hold", "maintain", "increase"].filter(
        (word) => !seen.has(word),
      ),
    ).toEqual([]);
    expect([...seen].filter((word) => word.startsWith('"operator"'))).toHaveLength(10);
  });
});

describe("the evaluator and a second reading of the page", () => {
  it("agree on every key of every outcome, and on every borrower error", { timeout: LAW_TIMEOUT }, () =>
    law(
      900,
      3,
      async (one) => {
        const policy = policyOf(one.text);
        for (const { scenario, facts } of one.borrowers) {
          const { values, errors } = readFacts(one.document, scenario, facts);
          const evaluation = await createEvaluator(policy, scenario).evaluate(facts);
          if (!evaluation.ok) {
            expect(evaluation.errors.map(({ code, fact }) => ({ code, fact }))).toEqual(errors);
            continue;
          }
          expect(errors).toEqual([]);
          derive(one, values);
          expect(evaluation.outcome).toStrictEqual(outcomeOf(one.document, values));
        }
      },
      6,
    ),
  );

  it("agree on every fact, condition, rule and step of every trace", { timeout: LAW_TIMEOUT }, () =>
    law(400, 4, async (one) => {
      const policy = policyOf(one.text);
      for (const { scenario, facts, values } of validBorrowers(one)) {
        const traced = await createEvaluator(policy, scenario).trace(facts);
        if (!traced.ok) throw new Error(JSON.stringify(traced.errors));
        checkTrace(one.document, traced, values);
      }
    }),
  );
});

function checkTrace(
  document: JsonObject,
  { outcome, trace }: Extract<TracedEvaluation, { ok: true }>,
  values: ReadonlyMap<string, FactValue>,
): void {
  for (const [name, value] of Object.entries({ ...trace.facts, ...trace.derived })) expect([name, value]).toEqual([name, values.get(name)]);
  const rules = document.rules as unknown as { name: string; conditions: Json; enabled?: boolean }[];
  expect(trace.rules.map(({ name }) => name).sort()).toEqual(rules.map(({ name }) => name).sort());
  for (const traced of trace.rules) {
    const rule = rules.find(({ name }) => name === traced.name) as (typeof rules)[number];
    checkCondition(document, rule.conditions, traced.condition, values);
    expect([traced.name, traced.status]).toEqual([
      rule.name,
      rule.enabled === false ? "disabled" : traced.condition.result ? "fired" : "not-fired",
    ]);
  }
  expect(trace.rules.filter(({ status }) => status === "fired").map(({ name }) => name)).toEqual(outcome.fired);
  expect(trace.rules.filter(({ applied }) => applied).map(({ name }) => name)).toEqual(outcome.applied);
  expect(trace.guardrails.filter(({ status }) => status === "bound").map(({ name }) => name)).toEqual(outcome.bound);
  checkSteps(outcome, trace.steps);
}

function checkSteps(outcome: Outcome, steps: readonly { before: number; after: number }[]): void {
  let running = Math.round(outcome.limitBefore * 100);
  for (const { before, after } of steps) {
    expect(before).toBe(running);
    running = after;
  }
  if (outcome.decision !== "freeze" && outcome.decision !== "refer") expect(running).toBe(Math.round(outcome.limitAfter * 100));
}

function checkCondition(document: JsonObject, condition: Json, traced: ConditionTrace, values: ReadonlyMap<string, FactValue>): void {
  const node = condition as Record<string, Json>;
  expect([condition, traced.result]).toEqual([condition, holds(document, condition, values)]);
  switch (traced.kind) {
    case "all":
    case "any":
      expect(traced.conditions).toHaveLength((node[traced.kind] as Json[]).length);
      for (const [i, child] of traced.conditions.entries())
        checkCondition(document, (node[traced.kind] as Json[])[i] as Json, child, values);
      break;
    case "not":
      checkCondition(document, node.not as Json, traced.condition, values);
      break;
    case "reference":
      expect(traced.name).toBe(node.condition);
      checkCondition(document, (document.conditions as Record<string, Json>)[traced.name] as Json, traced.condition, values);
      break;
    case "test":
      expect([traced.fact, traced.operator]).toEqual([node.fact, node.operator]);
      expect([traced.actual, traced.expected]).toEqual([values.get(traced.fact), rightSide(node.value as Json, values)]);
      expect(traced.result).toBe(testHolds(traced.operator, traced.actual, traced.expected));
      expect(traced.unknown).toBe(traced.actual === null);
  }
}

describe.each(BACKENDS.slice(1).map((backend) => [backend.name, backend] as const))("backend %s", (_, backend) => {
  it("gives what the second reading gives, errors included", { timeout: LAW_TIMEOUT }, () =>
    law(
      250,
      11,
      async (one) => {
        for (const { scenario, facts } of one.borrowers) {
          const { values, errors } = readFacts(one.document, scenario, facts);
          derive(one, values);
          expect(await backend.decide(one.text, scenario, facts)).toStrictEqual(
            errors.length > 0 ? { errors } : { outcome: outcomeOf(one.document, values) },
          );
        }
      },
      3,
    ),
  );
});

describe("json-rules-engine itself, unchanged, on the policy's own rules", () => {
  it("fires the same rules", { timeout: LAW_TIMEOUT }, () =>
    law(
      300,
      5,
      async (one) => {
        const rules = (one.document.rules as unknown as { enabled?: boolean }[]).filter(({ enabled }) => enabled !== false);
        for (const { values } of validBorrowers(one)) {
          const engine = new Engine(structuredClone(rules) as never);
          for (const [name, condition] of Object.entries((one.document.conditions ?? {}) as Record<string, never>))
            engine.setCondition(name, structuredClone(condition));
          const { results } = await engine.run(Object.fromEntries(values));
          const fired = new Set(results.map(({ name }) => name));
          expect(fired).toEqual(new Set(firedRules(one.document, values).map(({ name }) => name)));
        }
      },
      3,
    ),
  );
});

describe("laws of outcomes", () => {
  it("limits, decisions, guardrails, rounding, least change, reasons", { timeout: LAW_TIMEOUT }, () =>
    law(400, 6, async (one) => {
      const limit = one.document.limit as { step: number; minChange?: { amount?: number } };
      const { guardrails: _, ...unguarded } = one.document;
      for (const borrower of validBorrowers(one)) {
        const outcome = await outcomeFor(one, borrower);
        const { limitBefore, limitAfter, decision, reasons } = outcome;
        const [before, after, step] = [limitBefore, limitAfter, limit.step].map((n) => Math.round(n * 100)) as [number, number, number];
        expect(after).toBeGreaterThanOrEqual(0);
        expect(after === before || after % step === 0).toBe(true);
        expect(after === before || Math.abs(after - before) >= Math.round((limit.minChange?.amount ?? 0) * 100)).toBe(true);
        expect(Math.sign(after - before)).toBe({ increase: 1, decrease: -1 }[decision as string] ?? 0);
        expect(reasons.length).toBeLessThanOrEqual(4);
        expect(new Set(reasons).size).toBe(reasons.length);
        expect(reasons.length > 0).toBe(decision !== "maintain");
        expect(outcome.applied.filter((name) => !outcome.fired.includes(name))).toEqual([]);
        if (decision === "freeze" && outcome.available !== undefined) expect(outcome.available).toBe(0);
        const free = await outcomeFor(one, borrower, unguarded);
        if (outcome.bound.length === 0) expect(outcome).toStrictEqual(free);
        const [direction, freely] = [Math.sign(after - before), Math.sign(free.limitAfter - limitBefore)];
        expect(direction === 0 || direction === freely).toBe(true);
        expect(Math.abs(after - before)).toBeLessThanOrEqual(Math.abs(Math.round(free.limitAfter * 100) - before));
      }
    }),
  );

  it("the same input gives the same JSON; the order of facts means nothing", { timeout: LAW_TIMEOUT }, () =>
    law(150, 7, async (one) => {
      const evaluator = createEvaluator(policyOf(one.text), one.borrowers[0]?.scenario ?? {});
      for (const { facts } of one.borrowers) {
        const first = JSON.stringify(await evaluator.evaluate(facts));
        expect(JSON.stringify(await evaluator.evaluate(facts))).toBe(first);
        expect(JSON.stringify(await evaluator.evaluate(Object.fromEntries(Object.entries(facts).reverse())))).toBe(first);
        const traced = await evaluator.trace(facts);
        if (traced.ok) expect(JSON.stringify({ ok: true, outcome: traced.outcome })).toBe(first);
      }
    }),
  );

  it("the order of rules of different priority means nothing", { timeout: LAW_TIMEOUT }, () =>
    law(
      150,
      8,
      async (one) => {
        const permuted = keepingOrderWithinPriority(new Chooser(one.seed), one.document.rules as JsonObject[]);
        for (const borrower of validBorrowers(one)) {
          expect(await outcomeFor(one, borrower, { ...one.document, rules: permuted })).toStrictEqual(await outcomeFor(one, borrower));
        }
      },
      2,
    ),
  );

  it("a rule that cannot fire changes nothing", { timeout: LAW_TIMEOUT }, () =>
    law(
      150,
      9,
      async (one) => {
        const never = {
          name: "never",
          priority: 1000,
          conditions: { all: [{ fact: "current_limit", operator: "lessThan", value: 0 }] },
          event: { type: "freeze", params: { reason: "R1" } },
        };
        for (const borrower of validBorrowers(one)) {
          const rules = [never, ...(one.document.rules as Json[])];
          expect(await outcomeFor(one, borrower, { ...one.document, rules })).toStrictEqual(await outcomeFor(one, borrower));
        }
      },
      2,
    ),
  );
});

describe("numbers beyond all money", () => {
  it.each([1e13, 2 ** 53, 1e100, 1e306, 1.7e308, -1.7e308, 5e-324])("an amount, a set and a bound of %s end in an outcome", async (n) => {
    for (const type of ["increase", "decrease", "set"]) {
      const one = JSON.stringify({
        format: "limit-policy/1",
        name: "huge",
        currency: "CNY",
        limit: { fact: "current_limit", step: 100 },
        strategy: "first",
        facts: { current_limit: { type: "money" }, n: { type: "number" } },
        rules: [
          {
            name: "r",
            conditions: { not: { fact: "n", operator: "equal", value: 0 } },
            event: { type, params: { amount: { fact: "n" }, reason: "R" } },
          },
        ],
        guardrails: [{ name: "g", applies: "increase", atMost: { fact: "n" }, reason: "R" }],
        reasons: { R: { en: "R" } },
      });
      const [first, ...others] = await Promise.all(BACKENDS.map(({ decide }) => decide(one, {}, { current_limit: 1000, n })));
      expect(first && "outcome" in first && Number.isFinite(first.outcome.limitAfter)).toBe(true);
      for (const other of others) expect(other).toStrictEqual(first);
    }
  });
});

describe("places of problems", () => {
  it("locate finds the line and column of every problem that stands at a value", { timeout: LAW_TIMEOUT }, () => {
    const together = MUTATIONS.filter(({ alone }) => !alone);
    fc.assert(
      fc.property(
        fc.subarray(together, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(undefined, 2, "\t"),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
        (mutations, indent, lineEnd, mark) => {
          const text = (mark ? "\uFEFF" : "") + JSON.stringify(mutate(mutations).document, null, indent).replaceAll("\n", lineEnd);
          const parsed = parsePolicy(text);
          const lines = text.replace(/^\uFEFF/, " ").split(/\r\n|\n/);
          for (const { path, line, column, code } of parsed.ok ? [] : parsed.problems) {
            const place = locate(text, path);
            expect(place).not.toBeNull();
            expect(lines[line - 1]?.length ?? -1).toBeGreaterThanOrEqual(column);
            if (AT_KEY.has(code) && !path.endsWith("/name"))
              expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^"${path.split("/").at(-1)}"`));
            else if (place && INSIDE.has(code)) expect([line >= place.line, line <= place.endLine]).toEqual([true, true]);
            else expect([path, place?.line, place?.column]).toEqual([path, line, column]);
          }
        },
      ),
      { numRuns: Math.ceil(200 * FUZZ), seed: 10 },
    );
  });
});

/** Problems of a key stand at the key; problems of an expression inside its text. */
const AT_KEY = new Set(["unknown-key", "unsupported-key", "bad-name", "reserved-name"]);
const INSIDE = new Set([
  "invalid-expression",
  "unsupported-expression",
  "unknown-function",
  "expression-type",
  "unknown-fact",
  "protected-fact",
  "duplicate-name",
  "duplicate-key",
]);
