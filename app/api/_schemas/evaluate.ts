import { z } from "zod";
import { borrowerErrorSchema, outcomeSchema } from "#rules/evaluate";
import { borrowersSchema, policySourceSchema, problemSchema, scenarioSchema } from "./common";

export const evaluateRequestSchema = z
  .strictObject({
    policy: policySourceSchema,
    borrowers: borrowersSchema,
    scenario: scenarioSchema.optional(),
    trace: z.boolean().default(false).meta({ description: "Adds to each outcome why it came out" }),
  })
  .meta({ id: "EvaluateRequest" });

export const evaluateResponseSchema = z
  .object({
    policy: z.object({ name: z.string(), hash: z.string() }),
    scenario: scenarioSchema,
    results: z.array(
      z.union([
        z.object({ name: z.string(), outcome: outcomeSchema, trace: z.looseObject({}).optional() }),
        z.object({ name: z.string(), error: borrowerErrorSchema }),
      ]),
    ),
  })
  .meta({ id: "EvaluateResponse" });

export const validateResponseSchema = z
  .object({
    valid: z.boolean(),
    hash: z.string().meta({ description: "sha256: and the hex digest of the text" }),
    problems: z.array(problemSchema),
  })
  .meta({ id: "ValidateResponse" });
