/**
 * Which rows a version cannot evaluate: the first error in the order of its declarations, as a number. 0 is none; others
 * are places in a list of codes and facts, counted from 1. The checks are those of rules/evaluate for values that have the column's type.
 */
import { type BorrowerError, checkFactValue } from "#rules/evaluate";
import type { Fact, FactValue } from "#rules/policy";
import type { CheckedFact, Column, VersionProgram } from "../program.ts";
import { literal, type Piece, piece } from "./stages.ts";
import type { Values } from "./values.ts";

/** `too-large`: a limit beyond what whole numbers of this dialect hold exactly; see `Hundredths.most`. */
export interface RowError {
  readonly code: BorrowerError["code"] | "too-large";
  readonly fact: string;
}

interface Check {
  readonly code: RowError["code"];
  readonly test: Piece;
}

/** The error's number, and the errors that stand for numbers, added to `errors`. */
export function firstError(values: Values, version: VersionProgram, errors: RowError[]): Piece {
  const checks = version.facts.flatMap((checked) => checksOf(values, checked).map((check) => ({ ...check, fact: checked.fact.name })));
  if (checks.length === 0) return literal("0");
  const numbers = checks.map(({ code, fact }) => numberOf(errors, { code, fact }));
  return values.stages.column(
    piece(
      checks.map(({ test }) => test),
      (...tests) =>
        values.dialect.when(
          tests.map((test, i) => [test, `${numbers[i]}`] as const),
          "0",
        ),
    ),
  );
}

export function numberOf(errors: RowError[], { code, fact }: RowError): number {
  const at = errors.findIndex((known) => known.code === code && known.fact === fact);
  return at >= 0 ? at + 1 : errors.push({ code, fact });
}

function checksOf(values: Values, { fact, column }: CheckedFact): readonly Check[] {
  if (!values.isGiven(column)) return fillChecks(values, fact, (values.program.columns[column] as Column).fill);
  const { dialect } = values;
  const value = values.raw(column);
  const isNull = fact.type === "strings" ? values.listIsNull(column) : piece([value], (x) => `${x} IS NULL`);
  const wrong = [...wrongType(values, fact, value), ...outOfRange(values, fact, value), ...notInValues(values, fact, value)].map((check) =>
    fact.type === "strings" ? check : ofKnown(values, check, value),
  );
  if (fact.nullable) return fact.type === "strings" ? wrong.map((check) => notNull(check, isNull)) : wrong;
  return [
    {
      code: values.nullIsAbsent(column) ? "missing-fact" : "null-fact",
      test: piece([isNull], (test) => dialect.truth(test as string, [])),
    },
    ...wrong,
  ];
}

/** The same check, false where the value is null. */
function ofKnown({ dialect }: Values, { code, test }: Check, value: Piece): Check {
  return { code, test: piece([test, value], (wrong, x) => dialect.truth(wrong as string, [x as string])) };
}

/** A list that is not known may hold anything. */
function notNull({ code, test }: Check, isNull: Piece): Check {
  return { code, test: piece([isNull, test], (nothing, wrong) => `(NOT ${nothing} AND ${wrong})`) };
}

function fillChecks({ dialect }: Values, fact: Fact, fill: FactValue | undefined): readonly Check[] {
  const always = literal(dialect.boolean(true));
  const missing = fill === undefined || (fill === null && fact.scope === "borrower" && !fact.nullable);
  if (missing) return [{ code: "missing-fact", test: always }];
  const error = checkFactValue(fact, fill);
  return error === null ? [] : [{ code: error.code, test: always }];
}

function wrongType({ dialect }: Values, fact: Fact, value: Piece): readonly Check[] {
  const { number } = dialect;
  const check = (write: (x: string) => string): readonly Check[] => [
    { code: "wrong-type", test: piece([value], (x) => write(x as string)) },
  ];
  switch (fact.type) {
    case "number":
      return check((x) => `NOT (abs(${x}) <= ${number(Number.MAX_VALUE)})`);
    case "integer":
      return check((x) => `NOT (abs(${x}) <= ${number(Number.MAX_SAFE_INTEGER)} AND floor(${x}) = ${x})`);
    case "money":
      return check((x) => `NOT (abs(${x}) <= ${number(1e12)} AND floor(${x} * ${number(100)} + ${number(0.5)}) / ${number(100)} = ${x})`);
    case "strings":
      return check((x) => dialect.repeats(x));
    case "boolean":
    case "string":
      return [];
    default:
      return fact.type satisfies never;
  }
}

function outOfRange({ dialect }: Values, fact: Fact, value: Piece): readonly Check[] {
  const beyond = (bound: number | null, operator: string): readonly Check[] =>
    bound === null ? [] : [{ code: "out-of-range", test: piece([value], (x) => `${x} ${operator} ${dialect.number(bound)}`) }];
  return [...beyond(fact.min, "<"), ...beyond(fact.max, ">")];
}

function notInValues(values: Values, fact: Fact, value: Piece): readonly Check[] {
  if (fact.values === null) return [];
  const constants = fact.values.map((constant) => values.constant(constant, "text"));
  const { dialect } = values;
  const write =
    fact.type === "strings" ? (x: string) => `NOT ${dialect.within(x, constants)}` : (x: string) => `NOT (${dialect.oneOf(x, constants)})`;
  return [{ code: "not-in-values", test: piece([value], (x) => write(x as string)) }];
}
