/**
 * The policy document's shape in zod: the one source of the parser's structural checks, of the
 * published JSON Schema and so of the editor's completion and hover. Meaning (names that must
 * resolve, types that must agree) is checked after the shape, in `meaning.ts`.
 *
 * Error texts are fragments for people; the one of an object lists its known keys after `KNOWN`,
 * from which `shape.ts` makes "unknown key … did you mean …".
 */
import * as z from "zod";
import { CURRENCIES } from "./currencies.ts";
import { hasTwoDecimals, MONEY_MAX } from "./money.ts";
import { POLICY_NAME, RESERVED_NAMES } from "./names.ts";

export const KNOWN = "known keys: ";

/** A closed object: keys beyond the shape are problems (those that begin with `x-` are taken out before). */
function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = KNOWN + Object.keys(shape).join(" ");
  return z.strictObject(shape, { error: (issue) => (issue.code === "unrecognized_keys" ? known : "must be an object") });
}

const text = z.string({ error: "must be a text" });
const name = text.min(1, "must not be empty").refine((s) => !RESERVED_NAMES.has(s), { error: "reserved-name" });
const flag = z.boolean({ error: "must be true or false" });
const number = z.number({ error: "must be a finite number" });

const decimals2 = (what: string) => ({ error: `${what} has at most 2 decimals and a magnitude of at most 10^12` });
const money = number.refine(hasTwoDecimals, decimals2("money"));
const moneyNotNegative = number.min(0, "must not be negative").refine(hasTwoDecimals, decimals2("money"));
const percent = (max: number) =>
  number
    .min(0, `must be from 0 to ${max}`)
    .max(max, `must be from 0 to ${max}`)
    .refine((n) => Math.abs(n) > MONEY_MAX || hasTwoDecimals(n), { error: "a percentage has at most 2 decimals" });

const localText = closed({
  en: text.min(1, "must not be empty").optional().meta({ description: "English" }),
  zh: text.min(1, "must not be empty").optional().meta({ description: "中文" }),
});

const factReference = closed({ fact: text.meta({ description: "Name of a fact or derived fact" }) });

// --- facts -------------------------------------------------------------------------------------

const factCommon = {
  nullable: flag.optional().meta({ description: 'Whether null, "not known", is allowed. Default false.' }),
  scope: z
    .literal("scenario", { error: 'can only be "scenario"' })
    .optional()
    .meta({ description: "The run supplies it, the same for all borrowers." }),
  protected: flag
    .optional()
    .meta({ description: "No rule, condition, guardrail or expression may read it; for fairness breakdowns only." }),
  change: z
    .enum(["increase", "decrease", "either"], { error: "must be one of the directions" })
    .optional()
    .meta({ description: "How a borrower can move it; guidance reads this, evaluation never does." }),
  unit: text.optional(),
  label: localText.optional(),
};
const range = {
  min: number.optional().meta({ description: "Least valid value" }),
  max: number.optional().meta({ description: "Greatest valid value" }),
};
const values = z
  .array(text, { error: "must be a list of texts" })
  .min(1, "must not be empty")
  .refine((list) => new Set(list).size === list.length, { error: "must not hold a value twice" })
  .optional()
  .meta({ description: "All allowed values" });

const factSchema = z.discriminatedUnion(
  "type",
  [
    closed({ type: z.literal("number"), ...range, ...factCommon }),
    closed({ type: z.literal("integer"), ...range, ...factCommon }),
    closed({ type: z.literal("money"), ...range, ...factCommon }),
    closed({ type: z.literal("boolean"), ...factCommon }),
    closed({ type: z.literal("string"), values, ...factCommon }),
    closed({ type: z.literal("strings"), values, ...factCommon }),
  ],
  { error: "must be one of the fact types number, integer, money, boolean, string, strings" },
);

const derivedSchema = closed({
  expression: text.meta({
    description: "FEEL: arithmetic, comparisons, and/or/not, if/then/else, min, max, abs, floor, ceiling over facts and derived facts",
  }),
  default: z
    .union([number, z.boolean(), z.string()], { error: "must be a number, a text, true or false" })
    .optional()
    .meta({ description: "Replaces a null result and makes the derived fact never null" }),
  label: localText.optional(),
});

// --- conditions --------------------------------------------------------------------------------

export const OPERATORS = [
  "equal",
  "notEqual",
  "lessThan",
  "lessThanInclusive",
  "greaterThan",
  "greaterThanInclusive",
  "in",
  "notIn",
  "contains",
  "doesNotContain",
] as const;

const scalar = z.union([number, z.boolean(), z.string(), z.null()]);
const testSchema = closed({
  fact: text.meta({ description: "Name of a fact or derived fact" }),
  operator: z.enum(OPERATORS, { error: "must be one of the operators" }),
  value: z
    .union([number, z.boolean(), z.string(), z.null(), z.array(scalar), factReference], {
      error: 'must be a value, a list of values, or { "fact": … }',
    })
    .meta({ description: "What the fact is compared with: a value of its type, a list for in and notIn, or another fact" }),
});
const conditionReference = closed({ condition: text.meta({ description: "Name of a shared condition" }) });

type ConditionDocument =
  | { all: ConditionDocument[] }
  | { any: ConditionDocument[] }
  | { not: ConditionDocument }
  | z.infer<typeof conditionReference>
  | z.infer<typeof testSchema>;

const some = (condition: z.ZodType<ConditionDocument>) =>
  z
    .array(condition, { error: "must be a list of conditions" })
    .min(1, "an empty list is true in json-rules-engine; add a condition or remove the list");
const conditionSchema: z.ZodType<ConditionDocument> = z
  .lazy(() =>
    z.union([
      closed({ all: some(conditionSchema) }),
      closed({ any: some(conditionSchema) }),
      closed({ not: conditionSchema }),
      conditionReference,
      testSchema,
    ]),
  )
  .meta({ id: "Condition", description: "`all`, `any`, `not`, a test of one fact, or a reference to a shared condition" });

const rootConditionSchema = z
  .union([
    closed({ all: some(conditionSchema) }),
    closed({ any: some(conditionSchema) }),
    closed({ not: conditionSchema }),
    conditionReference,
  ])
  .meta({ id: "RootCondition", description: "`all`, `any`, `not` or a reference to a shared condition" });

// --- rules, guardrails, reasons ----------------------------------------------------------------

const reason = text.meta({ description: "A code in `reasons`" });
const eventCommon = { reason, review: flag.optional().meta({ description: "A person must confirm" }) };
const amount = z
  .union([moneyNotNegative, factReference], { error: 'must be money or { "fact": … }' })
  .meta({ description: 'Money, or { "fact": … }' });

function oneOfPercentAndAmount(params: { percent?: unknown; amount?: unknown }): boolean {
  return (params.percent === undefined) !== (params.amount === undefined);
}
const moved = (max: number) =>
  closed({ percent: percent(max).optional(), amount: amount.optional(), ...eventCommon }).refine(oneOfPercentAndAmount, {
    error: "needs either `percent` or `amount`, not both",
  });

const eventSchema = z.discriminatedUnion(
  "type",
  [
    closed({ type: z.literal("increase"), params: moved(1000) }),
    closed({ type: z.literal("decrease"), params: moved(100) }),
    closed({ type: z.literal("set"), params: closed({ amount, ...eventCommon }) }),
    closed({ type: z.literal("hold"), params: closed(eventCommon) }),
    closed({ type: z.literal("refer"), params: closed(eventCommon) }),
    closed({ type: z.literal("freeze"), params: closed(eventCommon) }),
  ],
  { error: "must be one of the event types increase, decrease, set, hold, refer, freeze" },
);

const ruleSchema = closed({
  name: name.meta({ description: "Unique; the rule's identity across versions" }),
  description: text.optional(),
  enabled: flag.optional().meta({ description: "Default true" }),
  priority: z
    .int({ error: "must be a whole number of at least 1" })
    .min(1, "must be a whole number of at least 1")
    .optional()
    .meta({ description: "Higher goes first; default 1" }),
  conditions: rootConditionSchema,
  event: eventSchema,
});

const bound = z.union([money, factReference], { error: 'must be money or { "fact": … }' });
const guardrailCommon = { name, reason, when: conditionSchema.optional().meta({ description: "Applies only where this is true" }) };
const guardrailSchema = z.discriminatedUnion(
  "applies",
  [
    closed({ ...guardrailCommon, applies: z.literal("increase"), atMost: bound.meta({ description: "A rise goes no higher" }) }),
    closed({ ...guardrailCommon, applies: z.literal("decrease"), atLeast: bound.meta({ description: "A cut goes no lower" }) }),
  ],
  { error: "must be one of the directions increase, decrease" },
);

const reasonText = localText.refine((t) => t.en !== undefined || t.zh !== undefined, { error: "a reason needs a text; add `en` or `zh`" });

const limitSchema = closed({
  fact: text.meta({ description: "The fact that holds the limit before; type money, not nullable" }),
  balance: text.optional().meta({ description: "The fact that holds the balance; type money; gives available credit" }),
  step: number
    .positive("must be greater than 0")
    .refine(hasTwoDecimals, decimals2("money"))
    .meta({ description: "Limits are whole multiples of it" }),
  minChange: closed({ amount: moneyNotNegative.optional(), percent: percent(100).optional() })
    .optional()
    .meta({ description: "Smaller changes are not made" }),
  reviewDecreasePercent: percent(100).optional().meta({ description: "A cut of at least this share needs a person" }),
});

const named = <Value extends z.ZodType>(value: Value) =>
  z.record(z.string(), value, { error: "must be an object of names and their definitions" });

export const STRATEGIES = ["sequential", "first", "strictest"] as const;

/** The policy document. Keys that begin with `x-` are allowed everywhere and ignored. */
export const policyDocumentSchema = closed({
  format: z.literal("limit-policy/1", { error: 'must be "limit-policy/1"' }),
  name: text
    .regex(POLICY_NAME, "must be kebab-case, such as `post-repayment-limit`")
    .refine((s) => !RESERVED_NAMES.has(s), { error: "reserved-name" }),
  title: text.optional(),
  description: text.optional(),
  currency: text.refine((c) => CURRENCIES.has(c), { error: "must be a currency code of ISO 4217, such as `CNY`" }),
  limit: limitSchema,
  strategy: z.enum(STRATEGIES, { error: "must be one of the strategies" }).meta({ description: "How fired rules become one limit" }),
  facts: named(factSchema).meta({ description: "The fact catalogue: all that a policy may use" }),
  derived: named(derivedSchema).optional().meta({ description: "Facts computed from others" }),
  conditions: named(conditionSchema).optional().meta({ description: "Named and shared conditions" }),
  rules: z.array(ruleSchema, { error: "must be a list of rules" }),
  guardrails: z
    .array(guardrailSchema, { error: "must be a list of guardrails" })
    .optional()
    .meta({ description: "Bounds on the amount, in order" }),
  reasons: named(reasonText).meta({ description: "Reason codes and what the borrower is told" }),
});

/** JSON Schema (draft 7) of the policy document, for editors and other programs. */
export function policyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(policyDocumentSchema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === "object" && jsonSchema.properties !== undefined) jsonSchema.patternProperties = { "^x-": {} };
    },
  });
}
