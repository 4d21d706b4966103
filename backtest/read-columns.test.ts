import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { valueAt } from "#rules/compile";
import { openDatabase } from "./duckdb.ts";
import { readColumns } from "./read-columns.ts";
import { samplePortfolio } from "./sample.ts";
import { FACTS } from "./testing/facts.ts";

const ROWS = 5000;

describe("a portfolio in columns", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "limen-columns-"));
  const csv = path.join(folder, "p.csv");
  const parquet = path.join(folder, "p.parquet");

  beforeAll(async () => {
    const lines = Array.from(
      { length: ROWS },
      (_, at) =>
        `${at % 9 === 0 ? "" : `b${at}`},${at * 3},${at % 7 === 0 ? "" : `${at}.25`},"r,${at % 3}",${at % 2 === 0},"[""a"",""${at}""]",${at % 5 === 0 ? "" : at % 2}`,
    );
    writeFileSync(csv, `who,number,amount,region,active,tags,defaulted\n${lines.join("\n")}\n`);
    const database = openDatabase(1);
    await database.rows(
      `COPY (SELECT who, number::INTEGER AS number, amount::DECIMAL(18,2) AS amount, region, active::BOOLEAN AS active, tags::JSON::VARCHAR[] AS tags, defaulted::BOOLEAN AS defaulted FROM read_csv('${csv}', all_varchar = true)) TO '${parquet}' (FORMAT parquet)`,
    );
    database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (portfolio: string, wanted: number, id: string | null) =>
    readColumns({ portfolio, rows: ROWS, wanted, facts: FACTS, id, observed: ["defaulted", "absent"] });

  const cases = ["csv", "parquet"].flatMap((format) =>
    [ROWS, 700].flatMap((wanted) => ["who", "number", null].map((id) => [format, wanted, id] as const)),
  );
  test.each(cases)("gives the rows, names and values of the sample: %s, %i rows, names from %s", async (format, wanted, id) => {
    const portfolio = format === "csv" ? csv : parquet;
    const { names, batch, observed } = await read(portfolio, wanted, id);
    const sample = await samplePortfolio({ portfolio, rows: wanted, facts: FACTS, id });
    expect(batch.rows).toBe(wanted);
    expect(names).toEqual(sample.map(({ name }) => name));
    const facts = names.map((_, row) => Object.fromEntries([...batch.columns].map(([name, column]) => [name, valueAt(column, row)])));
    expect(facts).toEqual(sample.map((borrower) => borrower.facts));
    expect([...observed.keys()]).toEqual(["defaulted"]);
  });

  test.each(["csv", "parquet"])("gives what was observed later, NaN where it is not known: %s", async (format) => {
    const { observed } = await read(format === "csv" ? csv : parquet, ROWS, null);
    expect([...(observed.get("defaulted") ?? [])]).toEqual(Array.from({ length: ROWS }, (_, at) => (at % 5 === 0 ? Number.NaN : at % 2)));
  });

  test("says what cannot be read", async () => {
    await expect(read(path.join(folder, "none.csv"), ROWS, null)).rejects.toThrow("there is no such file");
  });
});
