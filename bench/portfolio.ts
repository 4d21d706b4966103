/** A population as a Parquet file: columns are handed to DuckDB as numbers and codes, and become texts and nulls on their way to the file. */
import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, INTEGER, UTINYINT } from "@duckdb/node-api";
import type { RawBatch, RawColumn } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { BLOCK, batchOf, type Population, type PopulationColumn } from "./population.ts";

/** Rows of a DuckDB vector at most. */
const VECTOR = 2048;
const BATCH = 16 * BLOCK;
/** No whole number or amount of a population is this. */
const NOTHING = -1e9;

/** Writes the first `rows` borrowers with their number as `id`. */
export async function writePortfolio(population: Population, rows: number, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  try {
    const types = population.columns.map(({ kind }) => (kind === "f64" ? "DOUBLE" : kind === "i32" ? "INTEGER" : "UTINYINT"));
    await connection.run(`CREATE TABLE raw (id INTEGER, ${types.map((type, i) => `c${i} ${type}`).join(", ")})`);
    for (let from = 0; from < rows; from += BATCH)
      await append(connection, population, batchOf(population, Math.min(BATCH, rows - from), from), from);
    const selected = population.columns.map((column, i) => `${expressionOf(column, `c${i}`)} AS "${column.name}"`);
    await connection.run(`COPY (SELECT id, ${selected.join(", ")} FROM raw) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function append(connection: DuckDBConnection, { columns }: Population, batch: RawBatch, from: number): Promise<void> {
  const types = [INTEGER, ...columns.map(({ kind }) => (kind === "f64" ? DOUBLE : kind === "i32" ? INTEGER : UTINYINT))];
  const values = columns.map(({ name }) => marked(batch.columns.get(name) as RawColumn));
  const appender = await connection.createAppender("raw");
  for (let at = 0; at < batch.rows; at += VECTOR) {
    const count = Math.min(VECTOR, batch.rows - at);
    const chunk = DuckDBDataChunk.create(types, count);
    write(
      chunk,
      0,
      Int32Array.from({ length: count }, (_, i) => from + at + i),
    );
    values.forEach((column, i) => void write(chunk, i + 1, column.subarray(at, at + count)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function write(chunk: DuckDBDataChunk, index: number, values: Marked): void {
  const vector = chunk.getColumnVector(index) as unknown as { readonly items: { set(values: Marked): void }; flush(): void };
  vector.items.set(values);
  vector.flush();
}

type Marked = Float64Array | Int32Array | Uint8Array;

/** A column's values with `NOTHING` where not known (2 for booleans). */
function marked(raw: RawColumn): Marked {
  if (raw.kind === "codes") return raw.codes as Uint8Array;
  if (raw.kind === "values" || raw.kind === "coded-numbers") throw new Error("populations have plain columns");
  const { nulls } = raw;
  if (nulls === null) return raw.values as Marked;
  const nothing = raw.kind === "booleans" ? 2 : NOTHING;
  return (raw.values as Float64Array).map((value, row) => (nulls[row] === 1 ? nothing : value));
}

function expressionOf({ kind, nullable, dictionary }: PopulationColumn, column: string): string {
  if (kind === "codes") return `([${dictionary.map(literal).join(", ")}])[${column} + 1]`;
  if (kind === "booleans") return `CASE ${column} WHEN 0 THEN false WHEN 1 THEN true END`;
  return nullable ? `nullif(${column}, ${NOTHING}${kind === "f64" ? "::DOUBLE" : ""})` : column;
}

function literal(value: FactValue): string {
  if (value === null) return "NULL";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]::VARCHAR[]`;
  return `'${String(value).replaceAll("'", "''")}'`;
}
