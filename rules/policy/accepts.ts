/**
 * Whether a JSON value fits a zod schema, without the issues: a hundred times a keystroke nothing is wrong. In: a schema of the kinds below.
 * Out: a test that is true only where the schema's `safeParse` succeeds; where it is false, the schema has the last word.
 */
import type { z } from "zod";
import type { Json } from "./types.ts";

type Test = (value: Json) => boolean;
type Def = z.core.$ZodTypes["_zod"]["def"];

const TESTS = new WeakMap<z.core.$ZodType, Test>();

/** The test of a schema, made once. Throws for a kind of schema that it does not know. */
export function acceptorOf(schema: z.core.$ZodType): Test {
  const known = TESTS.get(schema);
  if (known !== undefined) return known;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const test = withChecks(typeTest(def), def.checks ?? []);
  TESTS.set(schema, test);
  return test;
}

function withChecks(test: Test, checks: readonly z.core.$ZodCheck<never>[]): Test {
  if (checks.length === 0) return test;
  const run = checks.map(({ _zod }) => _zod.check as (payload: { value: Json; issues: unknown[] }) => unknown);
  return (value) => {
    if (!test(value)) return false;
    const payload = { value, issues: [] };
    for (const check of run) check(payload);
    return payload.issues.length === 0;
  };
}

function typeTest(def: Def): Test {
  switch (def.type) {
    case "string":
      return (value) => typeof value === "string";
    case "boolean":
      return (value) => typeof value === "boolean";
    case "null":
      return (value) => value === null;
    case "number":
      return "format" in def ? Number.isSafeInteger : Number.isFinite;
    case "literal":
      return oneOf(def.values as readonly Json[]);
    case "enum":
      return oneOf(Object.values(def.entries));
    case "optional":
      return acceptorOf(def.innerType);
    case "lazy": {
      let test: Test | undefined;
      return (value) => {
        test ??= acceptorOf(def.getter());
        return test(value);
      };
    }
    case "union": {
      const tests = def.options.map(acceptorOf);
      return (value) => tests.some((test) => test(value));
    }
    case "array": {
      const test = acceptorOf(def.element);
      return (value) => Array.isArray(value) && value.every((item) => test(item as Json));
    }
    case "record":
      return recordTest(acceptorOf(def.valueType));
    case "object":
      return objectTest(def);
    default:
      throw new Error(`no test for a schema of type ${def.type}`);
  }
}

function oneOf(values: readonly Json[]): Test {
  const allowed = new Set(values);
  return (value) => allowed.has(value);
}

function recordTest(test: Test): Test {
  return (value) => {
    if (!isPlain(value) || Object.hasOwn(value, "constructor")) return false;
    for (const key of Object.keys(value)) if (!test(value[key] as Json)) return false;
    return true;
  };
}

/** Of a strict object. */
function objectTest({ shape }: Extract<Def, { type: "object" }>): Test {
  const tests = new Map(Object.entries(shape).map(([key, schema]) => [key, acceptorOf(schema)]));
  const required = Object.keys(shape).filter((key) => shape[key]?._zod.optin !== "optional");
  return (value) => {
    if (!isPlain(value)) return false;
    for (const key of required) if (!Object.hasOwn(value, key)) return false;
    for (const key of Object.keys(value)) if (tests.get(key)?.(value[key] as Json) !== true) return false;
    return true;
  };
}

function isPlain(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
