import { readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { valueAt } from "#rules/compile";
import type { Fact } from "#rules/policy";
import { pagesModule, rowsModule } from "../../cli/tasks/kernels.mjs";
import { blankNotes, bytesOfBatch, layoutOf, memoryOf, rawBatchOf } from "../batch-memory.ts";
import { type ColumnSource, sourceOfFact, withKnownTexts } from "../column-sources.ts";
import { openDatabase } from "../duckdb.ts";
import { NameColumn } from "../names.ts";
import { openPortfolio } from "../portfolio-file.ts";
import { readColumns } from "../read-columns.ts";
import { Folder, sql } from "../testing/portfolios.ts";
import { type Footer, readFooter } from "./footer.ts";
import { isReadable, ParquetReader } from "./parquet-reader.ts";

it("WebAssembly is what its sources give", { timeout: 60_000 }, async () => {
  const here = (text: string) => text.match(/"[A-Za-z0-9+/=]{100,}"/g);
  const written = (file: string) => here(readFileSync(new URL(file, import.meta.url), "utf8"));
  expect(written("./wasm.ts")).toEqual(here(await pagesModule()));
  expect(written("../rows-wasm.ts")).toEqual(here(await rowsModule()));
});

const ROWS = 7000;
/** Name, the SQL of row i, and the fact that it gives. */
const COLUMNS: readonly (readonly [name: string, sql: string, type: Fact["type"]])[] = [
  ["few", "i * 7 % 5", "integer"],
  ["tiny", "(i * 37 % 256 - 128)::TINYINT", "integer"],
  ["bytes", "(i * 37 % 256)::UTINYINT", "integer"],
  ["small", "CASE WHEN i % 3 > 0 THEN (i * 7919 % 60000 - 30000)::SMALLINT END", "integer"],
  ["wide", "(hash(i) % 2000000000)::INTEGER - 1000000000", "integer"],
  ["unsigned", "(hash(i) % 4294967296)::UINTEGER", "integer"],
  ["long", "(hash(i) % 9007199254740992)::BIGINT - 4503599627370496", "integer"],
  ["longest", "hash(i)::UBIGINT", "integer"],
  ["double", "CASE WHEN i % 11 > 0 THEN hash(i) / 1e6 END", "number"],
  ["ratio", "CASE WHEN i % 2000 > 900 THEN (i % 97) / 96 END::DOUBLE", "number"],
  ["float", "((i * 31 % 1000) / 8)::FLOAT", "number"],
  ["flag", "CASE WHEN i % 5 > 0 THEN i % 3 = 0 END", "boolean"],
  ["always", "true", "boolean"],
  ["nothing", "NULL::INTEGER", "integer"],
  ["class", "CASE WHEN i % 4 > 0 THEN ['gold', 'silver', 'größer als Silber', '中'][i % 4 + 1] END", "string"],
  ["text", "'t' || (hash(i) % 100000)", "string"],
  ["number_text", "CASE WHEN i % 50 = 0 THEN 'none' WHEN i % 7 > 0 THEN (i % 300 / 4)::VARCHAR END", "number"],
  ["tags", "CASE WHEN i % 6 > 0 THEN list_filter(['a', 'b', NULL, 'a text of some length'], lambda x, k: (i >> k) & 1 = 1) END", "strings"],
];
const FORMATS = [
  ["snappy", "ROW_GROUP_SIZE 122880"],
  ["snappy", "ROW_GROUP_SIZE 2048"],
  ["uncompressed", "ROW_GROUP_SIZE 2048"],
  ["gzip", "ROW_GROUP_SIZE 3000"],
  ["snappy", "PARQUET_VERSION V2, ROW_GROUP_SIZE 2048"],
  ["snappy", "DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 4096"],
  ["zstd", "ROW_GROUP_SIZE 2048"],
] as const;

describe("a Parquet file read without DuckDB", () => {
  const folder = new Folder();
  const files = FORMATS.map((_, i) => folder.file(`p${i}.parquet`));
  beforeAll(async () => {
    const selected = COLUMNS.map(([name, text]) => `${text} AS ${name}`);
    for (const [i, [codec, more]] of FORMATS.entries())
      await sql(
        `COPY (SELECT i AS id, ' b' || i || ' ' AS who, ${selected.join(", ")} FROM range(${ROWS}) t(i)) TO '${files[i]}' (FORMAT parquet, COMPRESSION ${codec}, ${more})`,
      );
  });
  afterAll(() => folder.remove());

  it.each(FORMATS.map((format, i) => [...format, i] as const))("gives what DuckDB gives: %s, %s", async (codec, more, i) => {
    const file = files[i] as string;
    const footer = await readFooter(file, statSync(file).size);
    if (footer === null) {
      expect(`${codec} ${more}`).toMatch(/zstd|V2/);
      return;
    }
    for (const id of ["id", "who"]) {
      const expected = await readColumns({ portfolio: file, rows: ROWS, wanted: ROWS, facts: facts(), id, observed: [] });
      // Batches end within pages and within row groups.
      const { names, rows } = await readDirectly(file, footer, id, 1999);
      expect(names).toEqual(expected.names);
      for (const [name] of COLUMNS) {
        const column = expected.batch.columns.get(name);
        expect({ name, values: rows.get(name) }).toEqual({ name, values: names.map((_, row) => column && valueAt(column, row)) });
      }
    }
  });

  it("knows of its columns and their ranges what DuckDB says", async () => {
    const file = files[1] as string;
    const { columns, ranges, rows } = await openPortfolio(openDatabase(1), file);
    const described = await sql(`DESCRIBE SELECT * FROM '${file}'`);
    expect(columns.map(({ name, stored }) => [name, stored])).toEqual(described.map(([name, stored]) => [name, stored]));
    expect(rows).toBe(ROWS);
    const whole = COLUMNS.filter(([name, , type]) => type === "integer" && name !== "nothing").map(([name]) => name);
    for (const name of whole) {
      const [[least, most] = []] = await sql(`SELECT min(${name})::DOUBLE, max(${name})::DOUBLE FROM '${file}'`);
      expect([name, ranges.get(name)]).toEqual([name, [least, most]]);
    }
  });

  it("refuses what is damaged, and never gives other rows", async () => {
    const whole = readFileSync(files[1] as string);
    const undamaged = await readDirectly(files[1] as string, (await readFooter(files[1] as string, whole.length)) as Footer, "who", ROWS);
    let refused = 0;
    for (let n = 0; n < 60; n++) {
      const broken = Buffer.from(whole);
      // Page headers and sizes stand before the values of each column; a value itself may change unnoticed.
      broken.fill(0xff, (n * 7919) % (whole.length - 4096), ((n * 7919) % (whole.length - 4096)) + 48);
      const file = folder.file("broken.parquet");
      writeFileSync(file, broken);
      const footer = await readFooter(file, broken.length);
      const found = await readDirectly(file, footer as Footer, "who", ROWS).catch((error: Error) => error);
      if (found instanceof Error) refused++;
      else expect(found.names).toHaveLength(undamaged.names.length);
    }
    expect(refused).toBeGreaterThan(5);
  });
});

function facts(): { fact: Fact; column: string }[] {
  return COLUMNS.map(([name, , type]) => ({
    fact: { name, type, nullable: true, values: null, scope: "borrower" } as unknown as Fact,
    column: name,
  }));
}

/** All rows, batch after batch; one text column by known texts. */
async function readDirectly(path: string, footer: Footer, id: string, batchRows: number) {
  const file = await openPortfolio(openDatabase(1), path);
  const sources = facts().map(({ fact, column }): ColumnSource => {
    const source = sourceOfFact(fact, file.columns.find(({ name }) => name === column) as (typeof file.columns)[number], file);
    return column === "class" ? withKnownTexts(source, ["gold", "中"]) : source;
  });
  expect(sources.every((source) => isReadable(source, footer))).toBe(true);
  const layouts = sources.map(layoutOf);
  const memory = memoryOf(new SharedArrayBuffer(bytesOfBatch(layouts, batchRows)), layouts, batchRows);
  const kind = id === "id" ? "numbers" : "texts";
  const reader = new ParquetReader(path, footer, sources, id, kind);
  const rows = new Map<string, unknown[]>(sources.map(({ fact }) => [fact as string, []]));
  const found: string[] = [];
  try {
    for (;;) {
      const notes = sources.map(blankNotes);
      const names = new NameColumn(kind, batchRows);
      names.begin(found.length);
      const count = reader.fill(memory, notes, names, batchRows);
      if (count === 0) return { names: found, rows };
      const { columns } = rawBatchOf(layouts, memory, notes, count);
      for (let row = 0; row < count; row++) found.push(names.textAt(row));
      for (const [name, column] of columns) for (let row = 0; row < count; row++) rows.get(name)?.push(valueAt(column, row));
    }
  } finally {
    reader.close();
  }
}
