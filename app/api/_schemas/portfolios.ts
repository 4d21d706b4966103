import { z } from "zod";
import { factsSchema } from "./common";

const dateSchema = z.iso.datetime();

export const portfolioNameSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words and digits joined by hyphens")
  .max(80, "at most 80 characters")
  .refine((name) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name), "must not look like an id");

const titleSchema = z.string().trim().min(1).max(200);
const descriptionSchema = z.string().max(10_000);

export const mappingSchema = z
  .strictObject({
    facts: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Column by fact; a fact that is not named is read from the column of its own name" }),
    id: z
      .string()
      .nullable()
      .optional()
      .meta({ description: "Column of the borrowers' names; null: `name`, else `id`, else the row's number" }),
    observed: z.string().nullable().optional().meta({ description: "Column of an outcome observed later" }),
  })
  .meta({ id: "ColumnMapping", description: "Which column gives what. What is left out stays as it is" });

export type GivenMapping = z.output<typeof mappingSchema>;

export const uploadQuerySchema = z.object({
  name: portfolioNameSchema,
  title: titleSchema.optional().meta({ description: "By default the name" }),
  description: descriptionSchema.optional(),
  file: z
    .string()
    .min(1)
    .max(255)
    .regex(/\.(csv|parquet|pq)$/i, "must be the name of a .csv or .parquet file")
    .meta({ description: "The file's name; its ending says what it is", example: "cards.parquet" }),
});

export const registerRequestSchema = z
  .strictObject({
    path: z
      .string()
      .regex(/\.(csv|parquet)$/i, "must be the path of a .csv or .parquet file")
      .meta({ example: "/data/cards.parquet" }),
    name: portfolioNameSchema,
    title: titleSchema.optional(),
    description: descriptionSchema.optional(),
    mapping: mappingSchema.optional(),
  })
  .meta({ id: "RegisterPortfolio", description: "A file that lies on the server's machine and stays there" });

export const updatePortfolioSchema = z
  .strictObject({ title: titleSchema.optional(), description: descriptionSchema.optional(), mapping: mappingSchema.optional() })
  .meta({ id: "UpdatePortfolio" });

export const portfolioSummarySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    title: z.string(),
    description: z.string(),
    file: z.string(),
    format: z.enum(["csv", "parquet"]),
    bytes: z.int(),
    hash: z.string().meta({ description: "sha256: and the hex digest of the file" }),
    rows: z.int().nullable().meta({ description: "Null until the profile is made" }),
    registered: z.boolean().meta({ description: "Whether the file lies outside the data folder" }),
    author: z.string(),
    createdAt: dateSchema,
    updatedAt: dateSchema,
  })
  .meta({ id: "PortfolioSummary" });

const columnSchema = z
  .object({
    name: z.string(),
    type: z.enum(["number", "integer", "boolean", "text", "texts", "date", "other"]),
    stored: z.string(),
    nulls: z.int(),
    distinct: z.int(),
    distinctExact: z.boolean(),
    min: z.union([z.number(), z.string(), z.null()]),
    max: z.union([z.number(), z.string(), z.null()]),
    mean: z.number().nullable(),
    quantiles: z.array(z.number()).nullable().meta({ description: "5, 25, 50, 75 and 95 %" }),
    histogram: z.array(z.object({ from: z.number(), to: z.number(), rows: z.int() })),
    top: z.array(z.object({ value: z.string(), rows: z.int() })),
    guess: z.string().meta({ description: "The fact type that the values fit best" }),
  })
  .meta({ id: "ColumnProfile" });

export const portfolioSchema = portfolioSummarySchema
  .extend({
    path: z.string().optional().meta({ description: "Of a registered file" }),
    mapping: z.object({ facts: z.record(z.string(), z.string()), id: z.string().nullable(), observed: z.string().nullable() }),
    profile: z
      .object({
        rows: z.int(),
        unreadable: z.int().optional().meta({ description: "Rows of a CSV file that are none, beside `rows`; a run tells each" }),
        columns: z.array(columnSchema),
      })
      .nullable(),
    profiling: z
      .looseObject({ done: z.number(), total: z.number().nullable() })
      .optional()
      .meta({ description: "How many values of the file are read, while its profile is made" }),
  })
  .meta({ id: "Portfolio" });

const MOST_SAMPLED = 100_000;

export const sampleQuerySchema = z.object({
  rows: z.coerce.number().int().min(1).max(MOST_SAMPLED).default(10_000),
  policy: z.string().optional().meta({ description: "A policy whose latest version says of what type each fact is; else the values say" }),
});

export const sampleSchema = z
  .object({
    hash: z.string().meta({ description: "Of the portfolio's file" }),
    rows: z.int().meta({ description: "Of the portfolio" }),
    borrowers: z.array(z.object({ name: z.string(), facts: factsSchema })),
  })
  .meta({ id: "PortfolioSample", description: "The same rows every time, in the file's order" });
