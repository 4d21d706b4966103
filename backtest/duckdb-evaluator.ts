/**
 * Batches evaluated by the program's SQL inside DuckDB: a second way to the same outcomes. A row that holds what a typed
 * table cannot (a text for a number, a fact that is not given) and a limit too large for SQL's whole numbers are the referee's.
 */
import type { DuckDBConnection, DuckDBDataChunk, DuckDBValue } from "@duckdb/node-api";
import {
  compileSql,
  duckdb,
  type OutcomeColumns,
  type Program,
  type RawBatch,
  type RejectedRow,
  type SqlRows,
  type ValueType,
} from "#rules/compile";
import { createEvaluator, type Evaluator } from "#rules/evaluate";
import { type FactValue, toHundredths } from "#rules/policy";
import { valueAt } from "#rules/compile";
import type { BatchEvaluator, BatchOutcomes, EvaluatorOptions } from "./batch-evaluator.ts";
import { type Database, openDatabase, quoted } from "./duckdb.ts";
import { factsAt, OutcomeMemory } from "./outcome-memory.ts";

const CHUNK = 2048;
const TABLE = "batch";
const TYPES: Readonly<Record<ValueType, string>> = { number: "DOUBLE", boolean: "BOOLEAN", text: "VARCHAR", texts: "VARCHAR[]" };

export async function createDuckdbEvaluator({ program, capacity }: EvaluatorOptions): Promise<BatchEvaluator> {
  return new DuckdbEvaluator(program, capacity, openDatabase(1));
}

/** The type that a fact's column has in the table. */
type TableColumn = { readonly fact: string; readonly type: ValueType };

class DuckdbEvaluator implements BatchEvaluator {
  private readonly referees: readonly Evaluator[];
  private readonly columns: readonly OutcomeMemory[];

  constructor(
    private readonly program: Program,
    capacity: number,
    private readonly database: Database,
  ) {
    this.referees = program.versions.map(({ policy, scenario }) => createEvaluator(policy, scenario));
    this.columns = program.versions.map((_, version) => new OutcomeMemory(program, version, capacity));
  }

  async evaluate(batch: RawBatch): Promise<BatchOutcomes> {
    for (const columns of this.columns) columns.clear();
    const given = this.tableColumns(batch);
    const apart = given === null ? everyRow(batch) : await this.fill(batch, given);
    if (given !== null) for (const row of await this.decide(batch, given)) apart.add(row);
    const rejected: RejectedRow[] = [];
    for (const row of [...apart].sort((a, b) => a - b)) {
      const rejection = await this.referee(batch, row);
      if (rejection !== null) rejected.push(rejection);
    }
    const outcomes = this.columns.map((columns): OutcomeColumns => columns.view(batch.rows));
    return { rejected, outcomes, counted: null, conditionRows: () => null };
  }

  close(): void {
    this.database.close();
  }

  /** Null where the versions read a fact as different types. */
  private tableColumns(batch: RawBatch): TableColumn[] | null {
    const types = new Map<string, ValueType>();
    for (const { fact, type } of this.program.columns) {
      if (!batch.columns.has(fact)) continue;
      if ((types.get(fact) ?? type) !== type) return null;
      types.set(fact, type);
    }
    return [...types].map(([fact, type]) => ({ fact, type }));
  }

  /** Writes the batch into the table; gives the rows that it cannot hold. */
  private async fill(batch: RawBatch, given: readonly TableColumn[]): Promise<Set<number>> {
    const connection = await this.database.connection();
    const names = given.map(({ type }, at) => `${quoted(`c${at}`)} ${TYPES[type]}`);
    await connection.run(`CREATE OR REPLACE TABLE ${TABLE} (${['"row" DOUBLE', ...names].join(", ")})`);
    const { DuckDBDataChunk, DOUBLE, BOOLEAN, VARCHAR, LIST } = await import("@duckdb/node-api");
    const duckTypes = { number: DOUBLE, boolean: BOOLEAN, text: VARCHAR, texts: LIST(VARCHAR) } as const;
    const appender = await connection.createAppender(TABLE);
    const apart = new Set<number>();
    for (let from = 0; from < batch.rows; from += CHUNK) {
      const rows = Math.min(CHUNK, batch.rows - from);
      const chunk = DuckDBDataChunk.create([DOUBLE, ...given.map(({ type }) => duckTypes[type])], rows);
      chunk.setColumnValues(
        0,
        Array.from({ length: rows }, (_, i) => from + i),
      );
      for (const [at, column] of given.entries()) await setColumn(chunk, at + 1, column, batch, from, rows, apart);
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    return apart;
  }

  /** Evaluates the table; gives the rows that have an error under a version. */
  private async decide(batch: RawBatch, given: readonly TableColumn[]): Promise<number[]> {
    const columns = new Map(given.map(({ fact }, at) => [fact, `c${at}`]));
    const { sql, outputs } = compileSql(this.program, duckdb, { source: TABLE, columns, id: "row" });
    const reader = new OutputReader(this.program, outputs);
    const limits = this.program.versions.map(({ policy }) => batch.columns.get(policy.limit.fact));
    const limitBefore = (version: number, row: number) => {
      const raw = limits[version];
      return raw === undefined ? 0 : toHundredths(valueAt(raw, row) as number);
    };
    return reader.read(await this.database.connection(), sql, this.columns, limitBefore);
  }

  private async referee(batch: RawBatch, row: number): Promise<RejectedRow | null> {
    const facts = factsAt(batch, row);
    for (const columns of this.columns) columns.clearRow(row);
    for (const [version, referee] of this.referees.entries()) {
      const evaluation = await referee.evaluate(facts);
      if (!evaluation.ok) {
        for (const columns of this.columns) columns.clearRow(row);
        return { row, side: version === 0 ? "baseline" : "candidate", errors: evaluation.errors };
      }
      this.columns[version]?.write(row, evaluation.outcome);
    }
    return null;
  }
}

async function setColumn(
  chunk: DuckDBDataChunk,
  at: number,
  { fact, type }: TableColumn,
  batch: RawBatch,
  from: number,
  rows: number,
  apart: Set<number>,
): Promise<void> {
  const { listValue } = await import("@duckdb/node-api");
  const raw = batch.columns.get(fact);
  if (raw === undefined) throw new Error(`the batch does not give \`${fact}\``);
  const values = Array.from({ length: rows }, (_, i): DuckDBValue => {
    const value = valueAt(raw, from + i);
    if (value === null) return null;
    if (value !== undefined && holds(type, value)) return typeof value === "object" ? listValue([...value]) : value;
    apart.add(from + i);
    return null;
  });
  chunk.setColumnValues(at, values);
}

function holds(type: ValueType, value: FactValue): boolean {
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  if (type === "boolean") return typeof value === "boolean";
  if (type === "text") return typeof value === "string";
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function everyRow({ rows }: RawBatch): Set<number> {
  return new Set(Array.from({ length: rows }, (_, row) => row));
}

/** A row's limit before, in hundredths, as a version reads it. */
type LimitBefore = (version: number, row: number) => number;

/** The statement's rows as outcome columns. */
class OutputReader {
  private readonly names: readonly string[];

  constructor(
    private readonly program: Program,
    private readonly outputs: SqlRows["outputs"],
  ) {
    this.names = outputs.versions.flatMap((version) => [
      version.error,
      version.limit,
      version.decision,
      ...(version.available === null ? [] : [version.available]),
      version.review,
      ...version.reasons,
      ...version.fired,
      ...(version.applied === null ? [] : [version.applied]),
      ...version.bound,
    ]);
  }

  async read(connection: DuckDBConnection, sql: string, columns: readonly OutcomeMemory[], limitBefore: LimitBefore): Promise<number[]> {
    const doubles = this.names.map((name) => `coalesce(CAST(${quoted(name)} AS DOUBLE), 'nan'::DOUBLE)`);
    const result = await connection.stream(`SELECT ${[`CAST(${quoted(this.outputs.id)} AS DOUBLE)`, ...doubles].join(", ")} FROM (${sql})`);
    const failed: number[] = [];
    for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const ids = doublesOf(chunk, 0);
      const cells = new Map(this.names.map((name, at) => [name, doublesOf(chunk as DuckDBDataChunk, at + 1)]));
      for (let i = 0; i < ids.length; i++)
        if (!this.readRow(cells, i, ids[i] as number, columns, limitBefore)) failed.push(ids[i] as number);
    }
    return failed;
  }

  /** False where a version has no outcome. */
  private readRow(
    cells: ReadonlyMap<string, Float64Array>,
    i: number,
    row: number,
    columns: readonly OutcomeMemory[],
    limitBefore: LimitBefore,
  ): boolean {
    const cell = (name: string) => cells.get(name)?.[i] as number;
    if (this.outputs.versions.some(({ error }) => cell(error) !== 0)) return false;
    this.outputs.versions.forEach((version, v) => {
      const rules = this.program.versions[v]?.rules.length ?? 0;
      const guardrails = this.program.versions[v]?.guardrails.length ?? 0;
      const fired = placesIn(version.fired.map(cell), rules);
      const applied = version.applied === null ? fired : [cell(version.applied)].filter((place) => place >= 0);
      columns[v]?.writePlaces(row, {
        limitBefore: limitBefore(v, row),
        limitAfter: cell(version.limit),
        available: version.available === null ? Number.NaN : cell(version.available),
        decision: cell(version.decision),
        review: cell(version.review) === 1,
        fired,
        applied,
        bound: placesIn(version.bound.map(cell), guardrails),
        reasons: version.reasons.map((name) => cell(name) + 1),
      });
    });
    return true;
  }
}

function placesIn(words: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, place) => place).filter(
    (place) => Math.floor((words[place >> 5] as number) / 2 ** (place & 31)) % 2 === 1,
  );
}

function doublesOf(chunk: DuckDBDataChunk, at: number): Float64Array {
  return (chunk.getColumnVector(at) as unknown as { readonly items: Float64Array }).items;
}
