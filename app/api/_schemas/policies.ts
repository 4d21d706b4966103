import { z } from "zod";
import { factsSchema } from "./common";

const dateSchema = z.iso.datetime();
const countsSchema = z.object({ passed: z.int(), failed: z.int(), unchecked: z.int(), errors: z.int() });

export const policySchema = z
  .object({ name: z.string(), title: z.string(), latest: z.int(), published: z.int().nullable(), updatedAt: dateSchema })
  .meta({ id: "Policy" });

export const versionSchema = z
  .object({
    policy: z.string(),
    number: z.int(),
    hash: z.string(),
    parent: z.int().nullable(),
    restoredFrom: z.int().nullable(),
    author: z.string(),
    message: z.string(),
    createdAt: dateSchema,
    published: z.boolean(),
    tests: countsSchema.nullable(),
  })
  .meta({ id: "Version" });

export const versionWithTextSchema = versionSchema.extend({ text: z.string() }).meta({ id: "VersionWithText" });

export const fixtureSetSchema = z
  .object({ name: z.string(), title: z.string(), description: z.string(), scenario: factsSchema, fixtures: z.int(), updatedAt: dateSchema })
  .meta({ id: "FixtureSet" });

export const fixtureSchema = z
  .object({
    name: z.string(),
    facts: factsSchema,
    expect: z.looseObject({}).optional().meta({ description: "Part of an outcome" }),
    tags: z.array(z.string()).optional(),
    note: z.string().optional(),
  })
  .meta({ id: "Fixture" });

export const fixtureSetWithFixturesSchema = fixtureSetSchema
  .omit({ fixtures: true })
  .extend({ fixtures: z.array(fixtureSchema) })
  .meta({ id: "FixtureSetWithFixtures" });
