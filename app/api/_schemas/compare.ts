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
    subject: z.enum(["rule", "derived", "condition", "guardrail", "limit", "strategy", "fact", "reason", "policy"]),
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
    borrowers: z.array(z.object({ name: z.string(), baseline: outcomeSchema, candidate: outcomeSchema })),
    failures: z.array(z.object({ name: z.string(), side: z.enum(["baseline", "candidate"]), error: borrowerErrorSchema })),
  })
  .meta({ id: "Comparison" });
