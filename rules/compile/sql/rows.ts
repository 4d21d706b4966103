/** Program → one SQL statement with one row a borrower. Pure: gives the statement and how to read its rows; runs nothing. */
import { DECISIONS, type Decision } from "#rules/evaluate";
import type { Program, VersionProgram } from "../program.ts";
import type { RowError } from "./checks.ts";
import type { Dialect } from "./dialect.ts";
import { type Piece, piece, Stages } from "./stages.ts";
import { type SourceColumn, Values } from "./values.ts";
import { rootsOf, VersionSql } from "./version-sql.ts";

/** What borrowers are read from. */
export interface SqlSource {
  /** What stands after FROM: a table's name, quoted by the caller with `dialect.identifier`, or a subquery in parentheses with an alias. */
  readonly source: string;
  /** The source column of each fact; a fact without one takes the scenario's value, else null, else it is an error. */
  readonly columns: ReadonlyMap<string, SourceColumn>;
}

export interface SqlRowsOptions extends SqlSource {
  /** The column that names a borrower. */
  readonly id: string;
}

export interface VersionOutputs {
  /** 0, or the place of the error in `errors`, counted from 1; then all else is null. */
  readonly error: string;
  /** Whole hundredths. */
  readonly limit: string;
  /** Place in `DECISIONS`. */
  readonly decision: string;
  /** Whole hundredths; null where the balance is. Null for a policy without a balance. */
  readonly available: string | null;
  /** 1 or 0. */
  readonly review: string;
  /** Places in the program's reasons, −1 where there are fewer than four. */
  readonly reasons: readonly string[];
  /** Words of 32 bits, one bit a rule in the total order. */
  readonly fired: readonly string[];
  /** The place of the one applied rule, −1 for none; null under `sequential`, where the rules that fired were applied. */
  readonly applied: string | null;
  /** Words of 32 bits, one bit a guardrail. */
  readonly bound: readonly string[];
}

export interface SqlRows {
  readonly sql: string;
  readonly outputs: { readonly id: string; readonly versions: readonly VersionOutputs[]; readonly errors: readonly RowError[] };
}

/** One row a borrower, with both versions' outcomes. */
export function compileSql(program: Program, dialect: Dialect, options: SqlRowsOptions): SqlRows {
  const stages = new Stages(dialect, options.source);
  const values = new Values(program, dialect, stages, options.columns, rootsOf(program));
  const errors: RowError[] = [];
  const id = stages.column(piece([], () => dialect.asText(dialect.identifier(options.id))));
  const columns: [name: string, column: Piece][] = [["id", id]];
  const versions = program.versions.map((version, i) => outputsOf(new VersionSql(values, version, errors), i, dialect, columns));
  const sql = `${stages.query(
    columns.map(([, column]) => column),
    columns.map(([name]) => name),
  )}${dialect.settings}`;
  return { sql, outputs: { id: "id", versions, errors } };
}

function outputsOf(version: VersionSql, at: number, dialect: Dialect, columns: [string, Piece][]): VersionOutputs {
  const { error } = version;
  const add = (name: string, column: Piece, write = (sql: string) => sql): string => {
    const valid = piece([error, column], (e, value) => dialect.when([[`${e} = 0`, write(value as string)]], null));
    columns.push([`${name}_${at}`, valid]);
    return `${name}_${at}`;
  };
  columns.push([`error_${at}`, error]);
  const available = version.available();
  const all = (name: string, pieces: readonly Piece[]) => pieces.map((one, i) => add(`${name}_${i}`, one));
  const applied = version.applied();
  return {
    error: `error_${at}`,
    limit: add("limit", version.settled.limit),
    decision: add("decision", version.settled.decision),
    available: available === null ? null : add("available", available),
    review: add("review", version.review(), (test) => dialect.when([[test, "1"]], "0")),
    reasons: all("reason", version.reasons()),
    fired: all("fired", version.fired()),
    applied: applied === null ? null : add("applied", applied),
    bound: all("bound", version.bound()),
  };
}

/** A row's outcome under one version, in words; limits in whole hundredths. */
export interface RowOutcome {
  readonly limit: bigint;
  readonly available: bigint | null;
  readonly decision: Decision;
  readonly fired: readonly string[];
  readonly applied: readonly string[];
  readonly bound: readonly string[];
  readonly reasons: readonly string[];
  readonly review: boolean;
}

/** A cell as a database gives it: whole numbers as number, bigint or text. */
export type Cell = number | bigint | string | null;

/** Reads one row of the statement, a value by column name: for each version its outcome, or its first error. */
export function readRow(
  program: Program,
  outputs: SqlRows["outputs"],
  row: Readonly<Record<string, unknown>>,
): readonly (RowOutcome | RowError)[] {
  return program.versions.map((version, i) => {
    const names = outputs.versions[i] as VersionOutputs;
    const error = outputs.errors[Number(row[names.error]) - 1];
    return error ?? outcomeOf(program, version, names, row);
  });
}

function outcomeOf(
  program: Program,
  { rules, guardrails }: VersionProgram,
  names: VersionOutputs,
  row: Readonly<Record<string, unknown>>,
): RowOutcome {
  const cell = (name: string) => row[name] as Cell;
  const bits = <T extends { readonly name: string }>(words: readonly string[], items: readonly T[]) =>
    items.flatMap(({ name }, at) => ((BigInt(cell(words[at >> 5] as string) as number) >> BigInt(at & 31)) & 1n ? [name] : []));
  const fired = bits(names.fired, rules);
  const place = names.applied === null ? null : Number(cell(names.applied));
  const rule = place === null ? undefined : rules[place];
  const available = names.available === null ? null : cell(names.available);
  return {
    limit: BigInt(cell(names.limit) as number),
    available: available === null ? null : BigInt(available),
    decision: DECISIONS[Number(cell(names.decision))] as Decision,
    fired,
    applied: place === null ? fired : rule === undefined ? [] : [rule.name],
    bound: bits(names.bound, guardrails),
    reasons: names.reasons.map((name) => Number(cell(name))).flatMap((reason) => (reason < 0 ? [] : [program.reasons[reason] as string])),
    review: Number(cell(names.review)) === 1,
  };
}
