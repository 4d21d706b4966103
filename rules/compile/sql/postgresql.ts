/**
 * PostgreSQL 15 and later. Its doubles raise errors where they overflow or underflow, so arithmetic of unknown range is
 * guarded by scaling with powers of two, which is exact. `OFFSET 0` keeps each stage a stage: without, the planner pulls
 * subqueries up and writes their expressions out wherever they are read, which grows exponentially.
 */
import type { ValueType } from "../program.ts";
import type { Dialect } from "./dialect.ts";
import { standard } from "./standard.ts";

const TYPES: Readonly<Record<ValueType, string>> = { number: "float8", boolean: "boolean", text: "text", texts: "text[]" };

/** PostgreSQL's texts hold no U+0000: one that does equals no value there, so a character that no text of a borrower holds stands for it. */
const text = (value: string) => {
  const quoted = value.replaceAll("\u0000", "\uFFFF").replaceAll("'", "''");
  return quoted.includes("\\") ? `E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
};
const number = (value: number) => `('${Object.is(value, -0) ? "-0" : value}'::float8)`;
const power = (exponent: number) => number(2 ** exponent);

export const postgresql: Dialect = {
  ...standard,
  name: "postgresql",
  hasWide: true,
  throwsOnRange: true,
  text: (value) => `${text(value)}::text`,
  number,
  texts: (values) => `ARRAY[${values.map(text).join(", ")}]::text[]`,
  whole: (value, width) => (width === "narrow" ? (value >= 0n ? `${value}::bigint` : `('${value}'::bigint)`) : `('${value}'::numeric)`),
  nothing: (type) => `NULL::${TYPES[type]}`,
  read: (column, type) => `${column}::${TYPES[type]}${type === "text" || type === "texts" ? ' COLLATE "C"' : ""}`,
  asText: (column) => `${column}::text`,
  listAsText: (list) => standard.when([[`cardinality(${list}) = 0`, "'none'"]], `array_to_string(${list}, ' | ')`),
  truth: (test, nullable) => (nullable.length === 0 ? `(${test})` : `((${test}) IS TRUE)`),
  toWhole: (value, width) => (width === "narrow" ? `(${value})::bigint` : toNumeric(value)),
  div: (left, right, width) => (width === "narrow" ? `(${left} / ${right})` : `div(${left}, ${right})`),
  rest: (left, right) => `(${left} % ${right})`,
  guarded,
  has: (list, item) => `(${item} = ANY (${list}))`,
  within: (list, constants) => `(${list} <@ ARRAY[${constants.join(", ")}]::text[])`,
  repeats: (list) => `(cardinality(${list}) > 0 AND (SELECT count(DISTINCT item) <> count(*) FROM unnest(${list}) AS items (item)))`,
  sum: (value) => `coalesce(sum(${value}), 0)::text`,
  sumOfNumbers: (value) => `coalesce(sum(${value}), 0::float8)`,
  stage: (selected, from, isInner) => `SELECT ${selected.join(", ")} FROM ${from}${isInner ? " OFFSET 0" : ""}`,
  settings: "",
};

/** A cast of a double to numeric keeps 15 digits only; its halves above and below 2^32 go through bigint, which is exact. */
function toNumeric(value: string): string {
  const high = `trunc((${value}) / ${power(32)})`;
  return `(${high}::bigint::numeric * 4294967296 + ((${value}) - ${high} * ${power(32)})::bigint::numeric)`;
}

function guarded(operator: "+" | "-" | "*" | "/", left: string, right: string): string {
  const plain = `${left} ${operator} ${right}`;
  const within = (value: string) => `abs(${value}) BETWEEN ${number(1e-150)} AND ${number(1e150)}`;
  if (operator === "+" || operator === "-") {
    const half = (value: string) => standard.when([[`abs(${value}) >= ${number(1)}`, `${value} * ${number(0.5)}`]], number(0));
    const nearTop = `abs(${half(left)} ${operator} ${half(right)}) >= ${power(1023)}`;
    return standard.when([[nearTop, "NULL"]], plain);
  }
  const branches = operator === "*" ? outOfRangeProducts(left, right) : outOfRangeQuotients(left, right);
  const usual = operator === "*" ? `${within(left)} AND ${within(right)}` : `${right} <> 0 AND ${within(left)} AND ${within(right)}`;
  return standard.when([[usual, plain], [`${left} IS NULL OR ${right} IS NULL`, "NULL"], ...branches], plain);
}

type Branches = readonly (readonly [string, string])[];

function outOfRangeProducts(left: string, right: string): Branches {
  const [small, big] = [`least(abs(${left}), abs(${right}))`, `greatest(abs(${left}), abs(${right}))`];
  const scaledDown = `(${small} * ${power(-512)}) * (${big} * ${power(-512)})`;
  const scaledUp = `(${small} * ${power(538)}) * ${big}`;
  return [
    [`${small} = 0`, number(0)],
    [`${small} >= 1`, standard.when([[`${scaledDown} >= 1`, "NULL"]], `${left} * ${right}`)],
    [`${big} < ${power(-538)}`, number(0)],
    [`${big} < 1`, standard.when([[`${scaledUp} <= ${power(-537)}`, number(0)]], `${left} * ${right}`)],
  ];
}

function outOfRangeQuotients(left: string, right: string): Branches {
  const [a, b] = [`abs(${left})`, `abs(${right})`];
  const scaledDown = `(${a} * ${power(-538)}) / (${b} * ${power(486)})`;
  const scaledUp = `(${a} * ${power(538)}) / (${b} * ${power(-537)})`;
  return [
    [`${right} = 0`, "NULL"],
    [`${left} = 0`, number(0)],
    [`${b} < 1 AND ${a} >= ${power(-484)}`, standard.when([[`${scaledDown} >= 1`, "NULL"]], `${left} / ${right}`)],
    [`${b} >= 1 AND ${a} <= ${power(485)}`, standard.when([[`${scaledUp} <= 1`, number(0)]], `${left} / ${right}`)],
  ];
}
