/** DuckDB 1.5: doubles are IEEE, whole numbers are BIGINT and HUGEINT, lists are lists. */
import type { ValueType } from "../program.ts";
import type { Dialect, Width } from "./dialect.ts";
import { exponentText, standard } from "./standard.ts";

const TYPES: Readonly<Record<ValueType, string>> = { number: "DOUBLE", boolean: "BOOLEAN", text: "VARCHAR", texts: "VARCHAR[]" };
const WHOLE: Readonly<Record<Width, string>> = { narrow: "BIGINT", wide: "HUGEINT" };

const finite = (value: string) => `abs(${value}) <= 1.7976931348623157e308`;
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

export const duckdb: Dialect = {
  ...standard,
  name: "duckdb",
  hasWide: true,
  throwsOnRange: false,
  text,
  number: (value) => (value < 0 || Object.is(value, -0) ? `(${exponentText(value).replace(/^0/, "-0")})` : exponentText(value)),
  texts: (values) => `CAST([${values.map(text).join(", ")}] AS VARCHAR[])`,
  whole: (value, width) => (width === "narrow" && value >= 0n && value < 2n ** 31n ? `${value}` : `CAST('${value}' AS ${WHOLE[width]})`),
  nothing: (type) => `CAST(NULL AS ${TYPES[type]})`,
  read: (column, type) => `CAST(${column} AS ${TYPES[type]})`,
  asText: (column) => `CAST(${column} AS VARCHAR)`,
  listAsText: (list) => standard.when([[`len(${list}) = 0`, "'none'"]], `array_to_string(${list}, ' | ')`),
  truth: (test, nullable) => `(${[...nullable.map((operand) => `${operand} IS NOT NULL`), test].join(" AND ")})`,
  toWhole: (value, width) => `CAST(${value} AS ${WHOLE[width]})`,
  div: (left, right) => `(${left} // ${right})`,
  rest: (left, right) => `(${left} % ${right})`,
  guarded: (operator, left, right) => {
    const result = `(${left} ${operator} ${right})`;
    const whole = finite(result);
    return standard.when([[operator === "/" ? `${right} <> 0 AND ${whole}` : whole, result]], null);
  },
  has: (list, item) => `list_contains(${list}, ${item})`,
  within: (list, constants) => `list_has_all([${constants.join(", ")}], ${list})`,
  repeats: (list) => `(len(list_distinct(${list})) <> len(${list}))`,
  sum: (value) => `CAST(coalesce(sum(${value}), 0) AS VARCHAR)`,
  sumOfNumbers: (value) => `coalesce(sum(${value}), 0e0)`,
  stage: (selected, from) => `SELECT ${selected.join(", ")} FROM ${from}`,
  settings: "",
};
