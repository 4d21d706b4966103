/** What a run measures: which engines on which cases at which sizes, from the words of the command line. */
import { parseArgs } from "node:util";
import { CASE_NAMES } from "./cases.ts";
import { ENGINES, type EngineName } from "./engines/engine.ts";

export interface Plan {
  readonly rows: readonly number[];
  readonly rounds: number;
  readonly cases: readonly string[];
  readonly engines: readonly EngineName[];
}

export interface Task {
  readonly engine: EngineName;
  readonly case: string;
  readonly rows: number;
}

export class UsageError extends Error {}

/** Engines that go borrower by borrower are measured on so many: their cost a row is constant. */
export const SAMPLE_ROWS = 1000;
export const FIXTURES = 5000;
export const MILLION = 1_000_000;
const TEN_MILLION = 10_000_000;
/** Numbers of rules for the cost by rules, and the rows that it is measured on. */
export const RULE_COUNTS = [10, 100, 1000] as const;
export const RULE_ROWS = 100_000;

const BY_HAND: ReadonlySet<EngineName> = new Set(["json-rules-engine", "zen-engine"]);
const ONCE: ReadonlySet<EngineName> = new Set([...BY_HAND, "edit", "fixtures"]);
const FILES: ReadonlySet<EngineName> = new Set(["sql", "sql-rows", "parquet", "parquet-rows"]);
/** Ten million rows are for what they tell apart: memory, and whether the cost stays linear. */
const AT_TEN_MILLION: ReadonlySet<EngineName> = new Set(["kernels", "bare-read", "parquet", "parquet-rows"]);
const CASES_AT_TEN_MILLION: ReadonlySet<string> = new Set(["made-up-25"]);

export function planOf(words: readonly string[]): Plan {
  const { rows, rounds, only, "ten-million": tenMillion } = optionsOf(words);
  const sizes = rows.split(",").map((text) => wholeOf(text, "--rows"));
  const names = only?.split(",") ?? [];
  const known: readonly string[] = [...CASE_NAMES, ...ENGINES];
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new UsageError(`unknown name \`${stranger}\` in --only; there are ${known.join(", ")}`);
  const chosen = <T extends string>(all: readonly T[]) => {
    const asked = all.filter((name) => names.includes(name));
    return asked.length === 0 ? all : asked;
  };
  return {
    rows: [...new Set([...sizes, ...(tenMillion === true ? [TEN_MILLION] : [])])].sort((a, b) => a - b),
    rounds: wholeOf(rounds, "--rounds"),
    cases: chosen(CASE_NAMES),
    engines: chosen(ENGINES),
  };
}

function optionsOf(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        rows: { type: "string", default: "10000,100000,1000000" },
        rounds: { type: "string", default: "3" },
        only: { type: "string" },
        "ten-million": { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeOf(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`${option}: \`${text}\` is no whole number above 0`);
  return value;
}

export function needsFile(engine: EngineName): boolean {
  return FILES.has(engine);
}

/** The tasks of one round, in order: engines of a case at a size stand beside each other. */
export function tasksOf({ rows, cases, engines }: Plan, round: number): Task[] {
  const tasks = cases.flatMap((name) => [
    ...engines.filter((engine) => ONCE.has(engine)).map((engine) => ({ engine, case: name, rows: onceRows(engine, rows) })),
    ...rows.flatMap((size) =>
      engines.filter((engine) => isMeasured(engine, name, size, round)).map((engine) => ({ engine, case: name, rows: size })),
    ),
  ]);
  const byRules = engines.includes("kernels") ? RULE_COUNTS.map((count) => `made-up-${count}`) : [];
  return [...tasks, ...byRules.map((name) => ({ engine: "kernels" as const, case: name, rows: RULE_ROWS }))].filter(isFirst);
}

function onceRows(engine: EngineName, rows: readonly number[]): number {
  if (BY_HAND.has(engine)) return SAMPLE_ROWS;
  return engine === "fixtures" ? FIXTURES : rows.includes(MILLION) ? MILLION : (rows.at(-1) as number);
}

function isMeasured(engine: EngineName, name: string, rows: number, round: number): boolean {
  if (ONCE.has(engine)) return false;
  return rows < TEN_MILLION || (round === 0 && AT_TEN_MILLION.has(engine) && CASES_AT_TEN_MILLION.has(name));
}

function isFirst(task: Task, at: number, all: readonly Task[]): boolean {
  return all.findIndex((other) => other.engine === task.engine && other.case === task.case && other.rows === task.rows) === at;
}
