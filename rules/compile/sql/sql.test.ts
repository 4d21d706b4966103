/** Every dialect, executed and held against the referee: all conformance cases, then random policies with random borrowers. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile, compileSql, type RowOutcome, readRow, type ValueType } from "#rules/compile";
import { documentOf, FUZZ, policyOf, type RandomCase, randomCase, TOPICS } from "#rules/conformance";
import { createEvaluator, type TracedEvaluation } from "#rules/evaluate";
import { type Facts, type FactType, fromHundredths, type Json, type JsonObject, type ValidPolicy } from "#rules/policy";
import { loadTable, SQL_ENGINES, type SqlEngine, type SqlEngineKind, type TestColumn } from "../../../backtest/testing/sql-engines.ts";

const TYPES: Readonly<Record<FactType, ValueType>> = {
  number: "number",
  integer: "number",
  money: "number",
  boolean: "boolean",
  string: "text",
  strings: "texts",
};

/** Borrowers as a table has them: every column for every borrower, null where nothing is given. */
interface Table {
  readonly columns: readonly TestColumn[];
  readonly rows: readonly Facts[];
}

const fits: Readonly<Record<ValueType, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

/** The borrowers whose values fit the columns' types; the columns are the declared facts that any of them gives. */
function tableOf(policies: readonly ValidPolicy[], borrowers: readonly Facts[], without: readonly string[] = []): Table {
  const types = new Map(policies.flatMap(({ facts }) => [...facts.values()].map((fact) => [fact.name, TYPES[fact.type]] as const)));
  const given = new Set(borrowers.flatMap((facts) => Object.keys(facts)));
  const names = [...types.keys()].filter((name) => given.has(name) && !without.includes(name));
  const typed = borrowers.filter((facts) =>
    names.every((name) => (facts[name] ?? null) === null || fits[types.get(name) as ValueType](facts[name])),
  );
  const rows = typed.map((facts) => Object.fromEntries(names.map((name) => [name, facts[name] ?? null])));
  const columns = names.map((name) => ({ name, type: types.get(name) as ValueType, values: rows.map((row) => row[name] ?? null) }));
  return { columns, rows };
}

interface Version {
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
}

/** Compares all rows of a table under all versions; throws at the first difference. Gives how many rows agreed on an outcome. */
async function check(engine: SqlEngine, versions: readonly Version[], table: Table, about: string): Promise<number> {
  if (table.rows.length === 0) return 0;
  const ids = table.rows.map((_, i) => `b${i}`);
  const columns = await loadTable(engine, "borrowers", ids, table.columns);
  const program = compile(versions);
  const { sql, outputs } = compileSql(program, engine.dialect, { source: "borrowers", columns, id: "id" });
  const found = new Map((await engine.run(sql).catch(told(about, sql))).map((row) => [row[outputs.id], readRow(program, outputs, row)]));
  let outcomes = 0;
  for (const [v, { policy, scenario }] of versions.entries()) {
    const evaluator = createEvaluator(policy, scenario);
    for (const [i, facts] of table.rows.entries()) {
      const evaluation = await evaluator.trace(facts);
      const got = found.get(ids[i])?.[v];
      if (got && "code" in got && got.code === "too-large")
        expect(largest(evaluation), about).toBeGreaterThan(engine.dialect.hasWide ? 1e26 : 1e14);
      else expect(got && normal(got), `${about}, version ${v}, borrower ${JSON.stringify(facts)}`).toEqual(expected(evaluation));
      if (evaluation.ok) outcomes++;
    }
  }
  return outcomes;
}

const told = (about: string, sql: string) => (error: Error) => {
  throw new Error(`${about}: ${error.message.slice(0, 1500)}\n${sql.slice(0, 3000)}`);
};

function largest(evaluation: TracedEvaluation): number {
  return evaluation.ok ? Math.max(0, ...evaluation.trace.steps.map(({ after }) => Math.abs(after))) : 0;
}

function expected(evaluation: TracedEvaluation) {
  if (!evaluation.ok) return { code: evaluation.errors[0]?.code, fact: evaluation.errors[0]?.fact };
  const { limitBefore: _, ...outcome } = evaluation.outcome;
  return outcome;
}

function normal(got: RowOutcome | { readonly code: string; readonly fact: string }) {
  if ("code" in got) return got;
  const { limit, available, ...rest } = got;
  return {
    ...rest,
    limitAfter: fromHundredths(Number(limit)),
    ...(available === null ? {} : { available: fromHundredths(Number(available)) }),
  };
}

/** Cases that share a document, a scenario and the facts given go into one statement. */
function conformanceBatches() {
  const batches = new Map<string, { text: string; scenario: Facts; borrowers: Facts[]; notes: string[] }>();
  for (const { name, cases } of TOPICS)
    for (const one of cases) {
      const [text, scenario] = [JSON.stringify(documentOf(one)), one.scenario ?? {}];
      const key = JSON.stringify([text, scenario, Object.keys(one.facts).sort()]);
      const batch = batches.get(key) ?? { text, scenario, borrowers: [], notes: [] };
      batch.borrowers.push(one.facts);
      batch.notes.push(`${name}: ${one.note}`);
      batches.set(key, batch);
    }
  return [...batches.values()];
}

/** A case with its first scenario for all borrowers, and, for some seeds, a column left out of the table. */
function randomTable(one: RandomCase, policies: readonly ValidPolicy[]): Table {
  const names = policies.flatMap(({ facts }) => [...facts.keys()]);
  const without = one.seed % 5 === 0 ? [names[one.seed % names.length] as string] : [];
  return tableOf(
    policies,
    one.borrowers.map(({ facts }) => facts),
    without,
  );
}

const SIZES = [0, 2, 4, 6, 8, 10, 12];
const BORROWERS = 60;

/** The i-th random case; every tenth has more than 64 rules. */
function caseAt(i: number): RandomCase {
  const first = 7_000 + i * 7919 + (FUZZ === 1 ? 0 : 1);
  if (i % 10 !== 9) return randomCase(first, SIZES[i % SIZES.length] as number, BORROWERS);
  for (let seed = first; ; seed++) {
    const { document } = randomCase(seed, 6, 0);
    if ((document.rules as readonly Json[]).length > 64) return randomCase(seed, 6, BORROWERS);
  }
}

interface Share {
  /** Random policies. */
  readonly cases: number;
  /** One in how many statements of the conformance cases. */
  readonly oneIn: number;
  /** Whether policies with more than 64 rules are among them. */
  readonly many: boolean;
}

/** The server of 2018 plans a statement for seconds (its time grows with the cube of the stages), so it gets a sample. */
const SHARES: Readonly<Record<string, Share>> = {
  DuckDB: { cases: 60, oneIn: 1, many: true },
  PostgreSQL: { cases: 80, oneIn: 1, many: true },
  PGlite: { cases: 20, oneIn: 1, many: true },
  ClickHouse: { cases: 20, oneIn: 1, many: true },
  "ClickHouse 18.16": { cases: 10, oneIn: 6, many: true },
};

function suite({ name, start, missing }: SqlEngineKind) {
  if (missing !== null && process.env.CI === "true" && name !== "PGlite")
    it("is there in CI", () => {
      throw new Error(missing);
    });
  describe.skipIf(missing !== null)(missing === null ? "executed" : missing, () => {
    let engine: SqlEngine;
    const { cases, oneIn, many } = SHARES[name] as Share;
    beforeAll(async () => {
      engine = await start();
    });
    afterAll(() => engine?.stop());

    it("passes the conformance cases", { timeout: 300_000 }, async () => {
      let outcomes = 0;
      for (const { text, scenario, borrowers, notes } of conformanceBatches().filter((_, i) => i % oneIn === 0)) {
        const policy = policyOf(text);
        outcomes += await check(engine, [{ policy, scenario }], tableOf([policy], borrowers), notes.join(" | "));
      }
      expect(outcomes).toBeGreaterThan(200 / oneIn);
    });

    it("is exact beyond 64 bits, and refuses what no integer here can hold", { timeout: 120_000 }, async () => {
      const borrowers = [0, 0.01, 1050.37, 1e12].map((limit) => ({ current_limit: limit }));
      for (const rises of [6, 24]) {
        const policy = policyOf(JSON.stringify(risingPolicy(rises)));
        await check(engine, [{ policy, scenario: {} }], tableOf([policy], borrowers), `${rises} rises of 1000 %`);
      }
    });

    it("decides as the referee does on random policies, alone and in pairs", { timeout: 600_000 * FUZZ }, async () => {
      let outcomes = 0;
      let manyRules = 0;
      for (let i = 0; i < cases * FUZZ; i++) {
        const one = caseAt(i);
        const policy = policyOf(one.text);
        if (policy.ranked.length > 64) manyRules++;
        const scenario = one.borrowers[0]?.scenario ?? {};
        const versions = [{ policy, scenario }, ...(i % 2 === 0 ? [{ policy: candidateOf(one), scenario }] : [])];
        const table = randomTable(
          one,
          versions.map((version) => version.policy),
        );
        outcomes += await check(engine, versions, table, `randomCase(${one.seed}, ${one.size}, ${BORROWERS}) on ${name}`);
      }
      expect(outcomes).toBeGreaterThan(cases * 10);
      expect(manyRules > 0).toBe(many);
    });
  });
}

/** Every rule multiplies the limit by eleven; the last one takes a third. */
function risingPolicy(rises: number): JsonObject {
  const conditions = { all: [{ fact: "current_limit", operator: "greaterThanInclusive", value: 0 }] };
  const rise = (i: number) => ({ name: `rise-${i}`, conditions, event: { type: "increase", params: { percent: 1000, reason: "UP" } } });
  const cut = { name: "cut", conditions, event: { type: "decrease", params: { percent: 33.33, reason: "DOWN" } } };
  return {
    format: "limit-policy/1",
    name: "rising",
    currency: "CNY",
    limit: { fact: "current_limit", step: 0.01 },
    strategy: "sequential",
    facts: { current_limit: { type: "money", min: 0 } },
    rules: [...Array.from({ length: rises }, (_, i) => rise(i)), cut],
    reasons: { UP: { en: "Up" }, DOWN: { en: "Down" } },
  };
}

/** The same policy with another strategy, a coarser step and its rules in the opposite order. */
function candidateOf({ document }: RandomCase): ValidPolicy {
  const strategies = ["sequential", "first", "strictest"];
  const strategy = strategies[(strategies.indexOf(document.strategy as string) + 1) % 3];
  const limit = { ...(document.limit as object), step: 50 };
  return policyOf(JSON.stringify({ ...document, strategy, limit, rules: [...(document.rules as unknown[])].reverse() }));
}

describe.each(SQL_ENGINES.map((kind) => [kind.name, kind] as const))("%s", (_, kind) => suite(kind));
