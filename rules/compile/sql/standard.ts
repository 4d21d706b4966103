/** What DuckDB and PostgreSQL write alike. */
import type { Dialect } from "./dialect.ts";

type Shared = Pick<
  Dialect,
  "identifier" | "boolean" | "when" | "same" | "and" | "or" | "oneOf" | "coalesce" | "least" | "greatest" | "countIf" | "count"
>;

export const standard: Shared = {
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  boolean: (value) => (value ? "TRUE" : "FALSE"),
  when: (branches, otherwise) =>
    `CASE ${branches.map(([test, then]) => `WHEN ${test} THEN ${then}`).join(" ")}${otherwise === null ? "" : ` ELSE ${otherwise}`} END`,
  same: (left, right) => `(${left} IS NOT DISTINCT FROM ${right})`,
  and: (left, right) => `(${left} AND ${right})`,
  or: (left, right) => `(${left} OR ${right})`,
  oneOf: (value, constants) => (constants.length === 1 ? `(${value} = ${constants[0]})` : `(${value} IN (${constants.join(", ")}))`),
  coalesce: (value, otherwise) => `coalesce(${value}, ${otherwise})`,
  least: (values) => (values.length === 1 ? (values[0] as string) : `least(${values.join(", ")})`),
  greatest: (values) => (values.length === 1 ? (values[0] as string) : `greatest(${values.join(", ")})`),
  countIf: (test) => `count(*) FILTER (WHERE ${test})`,
  count: () => "count(*)",
};

/** A double as JavaScript prints it, the shortest text that reads back as the same number, marked as not a decimal. */
export function exponentText(value: number): string {
  const text = String(value);
  return text.includes("e") ? text : `${text}e0`;
}

/** Texts that no engine can hold as UTF-8, because half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
