import { afterAll, expect, it } from "vitest";
import fc from "fast-check";
import { CsvSplitter, type UnreadableRow } from "./csv-splitter.ts";
import { unreadableRows } from "./csv-file.ts";
import { openDatabase } from "./duckdb.ts";
import { openPortfolio } from "./portfolio-file.ts";
import { Folder } from "./testing/portfolios.ts";

const folder = new Folder();
const database = openDatabase(1);
afterAll(() => {
  database.close();
  folder.remove();
});

const WIDTH = 3;
const cell = fc.oneof(fc.constantFrom("", "a", "12.5", "é", "額度", " a ", '"', "a\r\nb", "a,b", "\r", "\n"), fc.string({ maxLength: 6 }));
const lineEnd = fc.constantFrom("\n", "\r\n");

/** Cells of a row, each with whether it is quoted without need and whether spaces follow its quotes. */
const rowOfCells = fc
  .tuple(fc.array(fc.tuple(cell, fc.boolean(), fc.boolean()), { minLength: WIDTH, maxLength: WIDTH }), fc.nat({ max: 2 }))
  .map(([cells, surplus]) => ({
    cells: cells.map(([text]) => text),
    bytes: Buffer.from(
      cells.map(([text, isQuoted, hasSpaces]) => (isQuoted || needsQuotes(text) ? quoted(text, hasSpaces) : text)).join(",") +
        ",".repeat(surplus),
    ),
  }));
const broken = fc
  .constantFrom("a", "a,b", "a,b,c,d", '"a"b,c,d', '"a""b" c,d,e', "a,b\xff,c")
  .map((text) => ({ cells: null, bytes: Buffer.from(text, "latin1") }));
const blank = fc.constantFrom("", " ", "\t").map((text) => ({ cells: undefined, bytes: Buffer.from(text) }));
const table = fc.array(
  fc.tuple(fc.oneof({ weight: 8, arbitrary: rowOfCells }, { weight: 2, arbitrary: broken }, { weight: 1, arbitrary: blank }), lineEnd),
  { maxLength: 12 },
);

const needsQuotes = (text: string) => /[",\r\n]/.test(text);
const quoted = (text: string, hasSpaces: boolean) => `"${text.replaceAll('"', '""')}"${hasSpaces ? "  " : ""}`;

type Table = ReturnType<typeof table.filter> extends fc.Arbitrary<infer T> ? T : never;

function written(rows: Table, hasMark: boolean): { readonly bytes: Buffer; readonly rows: string[][]; readonly unreadable: number[] } {
  const known = rows.filter(([{ cells }]) => cells !== undefined);
  return {
    bytes: Buffer.concat([
      Buffer.from(`${hasMark ? "\uFEFF" : ""}x,y,z\n`),
      ...rows.flatMap(([{ bytes }, end]) => [bytes, Buffer.from(end)]),
    ]),
    rows: known.flatMap(([{ cells }]) => (cells ? [cells] : [])),
    unreadable: known.flatMap(([{ cells }], at) => (cells === null ? [at + 1] : [])),
  };
}

it("a broken row costs itself and no other: the rest is read as it was written, however it was", { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (rows, hasMark) => {
      const { bytes, rows: wanted, unreadable } = written(rows, hasMark);
      const file = folder.write("random.csv", bytes);
      const { relation, columns, rows: count, unreadable: found } = await openPortfolio(database, file);
      const read = await database.rows(`SELECT ${columns.map(({ sql }) => `coalesce(${sql}, '')`).join(", ")} FROM ${relation}`);
      expect({ read, count, found }).toEqual({ read: wanted, count: wanted.length, found: unreadable });
      const told: UnreadableRow[] = [];
      for await (const some of unreadableRows(file)) told.push(...some);
      expect(told.map(({ number }) => number)).toEqual(unreadable);
      for (const { line, text } of told) expect(lineOf(bytes, line)).toBe(text);
    }),
    { numRuns: 150, seed: 3 },
  ),
);

function lineOf(bytes: Buffer, line: number): string {
  return (bytes.toString("utf8").split("\n")[line - 1] as string).replace(/\r$/, "");
}

it("rows are the same in pieces of any size", () =>
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, size) => {
      const { bytes } = written(rows, false);
      expect(cut(bytes, size)).toEqual(cut(bytes, bytes.length));
    }),
    { numRuns: 500, seed: 4 },
  ));

function cut(bytes: Buffer, size: number): unknown[] {
  const found: unknown[] = [];
  const splitter = new CsvSplitter(10, {
    header: (cells) => cells.length,
    row: (own, from, to, cells) => void found.push(cells?.map(String) ?? own.toString("utf8", from, to).split(",")),
    unreadable: (row) => void found.push(row),
  });
  for (let at = 0; at < bytes.length; at += size) splitter.push(Buffer.from(bytes.subarray(at, at + size)));
  splitter.finish();
  return [...found, splitter.rows, splitter.isUnusual];
}

it("a row of megabytes, and a quote never closed before megabytes, cost one row", async () => {
  const rows = `${"b,1,2\n".repeat(400_000)}`;
  for (const bad of [`${"a".repeat(3 << 20)},1,2`, 'a,"open,2']) {
    const file = folder.write("long.csv", `x,y,z\nb,1,2\n${bad}\n"b, too",1,2\n${rows}`);
    const { relation, rows: count, unreadable } = await openPortfolio(database, file);
    expect([count, unreadable]).toEqual([400_002, [2]]);
    expect(await database.rows(`SELECT count(*)::DOUBLE FROM ${relation}`)).toEqual([[400_002]]);
  }
});
