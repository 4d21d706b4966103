/** Attribution is what the definition gives: all sets of changes as documents, each evaluated by json-rules-engine. */
import { describe, expect, it } from "vitest";
import {
  type Attributor,
  comparedChanges,
  createAttributor,
  finishAttribution,
  type ChangeTotals,
  type PackedShares,
} from "#rules/compare";
import { compareInColumns } from "#rules/columns";
import { loadKernels } from "#rules/compile";
import { createEvaluator, DECISIONS, type Outcome, scenarioFor } from "#rules/evaluate";
import { type Facts, type Json, type JsonObject, parsePolicy, toHundredths, type ValidPolicy } from "#rules/policy";
import type { RandomCase } from "./arbitraries.ts";
import { batchOf, policyOf } from "./backends.ts";
import { Chooser } from "./chooser.ts";
import { hybridDocument } from "./hybrid-document.ts";
import { LAW_TIMEOUT, law } from "./law.ts";
import { randomlyRevised, withReaders } from "./random-revision.ts";

const MOST_CHANGES = 7;
const TWELVE_FACTORIAL = 479_001_600n;

interface Pair {
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  readonly changes: readonly string[];
}

const isValid = (document: JsonObject) => parsePolicy(JSON.stringify(document)).ok;

/** A policy and a random revision of it, sometimes under another scenario; null where the revision is invalid or of too many changes. */
function pairOf(one: RandomCase, most = MOST_CHANGES): Pair | null {
  const choose = new Chooser(one.seed ^ 0x3c6ef372);
  const document = choose.chance(50) ? one.document : withReaders(choose, one.document, isValid);
  const parsed = parsePolicy(JSON.stringify(randomlyRevised(choose, document)));
  if (!parsed.ok) return null;
  const baseline = policyOf(JSON.stringify(document));
  const other = one.borrowers[choose.chance(30) ? 1 : 0]?.scenario ?? {};
  const scenario = { baseline: scenarioFor(baseline, one.borrowers[0]?.scenario ?? {}), candidate: scenarioFor(parsed.policy, other) };
  const changes = comparedChanges(baseline, parsed.policy, scenario).changes.map(({ id }) => id);
  return changes.length === 0 || changes.length > most ? null : { baseline, candidate: parsed.policy, scenario, changes };
}

async function attributorOf(pair: Pair, capacity: number): Promise<Attributor> {
  return createAttributor(pair, await loadKernels(), capacity);
}

/** The evaluators of all sets, by set as bits; null where a mixture of both documents is no valid policy. */
function hybridsOf({ baseline, candidate, scenario, changes }: Pair): ReturnType<typeof createEvaluator>[] | null {
  const evaluators = [];
  for (let bits = 0; bits < 2 ** changes.length; bits++) {
    const set = new Set(changes.filter((_, i) => (bits >> i) & 1));
    const document = hybridDocument(baseline.document, candidate.document, set, changes.includes("rule-order"));
    const parsed = parsePolicy(JSON.stringify(document));
    if (!parsed.ok) return null;
    evaluators.push(createEvaluator(parsed.policy, scenarioUnder(scenario, set)));
  }
  return evaluators;
}

/** A fact that one side alone takes from its scenario has that side's value. */
function scenarioUnder({ baseline, candidate }: Pair["scenario"], set: ReadonlySet<string>): Facts {
  return set.has("scenario") ? { ...baseline, ...candidate } : { ...candidate, ...baseline };
}

interface Expected {
  readonly totals: readonly ChangeTotals[];
  readonly outcomes: readonly Outcome[];
}

function expectedOf(outcomes: readonly Outcome[], changes: number): ChangeTotals[] {
  const value = {
    limit: outcomes.map(({ limitAfter }) => BigInt(toHundredths(limitAfter))),
    available: outcomes.map(({ available = 0 }) => BigInt(toHundredths(available))),
  };
  const all = outcomes.length - 1;
  return Array.from({ length: changes }, (_, i): ChangeTotals => {
    const own = 1 << i;
    const both = (pick: (values: readonly bigint[]) => bigint) => ({ limit: pick(value.limit), available: pick(value.available) });
    const flips = new Array<number>(36).fill(0);
    const [from, to] = [outcomes[0], outcomes[own]].map((outcome) => DECISIONS.indexOf((outcome as Outcome).decision));
    if (from !== to) flips[(from as number) * 6 + (to as number)] = 1;
    return {
      touched: differs(outcomes[0], outcomes[own]) || differs(outcomes[all & ~own], outcomes[all]) ? 1 : 0,
      solo: both((v) => (v[own] as bigint) - (v[0] as bigint)),
      last: both((v) => (v[all] as bigint) - (v[all & ~own] as bigint)),
      share: both((v) => shapley(v, changes, own)),
      variance: null,
      flips,
    };
  });
}

/** Over 12!. */
function shapley(values: readonly bigint[], changes: number, own: number): bigint {
  let sum = 0n;
  for (let set = 0; set < values.length; set++) {
    if ((set & own) !== 0) continue;
    const before = set.toString(2).replaceAll("0", "").length;
    sum += factorial(before) * factorial(changes - before - 1) * ((values[set | own] as bigint) - (values[set] as bigint));
  }
  return (sum * TWELVE_FACTORIAL) / factorial(changes);
}

function factorial(n: number): bigint {
  return n < 2 ? 1n : BigInt(n) * factorial(n - 1);
}

function differs(a: Outcome | undefined, b: Outcome | undefined): boolean {
  return a?.limitAfter !== b?.limitAfter || a?.available !== b?.available || a?.decision !== b?.decision;
}

/** What json-rules-engine gives for one borrower under every set; null where a version cannot evaluate it. */
async function bruteForce(evaluators: readonly ReturnType<typeof createEvaluator>[], pair: Pair, facts: Facts): Promise<Expected | null> {
  const sides = [createEvaluator(pair.baseline, pair.scenario.baseline), createEvaluator(pair.candidate, pair.scenario.candidate)];
  const outcomes: Outcome[] = [];
  for (const side of sides) {
    const evaluation = await side.evaluate(facts);
    if (!evaluation.ok) return null;
    outcomes.push(evaluation.outcome);
  }
  const found: Outcome[] = [];
  for (const evaluator of evaluators) {
    const evaluation = await evaluator.evaluate(facts);
    if (!evaluation.ok) throw new Error(`a hybrid cannot evaluate: ${evaluation.errors[0]?.message}`);
    found.push(evaluation.outcome);
  }
  return { totals: expectedOf(found, pair.changes.length), outcomes: [...outcomes, found[0] as Outcome, found.at(-1) as Outcome] };
}

const isIn = (bits: Uint32Array | undefined, row: number) => (((bits?.[row >> 5] ?? 0) >>> (row & 31)) & 1) === 1;

/** Every figure once more, from the rows behind it. */
function recounted({ rows, starts, change, solo, last, flip, touched, pairs }: PackedShares) {
  const none = () => ({ limit: 0n, available: 0n });
  const changes = touched.map(() => ({ touched: 0, solo: none(), last: none(), flips: new Array<number>(36).fill(0) }));
  for (let row = 0; row < rows; row++)
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at++) {
      const place = change[at] as number;
      const one = changes[place] as (typeof changes)[number];
      const cell = flip[at] as number;
      one.touched += Number(isIn(touched[place], row));
      if (cell % 7 !== 0) one.flips[cell] = (one.flips[cell] as number) + 1;
      for (const measure of ["limit", "available"] as const) {
        one.solo[measure] += BigInt(solo[measure][at] as number);
        one.last[measure] += BigInt(last[measure][at] as number);
      }
    }
  const sums = new Map<string, ReturnType<typeof none>>();
  pairs.row.forEach((_, at) => {
    const key = [pairs.first[at], pairs.second[at]].join();
    const sum = sums.get(key) ?? none();
    for (const measure of ["limit", "available"] as const) sum[measure] += BigInt(pairs[measure][at] as number);
    sums.set(key, sum);
  });
  const bothTouch = (a: number, b: number) =>
    Array.from({ length: rows }, (_, row) => row).filter((row) => isIn(touched[a], row) && isIn(touched[b], row)).length;
  const found = new Map<string, { borrowers: number; limit: bigint; available: bigint }>();
  for (let a = 0; a < touched.length; a++)
    for (let b = a + 1; b < touched.length; b++) {
      const [key, borrowers] = [[a, b].join(), bothTouch(a, b)];
      if (borrowers > 0 || sums.has(key)) found.set(key, { borrowers, ...(sums.get(key) ?? none()) });
    }
  return { changes, pairs: found };
}

const hundredths = (money: number) => toHundredths(money);
const sumOf = (money: readonly number[]) => money.reduce((sum, one) => sum + hundredths(one), 0);

/** The same policy with every rule named otherwise, and facts, definitions and guardrails listed backwards. */
function relisted({ document }: ValidPolicy): ValidPolicy {
  const backwards = (section: Json | undefined) => Object.fromEntries(Object.entries((section ?? {}) as JsonObject).reverse());
  const rules = (document.rules as readonly JsonObject[]).map((rule) => ({ ...rule, name: `z-${rule.name as string}` }));
  const { facts, derived, conditions } = document;
  const lists = { facts: backwards(facts), derived: backwards(derived), conditions: backwards(conditions) };
  return policyOf(JSON.stringify({ ...document, ...lists, rules }));
}

describe("attribution", () => {
  it("equals brute force over all sets of changes by json-rules-engine", { timeout: LAW_TIMEOUT }, async () => {
    let checked = 0;
    await law(180, 51, async (one) => {
      const pair = pairOf(one);
      const evaluators = pair === null ? null : hybridsOf(pair);
      if (pair === null || evaluators === null) return;
      const attributor = await attributorOf(pair, 1);
      expect(attributor.changes).toEqual(pair.changes);
      for (const { facts } of one.borrowers) {
        const expected = await bruteForce(evaluators, pair, facts);
        const { totals } = await attributor.attribute(batchOf([facts]));
        if (expected === null) expect(totals.changes.every(({ touched }) => touched === 0)).toBe(true);
        else {
          const [baseline, candidate, none, all] = expected.outcomes;
          expect([differs(none, baseline), differs(all, candidate)]).toEqual([false, false]);
          expect(Object.fromEntries(totals.changes.map((change, i) => [pair.changes[i], change]))).toEqual(
            Object.fromEntries(expected.totals.map((change, i) => [pair.changes[i], change])),
          );
          checked++;
        }
      }
    });
    expect(checked).toBeGreaterThan(300);
  });

  it("divides every borrower's shift, and the whole, to the hundredth; batches merged are the whole", { timeout: LAW_TIMEOUT }, () =>
    law(
      60,
      52,
      async (one) => {
        const pair = pairOf(one, 40);
        if (pair === null) return;
        const borrowers = one.borrowers.map(({ facts }, i) => ({ name: `b${i}`, facts }));
        const { attribution = [], interactions, summary, ...compared } = await compareInColumns({ ...pair, borrowers, all: true });
        for (const { baseline, candidate, shares = {}, availableShares = {} } of compared.borrowers) {
          expect(sumOf(Object.values(shares))).toBe(hundredths(candidate.limitAfter) - hundredths(baseline.limitAfter));
          expect(sumOf(Object.values(availableShares))).toBe(hundredths(candidate.available ?? 0) - hundredths(baseline.available ?? 0));
        }
        const shift = (measure: "limit" | "available") => hundredths(summary.candidate[measure]) - hundredths(summary.baseline[measure]);
        expect(sumOf(attribution.map(({ limit }) => limit.share))).toBe(shift("limit"));
        expect(sumOf(attribution.map(({ available }) => available.share))).toBe(shift("available"));

        const attributor = await attributorOf(pair, borrowers.length);
        const batch = batchOf(borrowers.map(({ facts }) => facts));
        const whole = await attributor.attribute(batch);
        expect(await attributor.totals(batch)).toEqual(whole.totals);
        expect(recounted(whole.shares)).toEqual({
          changes: whole.totals.changes.map(({ touched, solo, last, flips }) => ({ touched, solo, last, flips })),
          pairs: new Map(whole.totals.interactions.map(({ pair: places, ...sums }) => [places.join(), sums])),
        });
        const parts = [];
        for (const [from, to] of [
          [0, 7],
          [7, 8],
          [8, 40],
        ])
          parts.push((await attributor.attribute(batchOf(borrowers.slice(from, to).map(({ facts }) => facts)))).totals);
        expect(finishAttribution(pair.changes, parts.toReversed())).toEqual({ attribution, interactions });
      },
      40,
    ),
  );

  it("is the same whatever rules are called and in which order definitions are listed", { timeout: LAW_TIMEOUT }, () =>
    law(
      60,
      53,
      async (one) => {
        const pair = pairOf(one, 12);
        if (pair === null) return;
        const [baseline, candidate] = [relisted(pair.baseline), relisted(pair.candidate)];
        const batch = batchOf(one.borrowers.map(({ facts }) => facts));
        const [plain, other] = [await attributorOf(pair, batch.rows), await attributorOf({ ...pair, baseline, candidate }, batch.rows)];
        const byId = async (attributor: Attributor, rename: (id: string) => string) => {
          const { totals } = await attributor.attribute(batch);
          return new Map(totals.changes.map((change, i) => [rename(attributor.changes[i] as string), change]));
        };
        expect(await byId(other, (id) => id)).toEqual(await byId(plain, (id) => id.replace(/^rule:/, "rule:z-")));
      },
      20,
    ),
  );
});
