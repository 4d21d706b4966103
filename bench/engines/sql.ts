/** Our SQL on DuckDB over a native table: the comparison's aggregates, or every borrower's outcomes into a Parquet file. */
import path from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type AggregateRow, aggregateSql, compile, compileSql, duckdb, type Program, type SqlSource } from "#rules/compile";
import { type BenchCase, versionsOf } from "../cases.ts";
import { ofSql } from "../figures.ts";
import { measure } from "../measure.ts";
import type { Answer, Job } from "./engine.ts";

export function measureSql(bench: BenchCase, job: Job): Promise<Answer> {
  return onTable(bench, job, async (connection, program, source) => {
    const { sql } = aggregateSql(program, duckdb, source);
    const query = async () => (await connection.runAndReadAll(sql)).getRowObjects() as unknown as AggregateRow[];
    const samples = await measure(query, { warmupMs: 1, samples: 3 });
    return { rows: job.rows, samples, agreed: ofSql(await query()), more: {} };
  });
}

export function measureSqlRows(bench: BenchCase, job: Job): Promise<Answer> {
  return onTable(bench, job, async (connection, program, source) => {
    const { sql } = compileSql(program, duckdb, { ...source, id: "id" });
    const out = path.join(job.scratch, `sql-rows-${process.pid}.parquet`);
    const copy = () => connection.run(`COPY (${sql}) TO ${duckdb.text(out)} (FORMAT parquet)`);
    const samples = await measure(copy, { warmupMs: 1, samples: 2 });
    return { rows: job.rows, samples, agreed: null, more: {} };
  });
}

async function onTable(
  bench: BenchCase,
  { parquet }: Job,
  work: (connection: DuckDBConnection, program: Program, source: SqlSource) => Promise<Answer>,
): Promise<Answer> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2", preserve_insertion_order: "false" });
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE borrowers AS SELECT * FROM read_parquet(${duckdb.text(parquet as string)})`);
    const program = compile(versionsOf(bench));
    const given = new Set(bench.population().columns.map(({ name }) => name));
    const names = program.columns.map(({ fact }) => fact).filter((fact) => given.has(fact));
    return await work(connection, program, { source: "borrowers", columns: new Map(names.map((name) => [name, name])) });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
