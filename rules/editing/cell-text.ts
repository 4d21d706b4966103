/**
 * Tests of one fact as the text of a table's cell, and back: `≥ 60`, `in salaried, gig`, `≥ 30 and < 60`, `= null`.
 * Law: `readTests(testsText(x)) = x` for tests of a valid policy. What people type besides: `>=60`, `60..90`,
 * `salaried, gig`, `not gig`, `null`; nothing removes the tests.
 */
import { FACT_NAME, type FactType, type Json, type Operator, type ValidPolicy } from "#rules/policy";
import { isObject } from "./rewrite.ts";

export interface CellTest {
  readonly operator: Operator;
  readonly value: Json;
}

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** What a column's fact is; `unknown` where the document does not soundly declare it. */
export interface CellFact {
  readonly name: string;
  readonly type: FactType | "unknown";
  readonly values: readonly string[] | null;
}

export function cellFactOf(catalogue: ValidPolicy, name: string): CellFact {
  const fact = catalogue.facts.get(name);
  return { name, type: fact?.type ?? catalogue.derived.get(name)?.type ?? "unknown", values: fact?.values ?? null };
}

const SYMBOLS: Readonly<Record<Operator, string>> = {
  equal: "=",
  notEqual: "≠",
  lessThan: "<",
  lessThanInclusive: "≤",
  greaterThan: ">",
  greaterThanInclusive: "≥",
  in: "in",
  notIn: "not in",
  contains: "contains",
  doesNotContain: "does not contain",
};

const NUMERIC: ReadonlySet<string> = new Set(["number", "integer", "money"]);

// --- tests → text ------------------------------------------------------------------------------

/** The text of a cell; "" for no tests. */
export function testsText(tests: readonly CellTest[], fact: CellFact): string {
  return tests.map(({ operator, value }) => `${SYMBOLS[operator]} ${operandText(value, fact)}`).join(" and ");
}

function operandText(value: Json, fact: CellFact): string {
  if (isObject(value)) return NUMERIC.has(fact.type) ? String(value.fact) : `fact ${String(value.fact)}`;
  if (!Array.isArray(value)) return constantText(value, fact);
  return value.length === 0 ? "[]" : value.map((element) => constantText(element as Json, fact)).join(", ");
}

/** Texts that would read back as themselves stand bare, all others in quotes. */
const BARE = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_./:-]|\.(?!\.)| (?=[\p{L}\p{N}_]))*$/u;
const KEYWORDS = /^(?:not|in|fact|contains|does|null)(?=\s|$)|\band\b|\.\./iu;

function constantText(value: Json, fact: CellFact): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const bare = (fact.type === "string" || fact.type === "strings") && BARE.test(value) && !KEYWORDS.test(value);
  return bare ? value : JSON.stringify(value);
}

// --- text → tests ------------------------------------------------------------------------------

const OPERATORS_TYPED: readonly (readonly [RegExp, Operator])[] = [
  [/^(?:>=|=>|≥)/, "greaterThanInclusive"],
  [/^(?:<=|=<|≤)/, "lessThanInclusive"],
  [/^(?:<>|!=|≠)/, "notEqual"],
  [/^={1,3}/, "equal"],
  [/^>/, "greaterThan"],
  [/^</, "lessThan"],
  [/^not\s+in(?=\s|\[|"|$)/i, "notIn"],
  [/^in(?=\s|\[|"|$)/i, "in"],
  [/^does\s+not\s+contain(?=\s|"|$)/i, "doesNotContain"],
  [/^contains(?=\s|"|$)/i, "contains"],
];

const NOT = /^(?:not(?=\s|")|!)/i;

/** The tests that a typed text means, or why it means none and what may be typed. */
export function readTests(typed: string, fact: CellFact, catalogue: ValidPolicy): Reading<CellTest[]> {
  if (typed.trim() === "") return { ok: true, value: [] };
  const tests: CellTest[] = [];
  for (const piece of splitOutside(typed.trim(), /\s+and\s+/gi)) {
    const reading = readPiece(piece, fact, catalogue);
    if (!reading.ok) return reading;
    tests.push(...reading.value);
  }
  return { ok: true, value: tests };
}

function readPiece(piece: string, fact: CellFact, catalogue: ValidPolicy): Reading<CellTest[]> {
  const range = /^(-?\d[\d.e+]*?)\s*(?:\.\.|…|–)\s*(-?\d\S*)$/.exec(piece);
  if (range !== null && NUMERIC.has(fact.type)) return readRange(range[1] as string, range[2] as string, fact, catalogue);
  const typed = OPERATORS_TYPED.find(([pattern]) => pattern.test(piece));
  const rest = typed === undefined ? piece : piece.replace(typed[0], "").trim();
  const negated = typed === undefined && NOT.test(rest);
  const operands = readOperands(negated ? rest.replace(NOT, "").trim() : rest, fact, catalogue);
  if (!operands.ok) return operands;
  return testOf(typed?.[1] ?? null, negated, operands.value, fact, piece);
}

function readRange(low: string, high: string, fact: CellFact, catalogue: ValidPolicy): Reading<CellTest[]> {
  const [from, to] = [readOperand(low, fact, catalogue), readOperand(high, fact, catalogue)];
  if (!from.ok) return from;
  if (!to.ok) return to;
  return {
    ok: true,
    value: [
      { operator: "greaterThanInclusive", value: from.value },
      { operator: "lessThanInclusive", value: to.value },
    ],
  };
}

function testOf(typed: Operator | null, negated: boolean, operands: readonly Json[], fact: CellFact, piece: string): Reading<CellTest[]> {
  const operator = typed ?? meantOperator(negated, operands, fact);
  const [first] = operands;
  if (operator === "in" || operator === "notIn")
    return { ok: true, value: [{ operator, value: operands.length === 1 && isObject(first) ? first : (operands as Json) }] };
  if (first === undefined || operands.length > 1) return refuse(piece, fact);
  return { ok: true, value: [{ operator, value: first }] };
}

/** Without an operator: the value itself, one of several, or, of a list of texts, one that it contains. */
function meantOperator(negated: boolean, operands: readonly Json[], fact: CellFact): Operator {
  if (operands.length > 1) return negated ? "notIn" : "in";
  if (fact.type === "strings" && operands[0] !== null) return negated ? "doesNotContain" : "contains";
  return negated ? "notEqual" : "equal";
}

function readOperands(text: string, fact: CellFact, catalogue: ValidPolicy): Reading<Json[]> {
  if (text === "[]") return { ok: true, value: [] };
  if (NUMERIC.has(fact.type) && /\d,\d{3}(?!\d)/.test(text)) {
    const [one, several] = [text.replace(/,(?=\d{3}(?!\d))/g, ""), text.replace(/,(?=\d)/g, ", ")];
    return { ok: false, message: `\`${text}\` may be one number or several; write \`${one}\` or \`${several}\`` };
  }
  const operands: Json[] = [];
  for (const token of splitOutside(text, /\s*[,,、]\s*/g)) {
    const reading = readOperand(token.trim(), fact, catalogue);
    if (!reading.ok) return reading;
    operands.push(reading.value);
  }
  return { ok: true, value: operands };
}

function readOperand(token: string, fact: CellFact, catalogue: ValidPolicy): Reading<Json> {
  if (token === "") return refuse(token, fact);
  const quoted = token.startsWith('"') ? parsed(token) : undefined;
  if (typeof quoted === "string") return { ok: true, value: quoted };
  if (/^null$/i.test(token)) return { ok: true, value: null };
  const named = /^fact\s+(\S+)$/i.exec(token)?.[1];
  if (named !== undefined) return { ok: true, value: { fact: named } };
  if (fact.type === "string" || fact.type === "strings") return { ok: true, value: token };
  const number = NUMBER.test(token) ? Number(token) : null;
  const yes = fact.type === "boolean" || fact.type === "unknown" ? readYes(token) : null;
  const value = NUMERIC.has(fact.type) ? number : fact.type === "boolean" ? yes : (yes ?? number ?? token);
  if (value !== null) return { ok: true, value };
  const isFact = FACT_NAME.test(token) && (catalogue.facts.has(token) || catalogue.derived.has(token));
  return NUMERIC.has(fact.type) && isFact ? { ok: true, value: { fact: token } } : refuse(token, fact);
}

const NUMBER = /^[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

/** A number in plain decimals; null where the text is none. */
export function readNumber(text: string): number | null {
  return NUMBER.test(text) ? Number(text) : null;
}

/** Yes or no as people and spreadsheets write it; null where the text is neither. */
export function readYes(text: string): boolean | null {
  if (/^(?:yes|true|on|y|是)$/i.test(text)) return true;
  return /^(?:no|false|off|n|否)$/i.test(text) ? false : null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Pieces between separators that stand outside of quotes. */
function splitOutside(text: string, separator: RegExp): string[] {
  const marked = text.split(/("(?:\\.|[^"\\])*")/).map((part, i) => (i % 2 === 0 ? part.replace(separator, "\u0000") : part));
  return marked.join("").split("\u0000");
}

const ALLOWED: Readonly<Record<FactType | "unknown", string>> = {
  number: "`>= 60`, `60..90`, `= 60`, `60, 90`, `not 60`, `null` or another fact such as `>= monthly_income`",
  integer: "`>= 60`, `60..90`, `= 60`, `60, 90`, `not 60`, `null` or another fact such as `>= days_past_due`",
  money: "`>= 5000`, `5000..9000`, `= 5000`, `not 5000`, `null` or another fact such as `>= monthly_income`",
  boolean: "`true`, `false` or `null`",
  string: "`salaried`, `salaried, gig`, `not gig` or `null`",
  strings: "`contains x`, `does not contain x` or `null`",
  unknown: "a test such as `>= 60`, `salaried, gig` or `null`",
};

function refuse(typed: string, fact: CellFact): { readonly ok: false; readonly message: string } {
  const values = fact.values === null ? "" : `; its values are ${fact.values.map((v) => `\`${v}\``).join(", ")}`;
  const shown = typed === "" ? "a value is missing" : `\`${typed}\` is no test of \`${fact.name}\``;
  return { ok: false, message: `${shown}; type ${ALLOWED[fact.type]}${values}` };
}
