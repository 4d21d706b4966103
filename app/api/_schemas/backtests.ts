import { z } from "zod";
import { DATABASE_ENGINES, FILE_ENGINES } from "../../../backtest/types";
import { policySourceSchema, scenarioSchema } from "./common";
import { mappingSchema } from "./portfolios";

const dateSchema = z.iso.datetime();

const tableSchema = z
  .strictObject({
    connection: z.string().meta({ description: "A database that the server was started with", example: "warehouse" }),
    table: z.string().min(1).meta({ description: "Table or view of borrowers, perhaps with its schema", example: "risk.portfolio" }),
    results: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .meta({ description: "A table to make there with every outcome; `mapping.id` names the borrowers" }),
    cluster: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .meta({ description: "ClickHouse: evaluate the local table on every shard of this cluster" }),
  })
  .meta({ id: "DatabaseTable", description: "A table that its database evaluates itself; figures come back" });

export const backtestRequestSchema = z
  .strictObject({
    baseline: policySourceSchema,
    candidate: policySourceSchema.optional().meta({ description: "Without one the baseline alone is run" }),
    portfolio: z.string().optional().meta({ description: "Id or name of a portfolio; this or `table`", example: "real-card-borrowers" }),
    table: tableSchema.optional(),
    scenario: scenarioSchema.optional().meta({ description: "For both sides; each uses the facts that its policy declares" }),
    baselineScenario: scenarioSchema.optional().meta({ description: "For the baseline alone; wins over `scenario`" }),
    candidateScenario: scenarioSchema.optional().meta({ description: "For the candidate alone; wins over `scenario`" }),
    mapping: mappingSchema.optional().meta({ description: "For this run; wins over the portfolio's" }),
    by: z
      .array(z.string())
      .max(50)
      .default([])
      .meta({ description: "Facts, derived facts or shared conditions to break the figures down by" }),
    observed: z.string().nullable().optional().meta({ description: "Column of an outcome observed later; wins over `mapping`" }),
    engine: z
      .enum(FILE_ENGINES)
      .optional()
      .meta({ description: "`kernels` unless told otherwise; all give the same figures. A table is evaluated by its database" }),
    attribution: z.boolean().default(true).meta({
      description: "Divides the shift between two versions among the changes; leaving it out saves time. Not of a table: it needs the rows",
    }),
    outcomes: z.boolean().default(false).meta({ description: "Keeps the outcomes row by row, to be downloaded as Parquet" }),
    wait: z.boolean().default(false).meta({ description: "Answers when it is done, with the result" }),
  })
  .superRefine((input, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!input.portfolio && !input.table) refuse("portfolio", "say which `portfolio` to run on, or which `table`");
    if (input.portfolio && input.table) refuse("table", "give a `portfolio` or a `table`, not both");
    if (input.table && input.engine) refuse("engine", "a table is evaluated by its database; leave `engine` out");
    if (input.table && input.outcomes)
      refuse("outcomes", "a table's outcomes stay in the database; name a table for them in `table.results`");
  })
  .meta({ id: "BacktestRequest" });

export type BacktestInput = z.output<typeof backtestRequestSchema>;

const sideSchema = z.object({
  version: z.int().nullable().meta({ description: "Null where a document was given that is no stored version" }),
  hash: z.string(),
});
const fileSchema = z.object({ name: z.string(), bytes: z.int(), sha256: z.string() }).nullable();
const progressSchema = z
  .object({
    phase: z
      .enum(["reading", "evaluating", "writing", "statements"])
      .meta({ description: "`statements`: a database evaluates its own table, and `done` and `total` count statements" }),
    done: z.number(),
    total: z.number().nullable(),
    rate: z.number().meta({ description: "Rows a second, of late" }),
    secondsLeft: z.number().nullable(),
  })
  .nullable();
const errorSchema = z.object({ code: z.string(), message: z.string() }).nullable();

/** The result is described in words only: rules/portfolio/types.ts says what it is. */
export const backtestSchema = z.looseObject({}).meta({ id: "Backtest", description: "As `limen backtest --json` prints it" });

export const backtestSummarySchema = z
  .object({
    id: z.uuid(),
    policy: z.string(),
    status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
    progress: progressSchema,
    error: errorSchema,
    baseline: sideSchema,
    candidate: sideSchema.nullable(),
    scenario: z.object({ baseline: scenarioSchema, candidate: scenarioSchema }),
    portfolio: z.object({ id: z.uuid(), name: z.string(), title: z.string(), hash: z.string() }).nullable(),
    table: tableSchema.nullable(),
    by: z.array(z.string()),
    engine: z.enum([...FILE_ENGINES, ...DATABASE_ENGINES]),
    build: z.string().nullable(),
    summary: z.looseObject({}).nullable().meta({ description: "The result's headline figures" }),
    files: z.object({ outcomes: fileSchema, rejected: fileSchema }),
    author: z.string(),
    createdAt: dateSchema,
    startedAt: dateSchema.nullable(),
    finishedAt: dateSchema.nullable(),
  })
  .meta({ id: "BacktestSummary" });

export const backtestRunSchema = backtestSummarySchema
  .extend({
    mapping: z.object({ facts: z.record(z.string(), z.string()), id: z.string().nullable(), observed: z.string().nullable() }),
    keepsOutcomes: z.boolean(),
    attribution: z.boolean(),
    result: backtestSchema.nullable(),
  })
  .meta({ id: "BacktestRun" });
