import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "./duckdb.ts";
import { samplePortfolio } from "./sample.ts";
import { FACTS } from "./testing/facts.ts";

const ROWS = 5000;

describe("a sample of a portfolio", () => {
  let folder: string;
  let csv: string;
  let parquet: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "limen-sample-"));
    csv = path.join(folder, "p.csv");
    parquet = path.join(folder, "p.parquet");
    const lines = Array.from(
      { length: ROWS },
      (_, at) => `b${at},${at % 7 === 0 ? "" : `${at}.25`},"r,${at % 3}",${at % 2 === 0},"[""a"",""${at}""]"`,
    );
    writeFileSync(csv, `who,amount,region,active,tags\n${lines.join("\n")}\n`);
    const database = openDatabase(1);
    await database.rows(
      `COPY (SELECT who, amount::DECIMAL(18,2) AS amount, region, active::BOOLEAN AS active, tags::JSON::VARCHAR[] AS tags FROM read_csv('${csv}', all_varchar = true)) TO '${parquet}' (FORMAT parquet)`,
    );
    database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const sample = (portfolio: string, rows: number, id: string | null = "who") => samplePortfolio({ portfolio, rows, facts: FACTS, id });

  test("is the same from CSV and Parquet, in the order of the file, with each fact's type", async () => {
    const [fromCsv, fromParquet] = [await sample(csv, 300), await sample(parquet, 300)];
    expect(fromCsv).toEqual(fromParquet);
    expect(fromCsv).toHaveLength(300);
    const rows = fromCsv.map(({ name }) => Number(name.slice(1)));
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    for (const { name, facts } of fromCsv) {
      const at = Number(name.slice(1));
      expect(facts).toEqual({
        limit: at % 7 === 0 ? null : at + 0.25,
        region: `r,${at % 3}`,
        active: at % 2 === 0,
        tags: ["a", String(at)],
      });
    }
  });

  test("is pinned: these rows, whatever the machine or the version", async () => {
    const first = (await sample(parquet, 5, null)).map(({ name }) => Number(name));
    const rows = Array.from({ length: ROWS }, (_, at) => at + 1).sort((a, b) => mixed(a) - mixed(b));
    expect(first).toEqual(rows.slice(0, 5).sort((a, b) => a - b));
  });

  test("holds every smaller sample, and all rows where more are asked", async () => {
    const names = async (rows: number) => new Set((await sample(csv, rows)).map(({ name }) => name));
    const [small, large] = [await names(50), await names(500)];
    expect([...small].filter((name) => !large.has(name))).toEqual([]);
    expect((await names(ROWS * 2)).size).toBe(ROWS);
  });

  test("of a file that is none says so", async () => {
    await expect(sample(path.join(folder, "missing.csv"), 5)).rejects.toMatchObject({ code: "unreadable-portfolio" });
  });
});

/** The order of the rows, found without DuckDB. */
function mixed(row: number): number {
  const round = (x: number) => Math.imul(x ^ (x >>> 16), 73244475) >>> 0;
  const last = round(round(row));
  return (last ^ (last >>> 16)) >>> 0;
}
