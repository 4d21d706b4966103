/** What a fixture may expect: any keys of an outcome, as JSON or as columns `expect.KEY` of a CSV. */
import * as z from "zod";
import { DECISIONS, type Outcome } from "#rules/evaluate";
import { hasTwoDecimals, suggestion } from "#rules/policy";
import { formatList, readList } from "./list-cell.ts";
import type { Expectation } from "./types.ts";

const amount = z.number("must be an amount of money").refine(hasTwoDecimals, "has more than 2 decimals");
const names = z.array(z.string("must be a list of texts"), "must be a list of texts");

const expectationSchema = z.object({
  limitBefore: amount.optional(),
  limitAfter: amount.optional(),
  available: amount.optional(),
  decision: z.enum(DECISIONS, `must be one of ${DECISIONS.join(", ")}`).optional(),
  fired: names.optional(),
  applied: names.optional(),
  bound: names.optional(),
  reasons: names.optional(),
  review: z.boolean("must be true or false").optional(),
} satisfies Record<keyof Outcome, z.ZodType>);

export const EXPECTATION_KEYS = Object.keys(expectationSchema.shape) as readonly (keyof Outcome)[];
const LIST_KEYS: ReadonlySet<keyof Outcome> = new Set(["fired", "applied", "bound", "reasons"]);

/** What stands in the way of reading an expectation: the key, and why. */
export interface ExpectationProblem {
  readonly key: string;
  readonly message: string;
}

export type ExpectationReading =
  | { readonly ok: true; readonly expectation: Expectation }
  | { readonly ok: false; readonly problems: readonly ExpectationProblem[] };

/** Checks a JSON value as an expectation; every wrong key is told. */
export function readExpectation(value: unknown): ExpectationReading {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { ok: false, problems: [{ key: "expect", message: "`expect` must be an object with keys of an outcome" }] };
  }
  const unknown = Object.keys(value).filter((key) => !isExpectationKey(key));
  const reading = expectationSchema.safeParse(value);
  const problems = [
    ...unknown.map((key) => ({ key: `expect.${key}`, message: unknownKeyMessage(key) })),
    ...(reading.error?.issues ?? []).map((issue) => ({
      key: `expect.${String(issue.path[0])}`,
      message: `\`expect.${String(issue.path[0])}\` ${issue.message}`,
    })),
  ];
  if (problems.length > 0 || !reading.success) return { ok: false, problems };
  return { ok: true, expectation: reading.data };
}

export function isExpectationKey(key: string): key is keyof Outcome {
  return (EXPECTATION_KEYS as readonly string[]).includes(key);
}

/** A non-empty cell of a column `expect.KEY` as the JSON value that `readExpectation` checks. */
export function expectationCell(key: keyof Outcome, cell: string): unknown {
  const text = cell.trim();
  if (LIST_KEYS.has(key)) return readList(cell);
  if (key === "decision") return text;
  if (key === "review") return text.toLowerCase() === "true" ? true : text.toLowerCase() === "false" ? false : text;
  return /^[+-]?\d/.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
}

export function formatExpectationCell(value: Expectation[keyof Outcome]): string {
  if (value === undefined) return "";
  return typeof value === "object" ? formatList(value) : String(value);
}

export function unknownKeyMessage(key: string): string {
  return `an outcome has no \`${key}\`${suggestion(key, EXPECTATION_KEYS)}`;
}
