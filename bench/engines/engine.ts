/** What a measured process is asked and what it answers: plain data between processes. */
import type { Agreed } from "../figures.ts";
import type { Sample } from "../measure.ts";

export const ENGINES = [
  "json-rules-engine",
  "zen-engine",
  "kernels",
  "kernels-2",
  "sql",
  "sql-rows",
  "bare-read",
  "parquet",
  "parquet-rows",
  "edit",
  "fixtures",
] as const;
export type EngineName = (typeof ENGINES)[number];

export interface Job {
  readonly engine: EngineName;
  readonly case: string;
  readonly rows: number;
  /** The portfolio as Parquet, for those that read it. */
  readonly parquet: string | null;
  /** A folder for what is written. */
  readonly scratch: string;
}

export interface Answer {
  /** Rows that one repetition evaluates. */
  readonly rows: number;
  readonly samples: readonly Sample[];
  /** Null where the engine gives none (the bare read). */
  readonly agreed: Agreed | null;
  /** Further figures, by name. */
  readonly more: Readonly<Record<string, number>>;
}

export interface Report extends Answer {
  readonly maxRssBytes: number;
}
