/** Shapes that several addresses of the HTTP API share. The handlers check against them and the API's description is generated from them. */
import { z } from "zod";

export const factValueSchema = z
  .union([z.number(), z.boolean(), z.string(), z.array(z.string()), z.null()], {
    error: "must be a number, a text, true, false, a list of texts, or null",
  })
  .meta({ id: "FactValue", description: "A fact's value; money as a decimal in the policy's currency" });

export const factsSchema = z.record(z.string(), factValueSchema, { error: "must be an object of facts and their values" }).meta({
  id: "Facts",
  description: "Values by fact name",
  example: { current_limit: 10000, outstanding_balance: 6000, new_device: false },
});

export const scenarioSchema = factsSchema.meta({
  id: "Scenario",
  description: "Values for the facts that the run supplies",
  example: { economic_cycle: "downturn" },
});

const version = z
  .union([z.int().min(1), z.enum(["latest", "published"])], { error: "must be a version's number, `latest` or `published`" })
  .default("latest")
  .meta({ description: "The latest version where it is left out" });

export const storedPolicySchema = z
  .strictObject({ name: z.string(), version })
  .meta({ id: "StoredPolicy", description: "A version of a policy of this workspace", example: { name: "card-limit-review", version: 2 } });

const documentSchema = z.looseObject({ format: z.string() }).meta({
  id: "PolicyDocument",
  description: "A policy document; `GET /api/schema` gives its JSON Schema. Its hash is taken of the text without white space",
});

export const policySourceSchema = z
  .union([storedPolicySchema, documentSchema, z.string().meta({ description: "The text of a policy document, byte for byte" })], {
    error: "must be a stored policy, such as { name, version }, or a policy document (which has the key `format`), or the text of one",
  })
  .meta({ id: "PolicySource" });

const borrowerSchema = z.object({ name: z.string(), facts: factsSchema }).meta({ id: "Borrower" });

const fixtureSetReference = z
  .strictObject({
    fixtureSet: z.string(),
    policy: z.string().optional().meta({ description: "The policy that the set belongs to; by default the stored one that is evaluated" }),
  })
  .meta({
    id: "FixtureSetReference",
    description: "The borrowers of a saved fixture set; its scenario holds where the request gives none",
  });

export const borrowersSchema = z
  .union([z.array(borrowerSchema).max(100_000, "at most 100,000 borrowers at once"), fixtureSetReference], {
    error: "must be a list of borrowers, each with name and facts, or { fixtureSet }",
  })
  .meta({ id: "Borrowers" });

export type PolicySource = z.output<typeof policySourceSchema>;
export type Borrowers = z.output<typeof borrowersSchema>;

export const problemSchema = z
  .object({
    code: z.string(),
    path: z.string().meta({ description: "RFC 6901 pointer" }),
    line: z.int(),
    column: z.int(),
    message: z.string(),
  })
  .meta({ id: "Problem", description: "Why a document is not a valid policy, and where; line and column count from 1" });

export const errorSchema = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      problems: z
        .array(z.looseObject({ code: z.string(), message: z.string() }))
        .optional()
        .meta({ description: "All that is wrong, with a path each" }),
    }),
  })
  .meta({ id: "Error" });
