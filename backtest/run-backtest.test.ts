import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { formatCell, parseBorrowers } from "#rules/borrowers";
import { compare } from "#rules/compare";
import { createEvaluator, type Outcome, readFacts } from "#rules/evaluate";
import { type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";
import { type RandomCase, randomCase } from "../rules/conformance/arbitraries.ts";
import { Chooser } from "../rules/conformance/chooser.ts";
import { randomlyEdited } from "../rules/conformance/random-edit.ts";
import { csvCell } from "./outcome-writer.ts";
import { runBacktest } from "./run-backtest.ts";
import { cardRequest, Folder, sample, sql, V1, V2 } from "./testing/portfolios.ts";
import { type BacktestDone, type BacktestProblem, type BacktestRequest, FILE_ENGINES } from "./types.ts";

const folder = new Folder();
const root = path.resolve(import.meta.dirname, "..");
let parquet = "";

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "cli/limen.mjs"), "--version"]);
  parquet = folder.file("card.parquet");
  await sql(`COPY (SELECT * FROM read_csv('${sample("portfolio.csv")}')) TO '${parquet}' (ROW_GROUP_SIZE 8192)`);
});
afterAll(() => folder.remove());

const policyOf = (text: string): ValidPolicy => {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
};
const inline = { threads: 0 };
const problemOf = (request: BacktestRequest) =>
  runBacktest(request, inline).then(
    () => null,
    (error: BacktestProblem) => ({ code: error.code, message: error.message }),
  );
const csvRows = (file: string) => Papa.parse(readFileSync(file, "utf8").trimEnd(), { delimiter: ",", newline: "\n" }).data;

describe("the card portfolio", () => {
  it("shifts 13,989 of 30,000, and gives what `compare` gives, on every engine that reads files", async () => {
    const borrowers = parseBorrowers(readFileSync(sample("sample-2000.csv"), "utf8"), "csv", policyOf(V1)).entries.flatMap(
      ({ fixture }) => fixture ?? [],
    );
    const request = cardRequest(sample("sample-2000.csv"));
    const expected = await compare({ baseline: policyOf(V1), candidate: policyOf(V2), scenario: request.scenario, borrowers });
    for (const engine of FILE_ENGINES) {
      const { result } = await runBacktest({ ...request, engine }, inline);
      expect(result.summary).toMatchObject(expected.summary);
      expect(result.migration).toEqual(expected.migration);
      expect([result.changes, result.wording]).toEqual([expected.changes, expected.wording]);
      expect([result.attribution, result.interactions]).toEqual([expected.attribution, expected.interactions]);
    }
    const { result } = await runBacktest(cardRequest(parquet, { mapping: { facts: {}, id: null, observed: "observed_default" } }), inline);
    expect(result.summary).toMatchObject({ borrowers: 30_000, errors: 0, shifted: 13_989 });
    expect(result.summary.observed?.all).toEqual({ borrowers: 30_000, mean: 6636 / 30_000 });
    expect(FILE_ENGINES).toContain(result.engine);
  });

  it("leaves nothing where DuckDB spills, also of worker threads", async () => {
    vi.stubEnv("TMPDIR", mkdtempSync(folder.file("spilled-")));
    await runBacktest(cardRequest(sample("sample-2000.csv"), { engine: "duckdb", attribution: false }), { threads: 2 });
    expect(readdirSync(process.env.TMPDIR as string)).toEqual([]);
    vi.unstubAllEnvs();
  });

  it("gives the same bytes with any number of threads and any size of batch", { timeout: 120_000 }, async () => {
    const by = ["behaviour_class", "monthly_income", "utilization", "audit_sex", "fraud_flag"];
    const runs: string[] = [];
    for (const [i, options] of [
      { threads: 0 },
      { threads: 1, batchRows: 4096 },
      { threads: 2, batchRows: 10_000 },
      { threads: 3 },
    ].entries()) {
      const [out, rejected] = [folder.file(`same-${i}.parquet`), folder.file(`same-${i}.csv`)];
      const request = cardRequest(parquet, { by, out, rejected, mapping: { facts: {}, id: null, observed: "observed_default" } });
      const { result, files } = await runBacktest(request, options);
      runs.push(JSON.stringify([result, files.map(({ bytes, sha256 }) => [bytes, sha256])]));
    }
    expect(new Set(runs).size).toBe(1);
  });

  it("divides the shift among the changes, to the hundredth; not where that is left out", async () => {
    const { result } = await runBacktest(cardRequest(parquet), inline);
    const { baseline, candidate } = result.summary;
    for (const measure of ["limit", "available"] as const)
      expect(result.attribution?.reduce((sum, one) => sum + Math.round(one[measure].share * 100), 0)).toBe(
        Math.round(candidate[measure] * 100) - Math.round(baseline[measure] * 100),
      );
    const { attribution, interactions, ...rest } = result;
    expect([attribution?.length, interactions?.length]).toEqual([result.changes.length, 12]);
    expect((await runBacktest(cardRequest(parquet, { attribution: false }), inline)).result).toEqual(rest);
  });

  it("counts two scenarios of one version as one more change", async () => {
    const scenario = { baseline: { economic_cycle: "neutral" }, candidate: { economic_cycle: "downturn" } };
    const { result } = await runBacktest(cardRequest(sample("sample-2000.csv"), { baseline: V2, scenario }), inline);
    const shift = result.summary.candidate.limit - result.summary.baseline.limit;
    expect(result.changes.map(({ id }) => id)).toEqual(["scenario"]);
    expect(result.attribution).toMatchObject([{ change: "scenario", limit: { solo: shift, last: shift, share: shift } }]);
  });

  it("means the same as CSV, as typed Parquet and as Parquet of texts", { timeout: 120_000 }, async () => {
    const texts = folder.file("texts.parquet");
    await sql(`COPY (SELECT * FROM read_csv('${sample("portfolio.csv")}', all_varchar = true)) TO '${texts}'`);
    const found: string[] = [];
    for (const [i, portfolio] of [sample("portfolio.csv"), parquet, texts].entries()) {
      const out = folder.file(`means-${i}.csv`);
      const { result, files } = await runBacktest(cardRequest(portfolio, { by: ["customer_segment", "debt_to_income"], out }), inline);
      found.push(JSON.stringify([{ ...result, portfolio: result.portfolio.rows }, files[0]?.sha256]));
    }
    expect(new Set(found).size).toBe(1);
  });

  it("breaks figures down into groups that add up to the whole", async () => {
    const by = ["behaviour_class", "delinquent_cycles_6m", "monthly_income", "balance_change_3m", "utilization", "fraud_flag"];
    const { result } = await runBacktest(
      cardRequest(parquet, { by, mapping: { facts: {}, id: null, observed: "observed_default" } }),
      inline,
    );
    expect(result.breakdowns.map((one) => one.by)).toEqual(by);
    for (const { groups } of result.breakdowns) {
      const total = (of: (group: (typeof groups)[number]) => number) => groups.reduce((sum, group) => sum + of(group), 0);
      expect(total(({ borrowers }) => borrowers)).toBe(30_000);
      expect(total(({ shifted }) => shifted)).toBe(13_989);
      expect(total(({ summary }) => summary.candidate.limit)).toBe(result.summary.candidate.limit);
      expect(total(({ summary }) => summary.baseline.decisions.freeze)).toBe(result.summary.baseline.decisions.freeze);
    }
    const [classes, cycles, income] = result.breakdowns;
    expect(classes?.groups[0]).toMatchObject({ label: "revolver", kind: "value", borrowers: 9151 });
    expect(cycles?.groups.map(({ label }) => label)).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
    expect(income?.groups.at(-1)).toMatchObject({ label: "not known", kind: "null", borrowers: 3433 });
    expect(result.distribution.reduce((sum, { borrowers }) => sum + borrowers, 0)).toBe(30_000);
  });

  it("evaluates one version by itself, baseline on both sides", async () => {
    const { result } = await runBacktest({ ...cardRequest(parquet), candidate: null }, inline);
    expect(result.candidate).toEqual(result.baseline);
    expect(result).not.toHaveProperty("attribution");
    expect([result.changes, result.summary.shifted, result.summary.reasonShifted]).toEqual([[], 0, 0]);
    expect(result.summary.candidate).toEqual(result.summary.baseline);
    const change = result.distribution.reduce((sum, bin) => sum + bin.sum, 0);
    expect(change).toBe(result.summary.baseline.limit - result.summary.limitBefore);
  });

  it("writes each row's outcome as the referee gives it", async () => {
    const out = folder.file("rows.parquet");
    await runBacktest(cardRequest(sample("sample-2000.csv"), { out }), inline);
    const rows = await sql(
      `SELECT id, limit_before, candidate_limit_after, candidate_available, candidate_decision, candidate_review, candidate_fired, candidate_applied, candidate_bound, candidate_reasons FROM '${out}'`,
    );
    const evaluator = createEvaluator(policyOf(V2), { economic_cycle: "downturn" });
    const entries = parseBorrowers(readFileSync(sample("sample-2000.csv"), "utf8"), "csv", policyOf(V1)).entries;
    expect(rows).toHaveLength(entries.length);
    for (const [i, { fixture }] of entries.entries()) {
      if (fixture === null) throw new Error("the sample has no broken rows");
      const evaluation = await evaluator.evaluate(fixture.facts);
      if (!evaluation.ok) throw new Error(JSON.stringify(evaluation.errors));
      expect(rows[i]).toEqual(rowOf(fixture.name, evaluation.outcome));
    }
  });
});

function rowOf(name: string, outcome: Outcome): unknown[] {
  const lists = [outcome.fired, outcome.applied, outcome.bound, outcome.reasons].map((list) => list.join("|"));
  return [name, outcome.limitBefore, outcome.limitAfter, outcome.available ?? null, outcome.decision, outcome.review, ...lists];
}

// --- random policies -------------------------------------------------------------------------------

const RUNS = 60;

/** The borrowers of a case as CSV with a column for every fact that either policy declares. */
function csvOf(one: RandomCase, policies: readonly ValidPolicy[]): string {
  const names = [...new Set(policies.flatMap(({ facts }) => [...facts.keys()]))];
  const quote = (cell: string) => (/[",\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = one.borrowers.map(({ facts }, i) => [`b${i}`, ...names.map((name) => quote(formatCell(facts[name] ?? null)))].join(","));
  return `${["borrower", ...names].join(",")}\n${lines.join("\n")}\n`;
}

describe("random policies over random portfolios", () => {
  it.each(FILE_ENGINES)("give what `compare` gives, every rejected row told: %s", { timeout: 300_000 }, async (engine) => {
    let [rejectedRows, shifted] = [0, 0];
    for (let seed = 1; seed <= RUNS; seed++) {
      const one = randomCase(seed, 1 + (seed % 6), 60);
      const edited = parsePolicy(JSON.stringify(randomlyEdited(new Chooser(seed), one.document)));
      const [baseline, candidate] = [policyOf(one.text), edited.ok ? edited.policy : policyOf(one.text)];
      const text = csvOf(one, [baseline, candidate]);
      const done = await randomRun(one, text, baseline, candidate, engine, seed);
      rejectedRows += done.result.summary.errors;
      shifted += done.result.summary.shifted;
    }
    expect(rejectedRows).toBeGreaterThan(RUNS);
    expect(shifted).toBeGreaterThan(RUNS);
  });
});

async function randomRun(
  one: RandomCase,
  text: string,
  baseline: ValidPolicy,
  candidate: ValidPolicy,
  engine: BacktestRequest["engine"],
  seed: number,
): Promise<BacktestDone> {
  const scenario = one.borrowers[0]?.scenario ?? {};
  const rejected = folder.file("random-rejected.csv");
  const done = await runBacktest(
    {
      baseline: JSON.stringify(baseline.document),
      candidate: JSON.stringify(candidate.document),
      scenario: { baseline: scenario, candidate: scenario },
      portfolio: folder.write("random.csv", text),
      mapping: { facts: {}, id: "borrower", observed: null },
      by: [...baseline.derived.keys(), ...baseline.conditions.keys()],
      engine,
      attribution: true,
      out: null,
      rejected,
    },
    inline,
  );
  const catalogue = { facts: new Map([...candidate.facts, ...baseline.facts]) };
  const borrowers = parseBorrowers(text.replace(/^borrower/, "name"), "csv", catalogue).entries.map(({ name, fixture }) => ({
    name,
    facts: fixture?.facts as Facts,
  }));
  const expected = await compare({ baseline, candidate, scenario: { baseline: scenario, candidate: scenario }, borrowers });
  expect([seed, done.result.summary]).toMatchObject([seed, expected.summary]);
  expect([seed, done.result.migration]).toEqual([seed, expected.migration]);
  expect([seed, done.result.attribution, done.result.interactions]).toEqual([seed, expected.attribution, expected.interactions]);
  const told = csvRows(rejected).slice(1);
  expect([seed, told.map(([name, side, code, fact]) => [name, side, code, fact])]).toEqual([
    seed,
    expected.failures.map(({ name, side, error }) => [name, side, error.code, error.fact]),
  ]);
  for (const [i, { name, side }] of expected.failures.entries()) {
    const read = readFacts(
      side === "baseline" ? baseline : candidate,
      scenarioOf(side === "baseline" ? baseline : candidate, scenario),
      borrowers.find((b) => b.name === name)?.facts ?? {},
    );
    expect([seed, told[i]?.[4]]).toEqual([seed, read.ok ? "" : read.errors.map(({ message }) => message).join("; ")]);
  }
  for (const { groups } of done.result.breakdowns)
    expect(groups.reduce((sum, { borrowers: rows }) => sum + rows, 0)).toBe(expected.summary.borrowers - expected.summary.errors);
  return done;
}

const scenarioOf = (policy: ValidPolicy, scenario: Facts): Facts =>
  Object.fromEntries(Object.entries(scenario).filter(([name]) => policy.facts.get(name)?.scope === "scenario"));

// --- what a user can cause -------------------------------------------------------------------------

const SMALL = JSON.stringify({
  format: "limit-policy/1",
  name: "small",
  currency: "EUR",
  limit: { fact: "limit", balance: "balance", step: 100 },
  strategy: "first",
  facts: {
    limit: { type: "money", min: 0 },
    balance: { type: "money", nullable: true },
    late: { type: "integer", min: 0 },
    flags: { type: "strings", nullable: true },
    kind: { type: "string", values: ["person", "small business abroad"], nullable: true },
    cycle: { type: "string", values: ["boom", "bust"], scope: "scenario" },
  },
  rules: [
    {
      name: "late",
      conditions: { all: [{ fact: "late", operator: "greaterThan", value: 0 }] },
      event: { type: "decrease", params: { percent: 50, reason: "L" } },
    },
  ],
  reasons: { L: { en: "late" } },
});
const small = (portfolio: string, more: Partial<BacktestRequest> = {}) =>
  cardRequest(portfolio, { baseline: SMALL, candidate: null, scenario: { baseline: { cycle: "boom" }, candidate: {} }, ...more });

describe("a small portfolio", () => {
  it("reads cells as borrowers' files are read", async () => {
    const csv =
      'name,limit,balance,late,flags,kind\n" ann ",1000,10.5,0,a|b,person\n,1e3,,2,"[""x|y""]","small business abroad"\nbob,+200.00,.5,0,,\n';
    const out = folder.file("small.csv");
    const { result } = await runBacktest(small(folder.write("in.csv", csv), { out, by: ["flags", "kind", "late"] }), inline);
    expect(readFileSync(out, "utf8")).toBe(
      "id,limit_before,limit_after,available,decision,review,fired,applied,bound,reasons\nann,1000,1000,989.50,maintain,false,,,,\n2,1000,500,,decrease,false,late,late,,L\nbob,200,200,199.50,maintain,false,,,,\n",
    );
    expect(result.breakdowns.map(({ groups }) => groups.map(({ label, borrowers }) => [label, borrowers]))).toEqual([
      [
        ["a | b", 1],
        ["x|y", 1],
        ["not known", 1],
      ],
      [
        ["person", 1],
        ["small business abroad", 1],
        ["not known", 1],
      ],
      [
        ["0", 2],
        ["2", 1],
      ],
    ]);
  });

  it("tells every row that is no row, or no borrower, and evaluates the others", async () => {
    const csv =
      "name,limit,balance,late,kind\na,100,1,0,person\nb,100,1\nc,x,1,0,person\nd,100,1,0,person,9\ne,-5,1,0,robot\nf,1000,1,1,\n";
    const rejected = folder.file("small-rejected.csv");
    const { result, files } = await runBacktest(small(folder.write("broken.csv", csv), { rejected }), inline);
    expect(result.summary).toMatchObject({ borrowers: 6, errors: 4, baseline: { decisions: { maintain: 1, decrease: 1 } } });
    expect(
      csvRows(rejected)
        .slice(1)
        .map((cells) => [...cells.slice(0, 4), ...cells.slice(5)]),
    ).toEqual([
      ["c", "baseline", "wrong-type", "limit", "x", "1", "0", "person"],
      ["e", "baseline", "out-of-range", "limit", "-5", "1", "0", "robot"],
      ["line 3", "file", "unreadable-row", "", "", "", "", ""],
      ["line 5", "file", "unreadable-row", "", "", "", "", ""],
    ]);
    expect(result.rejected.reduce((sum, { rows }) => sum + rows, 0)).toBe(4);
    expect(files.map(({ path: file }) => file)).toEqual([rejected]);
  });

  it("names a row that has no name by its number in the file, where rows that cannot be read count", async () => {
    const csv = "limit,late\n100,0\n100\n\n100,0\n100,0,7\n-1,0\n100,0\n";
    const out = folder.file("numbers.csv");
    const { result } = await runBacktest(small(folder.write("numbered.csv", csv), { out }), inline);
    expect(csvRows(out).map(([name]) => name)).toEqual(["id", "1", "3", "6"]);
    expect(result.rejected.map(({ code, name }) => [code, name])).toEqual([
      ["out-of-range", "5"],
      ["unreadable-row", "line 3"],
      ["unreadable-row", "line 6"],
    ]);
  });

  it("groups an empty text and equally many of each text alike in CSV and in Parquet", async () => {
    const texts = ["", "", "a b", '"', "é", "a", "true"];
    const open = SMALL.replace('"values":["person","small business abroad"],', "");
    const csv = folder.write("texts.csv", `limit,late,kind\n${texts.map((text) => `100,0,${csvCell(formatCell(text))}\n`).join("")}`);
    const file = folder.file("texts.parquet");
    await sql(`COPY (SELECT 100.0 AS "limit", 0 AS late, unnest([${texts.map((text) => `'${text}'`).join()}]) AS kind) TO '${file}'`);
    for (const portfolio of [csv, file]) {
      const { result } = await runBacktest(small(portfolio, { baseline: open, by: ["kind"] }), inline);
      expect(result.breakdowns[0]?.groups.map(({ label, borrowers }) => [label, borrowers])).toEqual([
        ["", 2],
        ...['"', "a", "a b", "true", "é"].map((text) => [text, 1]),
      ]);
    }
  });

  it("tells how far it is of all rows from the first on", async () => {
    const totals = new Set<number | null>();
    const seen: number[] = [];
    await runBacktest(cardRequest(sample("portfolio.csv")), {
      threads: 0,
      batchRows: 2048,
      onProgress: ({ phase, done, total }) => {
        if (phase === "evaluating") totals.add(total);
        if (phase === "reading" && total === null) seen.push(done);
      },
    });
    expect([...totals]).toEqual([30_000]);
    expect(seen[0]).toBeGreaterThan(0);
  });

  it("takes an observed outcome that is no finite number for one that is not known", async () => {
    const csv =
      "name,limit,late,seen\na,1000,0,1\nb,1000,0, 2e0\nc,1000,0,true\nd,1000,0,0x10\ne,1000,0,Infinity\nf,1000,0,1e999\ng,1000,0,\n";
    const file = folder.file("seen.parquet");
    await sql(
      `COPY (SELECT 1000.0 AS "limit", 0 AS late, unnest(['1', '2', '1', 'inf', '-inf', 'nan', NULL])::DOUBLE AS seen) TO '${file}'`,
    );
    for (const portfolio of [folder.write("seen.csv", csv), file]) {
      const { result } = await runBacktest(small(portfolio, { mapping: { facts: {}, id: null, observed: "seen" } }), inline);
      expect(result.summary.observed?.all).toEqual({ borrowers: 3, mean: 4 / 3 });
    }
  });

  it("reads lists of Parquet item by item: empty, absent, of short and long texts, with nothing among them", async () => {
    const file = folder.file("lists.parquet");
    const lists =
      "['watch'], [], NULL, ['watch', 'an address that changed'], ['an address that changed', 'watch'], ['watch'], ['watch', NULL]";
    await sql(
      `COPY (SELECT 100.0::DOUBLE AS "limit", 0.0::DOUBLE AS balance, 0 AS late, unnest([${lists}]) AS flags FROM range(400)) TO '${file}'`,
    );
    const rejected = folder.file("lists-rejected.csv");
    const known = SMALL.replace('"type":"strings"', '"type":"strings","values":["watch","an address that changed"]');
    for (const [baseline, batchRows] of [SMALL, known].flatMap((text) => [2048, 1 << 16].map((rows) => [text, rows] as const))) {
      const { result } = await runBacktest(small(file, { baseline, by: ["flags"], rejected }), { ...inline, batchRows });
      expect(result.breakdowns[0]?.groups.map(({ label, borrowers }) => [label, borrowers])).toEqual([
        ["watch", 800],
        ["an address that changed | watch", 400],
        ["none", 400],
        ["watch | an address that changed", 400],
        ["not known", 400],
      ]);
      expect(result.rejected).toMatchObject([{ code: "wrong-type", fact: "flags", rows: 400, name: "7" }]);
      expect(csvRows(rejected)[1]).toEqual([
        "7",
        "baseline",
        "wrong-type",
        "flags",
        expect.any(String),
        "100",
        "0",
        "0",
        expect.any(String),
      ]);
    }
  });

  it("names a text that is none of the values, in Parquet too", async () => {
    const file = folder.file("strays.parquet");
    await sql(
      `COPY (SELECT 100.5 AS "limit", i % 3 AS late, CASE WHEN i % 1000 = 7 THEN 'stray number ' || i WHEN i % 5 = 0 THEN NULL ELSE 'small business abroad' END AS kind, CASE WHEN i % 2 = 0 THEN ['a', 'b'] END AS flags FROM range(5000) r(i)) TO '${file}'`,
    );
    const rejected = folder.file("strays.csv");
    const { result } = await runBacktest(small(file, { rejected, by: ["kind", "flags"] }), { threads: 0, batchRows: 2048 });
    expect(result.rejected).toMatchObject([{ code: "not-in-values", fact: "kind", rows: 5, name: "8", side: "baseline" }]);
    expect(
      csvRows(rejected)
        .slice(1)
        .map(([name, , , , message]) => [name, /stray number (\d+)/.exec(message ?? "")?.[1]]),
    ).toEqual([7, 1007, 2007, 3007, 4007].map((i) => [String(i + 1), String(i)]));
    expect(result.breakdowns.map(({ groups }) => groups.map(({ label }) => label))).toEqual([
      ["small business abroad", "not known"],
      ["not known", "a | b"].sort((a, b) => (a === "not known" ? 1 : b === "not known" ? -1 : 0)),
    ]);
  });

  it("refuses numbers of Parquet that are not finite, and dates and lists where numbers must be", async () => {
    const file = folder.file("odd.parquet");
    await sql(
      `COPY (SELECT * FROM (VALUES (1e0, 0, DATE '2026-01-01'), ('nan'::DOUBLE, 0, NULL), ('infinity'::DOUBLE, 1, NULL)) t("limit", late, balance)) TO '${file}'`,
    );
    const { result } = await runBacktest(small(file), inline);
    expect(result.rejected.map(({ code, fact, rows }) => [code, fact, rows])).toEqual([
      ["wrong-type", "limit", 2],
      ["wrong-type", "balance", 1],
    ]);
  });

  it("knows no row beyond the kernels' range in a batch that is shorter than one before", async () => {
    const rows = Array.from({ length: 2248 }, (_, row) => `${row},${row % 2048 === 1500 ? 1e12 : 1000},0`);
    const request = small(folder.write("far.csv", `name,limit,late\n${rows.join("\n")}\n`), { by: [] });
    const figures = (engine: BacktestRequest["engine"]) =>
      runBacktest({ ...request, engine }, { threads: 0, batchRows: 2048 }).then(({ result: { summary, migration } }) => ({
        summary,
        migration,
      }));
    expect(await figures("kernels")).toEqual(await figures("json-rules-engine"));
  });

  it("takes a portfolio without rows", async () => {
    const { result } = await runBacktest(
      small(folder.write("none.csv", "name,limit,late\n"), { out: folder.file("none.parquet") }),
      inline,
    );
    expect(result.summary).toMatchObject({ borrowers: 0, errors: 0 });
    expect(await sql(`SELECT count(*)::DOUBLE FROM '${folder.file("none.parquet")}'`)).toEqual([[0]]);
  });

  it("says everything that is wrong before it starts, and leaves nothing", async () => {
    const good = folder.write("good.csv", "name,Limit,late\na,1,0\n");
    expect(
      await problemOf(
        small(good, { scenario: { baseline: {}, candidate: {} }, mapping: { facts: { balance: "nowhere" }, id: null, observed: "gone" } }),
      ),
    ).toEqual({
      code: "bad-scenario",
      message: expect.stringMatching(/`cycle`.*`nowhere`.*`limit`.*`gone`/s),
    });
    expect(await problemOf(small(good, { by: ["lat"] }))).toMatchObject({
      code: "bad-mapping",
      message: expect.stringContaining("did you mean `late`"),
    });
    expect(await problemOf(small(folder.file("missing.csv")))).toMatchObject({
      code: "unreadable-portfolio",
      message: expect.stringContaining("no such file"),
    });
    const wrong: Record<string, [content: string | Buffer, told: RegExp]> = {
      "text.parquet": ["no", /it is no Parquet file, or a part of one$/],
      "half.parquet": [readFileSync(parquet).subarray(0, 9000), /it is no Parquet file, or a part of one$/],
      "stray.parquet": ["PAR1 and no more PAR1", /^cannot read `stray\.parquet`: (?!.*(Exception|\/)).+/],
      "empty.csv": ["", /the file is empty/],
      "twice.csv": ["a,b,a,b\n", /`a` stands twice.*`b` stands twice/s],
      "utf16.csv": [Buffer.from("\uFEFFname,limit\na,1\n", "utf16le"), /it is UTF-16; save it as UTF-8$/],
      "latin.csv": [Buffer.from("name,limit,größe\na,1,2\n", "latin1"), /its first line is not UTF-8; save the file as UTF-8$/],
      "gzip.csv": [gzipSync("name,limit\na,1\n"), /it is compressed by gzip; unpack it$/],
      "table.csv": ["PK\u0003\u0004…", /it is a spreadsheet or another zip archive; save it as CSV$/],
      "zeros.csv": [Buffer.alloc(300), /it is not text$/],
      "quote.csv": ['"name,limit\na,1\n', /its first line must name the columns: a quote opened in this row is never closed/],
    };
    for (const [name, [content, told]] of Object.entries(wrong)) {
      const problem = await problemOf(small(folder.write(name, content)));
      expect(problem).toEqual({ code: "unreadable-portfolio", message: expect.stringMatching(told) });
    }
    expect(await problemOf({ ...small(good), baseline: "{}" })).toMatchObject({ code: "invalid-policy" });
    const mapped = { facts: { limit: "Limit" }, id: null, observed: null };
    expect(await problemOf(small(good, { mapping: mapped, out: folder.file("nowhere/x.parquet") }))).toMatchObject({
      code: "cannot-write",
    });
    expect(await problemOf(small(good, { mapping: mapped, out: folder.file("x.txt") }))).toMatchObject({ code: "cannot-write" });
    expect(await problemOf(small(good, { mapping: mapped }))).toBeNull();
    expect(readdirSync(folder.path).filter((name) => name.includes(".partial-"))).toEqual([]);
  });

  it("stops when it is told to, and leaves nothing", async () => {
    const abort = new AbortController();
    const out = folder.file("stopped.csv");
    const run = runBacktest(cardRequest(parquet, { out, engine: "json-rules-engine" }), {
      threads: 0,
      batchRows: 2048,
      signal: abort.signal,
      onProgress: ({ phase }) => phase === "evaluating" && abort.abort(new Error("enough")),
    });
    await expect(run).rejects.toThrow("enough");
    expect(readdirSync(folder.path).filter((name) => name.startsWith("stopped"))).toEqual([]);
  });
});
