import { z } from "zod";
import { borrowerErrorSchema, DECISIONS, outcomeSchema } from "#rules/evaluate";
import { borrowersSchema, policySourceSchema, scenarioSchema } from "./common";

export const compareRequestSchema = z
  .strictObject({
    baseline: policySourceSchema,
    candidate: policySourceSchema,
    borrowers: borrowersSchema,
    scenario: scenarioSchema.optional().meta({ description: "For both sides; each uses the facts that its policy declares" }),
    baselineScenario: scenarioSchema.optional().meta({ description: "For the baseline alone; wins over `scenario`" }),
    candidateScenario: scenarioSchema.optional().meta({ description: "For the candidate alone; wins over `scenario`" }),
    all: z.boolean().default(false).meta({ description: "Lists every borrower, not only those that shift" }),
  })
  .meta({ id: "CompareRequest" });

const decisionSchema = z.enum(DECISIONS);
const sideSchema = z.object({ name: z.string(), hash: z.string() });
const editSchema = z.object({ path: z.string(), before: z.json().optional(), after: z.json().optional(), text: z.string() });
const changeSchema = z
  .object({
    id: z.string(),
    kind: z.enum(["added", "removed", "changed", "reordered"]),
    subject: z.enum(["rule", "derived", "condition", "guardrail", "limit", "strategy", "fact", "reason", "policy", "scenario"]),
    name: z.string(),
    edits: z.array(editSchema),
  })
  .meta({ id: "Change" });

const sideSummarySchema = z.object({
  limit: z.number().meta({ description: "Sum of limits after" }),
  available: z.number().meta({ description: "Sum of available credit" }),
  decisions: z.record(decisionSchema, z.int()),
  review: z.int().meta({ description: "Borrowers that need a person" }),
});

const measureSharesSchema = z
  .object({
    solo: z.number().meta({ description: "What it does applied alone to the baseline" }),
    last: z.number().meta({ description: "What it does applied last" }),
    share: z.number().meta({ description: "Its Shapley share; those of all changes sum exactly to the shift" }),
    stderr: z
      .number()
      .optional()
      .meta({ description: "Standard error, where more than 12 changes act on one borrower and orders are sampled" }),
  })
  .meta({ id: "MeasureShares" });

/** By change; those without a share are left out. */
const sharesSchema = z.record(z.string(), z.number());

const attributionSchema = z.object({
  change: z.string(),
  touched: z.int().meta({ description: "Borrowers whose outcome this change alone alters, from either side" }),
  limit: measureSharesSchema,
  available: measureSharesSchema,
  flips: z
    .array(z.object({ from: decisionSchema, to: decisionSchema, borrowers: z.int() }))
    .meta({ description: "Decisions that it turns into others, applied alone to the baseline" }),
});

const interactionSchema = z.object({
  changes: z.tuple([z.string(), z.string()]),
  borrowers: z.int().meta({ description: "Borrowers whom both touch" }),
  limit: z.number(),
  available: z.number(),
});

export const comparisonSchema = z
  .object({
    baseline: sideSchema,
    candidate: sideSchema,
    scenario: z.object({ baseline: scenarioSchema, candidate: scenarioSchema }),
    changes: z.array(changeSchema),
    wording: z.array(changeSchema).meta({ description: "Changes without effect on outcomes" }),
    summary: z.object({
      borrowers: z.int(),
      errors: z.int(),
      shifted: z.int(),
      reasonShifted: z.int(),
      baseline: sideSummarySchema,
      candidate: sideSummarySchema,
    }),
    migration: z.array(
      z.object({
        baseline: decisionSchema,
        candidate: decisionSchema,
        borrowers: z.int(),
        limitBaseline: z.number(),
        limitCandidate: z.number(),
        availableBaseline: z.number(),
        availableCandidate: z.number(),
      }),
    ),
    attribution: z.array(attributionSchema).meta({ description: "The shift divided among the changes, in their order" }),
    interactions: z
      .array(interactionSchema)
      .meta({ description: "What two changes do together beyond what each does alone: the pairs that matter most" }),
    borrowers: z.array(
      z.object({
        name: z.string(),
        baseline: outcomeSchema,
        candidate: outcomeSchema,
        shares: sharesSchema.meta({ description: "Of this borrower's shift in limit, by change; changes without one are left out" }),
        availableShares: sharesSchema.optional().meta({ description: "The same of available credit, where a balance is known" }),
      }),
    ),
    failures: z.array(z.object({ name: z.string(), side: z.enum(["baseline", "candidate"]), error: borrowerErrorSchema })),
    data: z.object({
      hash: z.string().meta({ description: "Pins the borrowers: sha256: of their names and the facts that either policy declares" }),
    }),
  })
  .meta({ id: "Comparison" });
