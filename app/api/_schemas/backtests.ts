import { z } from "zod";
import { FILE_ENGINES } from "../../../backtest/types";
import { policySourceSchema, scenarioSchema } from "./common";
import { mappingSchema } from "./portfolios";

const dateSchema = z.iso.datetime();

export const backtestRequestSchema = z
  .strictObject({
    baseline: policySourceSchema,
    candidate: policySourceSchema.optional().meta({ description: "Without one the baseline alone is run" }),
    portfolio: z.string().meta({ description: "Id or name of a portfolio", example: "real-card-borrowers" }),
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
    engine: z.enum(FILE_ENGINES).default("kernels").meta({ description: "All give the same figures" }),
    attribution: z
      .boolean()
      .default(true)
      .meta({ description: "Divides the shift between two versions among the changes; leaving it out saves time" }),
    outcomes: z.boolean().default(false).meta({ description: "Keeps the outcomes row by row, to be downloaded as Parquet" }),
    wait: z.boolean().default(false).meta({ description: "Answers when it is done, with the result" }),
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
    phase: z.enum(["reading", "evaluating", "writing"]),
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
    portfolio: z.object({ id: z.uuid(), name: z.string(), title: z.string(), hash: z.string() }),
    by: z.array(z.string()),
    engine: z.enum(FILE_ENGINES),
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
