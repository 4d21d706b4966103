/** Zod schemas of outcomes and errors, for the HTTP API's description and for reading expectations. */
import * as z from "zod";
import { DECISIONS } from "./types.ts";

const money = z.number().meta({ description: "In the policy's currency, at most 2 decimals" });

export const outcomeSchema = z
  .object({
    limitBefore: money,
    limitAfter: money,
    available: money.optional().meta({ description: "Absent where the policy names no balance or the balance is null" }),
    decision: z.enum(DECISIONS),
    fired: z.array(z.string()).meta({ description: "Rules that fired, in the total order" }),
    applied: z.array(z.string()).meta({ description: "Rules that the strategy applied, in order" }),
    bound: z.array(z.string()).meta({ description: "Guardrails that changed the limit, in order" }),
    reasons: z.array(z.string()).meta({ description: "Reason codes that the borrower is told, at most 4" }),
    review: z.boolean().meta({ description: "Whether a person must confirm" }),
  })
  .meta({ id: "Outcome" });

export const borrowerErrorSchema = z.object({ code: z.string(), fact: z.string(), message: z.string() }).meta({ id: "BorrowerError" });
