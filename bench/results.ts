/** Reports of all rounds by engine, case and size, with what follows from them. */
import type { EngineName, Report } from "./engines/engine.ts";
import { type Agreed, textOf } from "./figures.ts";
import { median } from "./measure.ts";
import type { Task } from "./plan.ts";

/** Nanoseconds a row over rounds. */
export interface Cost {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Measured extends Task {
  readonly reports: readonly Report[];
}

export class Results {
  private readonly found = new Map<string, { readonly task: Task; readonly reports: Report[] }>();

  add(task: Task, report: Report): void {
    const key = keyOf(task.engine, task.case, task.rows);
    const known = this.found.get(key) ?? { task, reports: [] };
    known.reports.push(report);
    this.found.set(key, known);
  }

  get(engine: EngineName, name: string, rows: number): Measured | null {
    const found = this.found.get(keyOf(engine, name, rows));
    return found === undefined ? null : { ...found.task, reports: found.reports };
  }

  all(): Measured[] {
    return [...this.found.values()].map(({ task, reports }) => ({ ...task, reports }));
  }
}

function keyOf(engine: EngineName, name: string, rows: number): string {
  return `${engine} ${name} ${rows}`;
}

/** CPU or wall time a row: the median of each round's median, and the least and the most of these. */
export function costOf({ reports }: Measured, clock: "cpu" | "wall" = "cpu"): Cost {
  const rounds = reports.map(({ samples, rows }) => median(samples.map((sample) => sample[clock])) / rows);
  return { median: median(rounds), least: Math.min(...rounds), most: Math.max(...rounds) };
}

/** The wall time a row of the least disturbed repetition. */
export function bestWallOf({ reports }: Measured): number {
  return Math.min(...reports.flatMap(({ samples, rows }) => samples.map(({ wall }) => wall / rows)));
}

export function mostMemoryOf({ reports }: Measured): number {
  return Math.max(...reports.map(({ maxRssBytes }) => maxRssBytes));
}

/** A further figure of an engine: the median over rounds. */
export function moreOf({ reports }: Measured, name: string): number | null {
  const values = reports.flatMap(({ more }) => more[name] ?? []);
  return values.length === 0 ? null : median(values);
}

/** Measured tasks whose aggregates are not those expected of their case and rows. */
export function disagreements(results: Results, expected: (name: string, rows: number) => Agreed | null): Measured[] {
  return results.all().filter(({ case: name, rows, engine, reports }) => {
    if (engine === "zen-engine") return false;
    const reference = expected(name, rows) ?? results.get("kernels", name, rows)?.reports[0]?.agreed ?? null;
    return reports.some(({ agreed }) => agreed !== null && reference !== null && textOf(agreed) !== textOf(reference));
  });
}
