/**
 * ClickHouse: one text for the current server and, with `legacy`, for 18.16, which has no 128-bit integers. Tests are
 * UInt8 and functions are those that both know; old `and` and `or` are not three-valued, and `least` takes two, so both are
 * written out. Lists are arrays, which cannot be null there: a column of their own says where a list is not known.
 */
import type { ValueType } from "../program.ts";
import type { Dialect, Width } from "./dialect.ts";
import { exponentText } from "./standard.ts";

const NULLS: Readonly<Record<ValueType, string>> = {
  number: "CAST(NULL AS Nullable(Float64))",
  boolean: "CAST(NULL AS Nullable(UInt8))",
  text: "CAST(NULL AS Nullable(String))",
  texts: "emptyArrayString()",
};

const escaped = (value: string) => value.replaceAll("\\", "\\\\");
const text = (value: string) => `'${escaped(value).replaceAll("'", "\\'").replaceAll("\u0000", "\\0")}'`;
const when = (branches: readonly (readonly [string, string])[], otherwise: string | null) =>
  branches.length === 1
    ? `if(${branches[0]?.join(", ")}, ${otherwise ?? "NULL"})`
    : `multiIf(${branches.map((branch) => branch.join(", ")).join(", ")}, ${otherwise ?? "NULL"})`;
/** The old `if` does not always take its else branch where a test is null. */
const legacyWhen: typeof when = (branches, otherwise) =>
  when(
    branches.map(([test, then]) => [isTrue(test), then]),
    otherwise,
  );
const isTrue = (test: string) => `ifNull(${test}, 0)`;
const eitherNull = (left: string, right: string) => `isNull(${left}) OR isNull(${right})`;
const toWhole = (value: string, width: Width) => (width === "narrow" ? `toInt64(${value})` : `toInt128(${value})`);

/** Two by two, as a balanced tree. */
function pairwise(name: string, values: readonly string[]): string {
  if (values.length === 1) return values[0] as string;
  const middle = values.length >> 1;
  return `${name}(${pairwise(name, values.slice(0, middle))}, ${pairwise(name, values.slice(middle))})`;
}

function whole(value: bigint, width: Width): string {
  if (width === "narrow") return `toInt64(${value})`;
  return `toInt128('${value}')`;
}

/** The plan is a chain of stages already; the current server's optimizer takes seconds over a long one and gains nothing. */
const SETTINGS = "query_plan_enable_optimizations = 0";
export interface ClickhouseOptions {
  /** For servers without 128-bit integers, such as 18.16. */
  readonly legacy?: boolean;
}

/** The dialect of a ClickHouse server. */
export function clickhouse({ legacy = false }: ClickhouseOptions = {}): Dialect {
  return {
    name: "clickhouse",
    hasWide: !legacy,
    throwsOnRange: false,
    identifier: (name) => `\`${escaped(name).replaceAll("`", "\\`")}\``,
    text,
    number: (value) => `(${Object.is(value, -0) ? "-0e0" : exponentText(value)})`,
    boolean: (value) => (value ? "toUInt8(1)" : "toUInt8(0)"),
    texts: (values) => (values.length === 0 ? "emptyArrayString()" : `[${values.map(text).join(", ")}]`),
    whole,
    nothing: (type) => NULLS[type],
    read: (column, type) =>
      type === "number"
        ? `toFloat64(${column})`
        : type === "boolean"
          ? `toUInt8(${column})`
          : type === "text"
            ? `toString(${column})`
            : column,
    asText: (column) => `toString(${column})`,
    listAsText: (list) => when([[`empty(${list})`, "'none'"]], `arrayStringConcat(${list}, ' | ')`),
    when: legacy ? legacyWhen : when,
    truth: (test, nullable) =>
      nullable.length === 0 ? `(${test})` : `(${[...nullable.map((operand) => `isNotNull(${operand})`), isTrue(test)].join(" AND ")})`,
    same: (left, right) => `ifNull(${left} = ${right}, isNull(${left}) AND isNull(${right}))`,
    and: (left, right) =>
      when(
        [
          [`${isTrue(`NOT ${left}`)} OR ${isTrue(`NOT ${right}`)}`, "0"],
          [eitherNull(left, right), "NULL"],
        ],
        "1",
      ),
    or: (left, right) =>
      when(
        [
          [`${isTrue(left)} OR ${isTrue(right)}`, "1"],
          [eitherNull(left, right), "NULL"],
        ],
        "0",
      ),
    // The old server rewrites chains of `x = 1 OR x = 2` into lists, and then takes the two texts for different columns of one name.
    oneOf: (value, constants) => {
      const tests = constants.map((constant) => `${value} = ${constant}`);
      return `(${tests.map((test) => (legacy ? isTrue(test) : test)).join(" OR ")})`;
    },
    coalesce: (value, otherwise) => `ifNull(${value}, ${otherwise})`,
    least: (values) => pairwise("least", values),
    greatest: (values) => pairwise("greatest", values),
    toWhole,
    div: (left, right) => `intDiv(${left}, ${right})`,
    rest: (left, right) => `(${left} - intDiv(${left}, ${right}) * ${right})`,
    guarded: (operator, left, right) => {
      const result = `(${left} ${operator} ${right})`;
      const finite = `abs(${result}) <= 1.7976931348623157e308`;
      return when([[operator === "/" ? `${right} != 0 AND ${finite}` : finite, result]], null);
    },
    has: (list, item) => `has(${list}, ${item})`,
    within: (list, constants) => `arrayAll(item -> item IN (${constants.join(", ")}), ${list})`,
    repeats: (list) => `(arrayUniq(${list}) != length(${list}))`,
    sum: (value) =>
      legacy
        ? `concat(toString(sum(intDiv(${value}, 1000000))), '|', toString(sum(${value} - intDiv(${value}, 1000000) * 1000000)))`
        : `toString(sum(toInt128(${value})))`,
    sumOfNumbers: (value) => `sum(ifNull(${value}, 0e0))`,
    countIf: (test) => `countIf(${test})`,
    count: () => "count()",
    stage: (selected, from) => `SELECT ${selected.join(", ")} FROM ${from}`,
    settings: ` SETTINGS max_subquery_depth = 10000${legacy ? "" : `, ${SETTINGS}`}`,
  };
}
