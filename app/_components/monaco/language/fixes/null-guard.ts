/**
 * Keeps null from passing a test by accident. Where null passes because it counts as `notEqual` or `notIn`, the fact must be known
 * as well: `all` of both. Under `not` it is the other way round: the test inside must be true of null, so `any` of both.
 * Or the positive form, which null fails: the other values, or the opposite comparison.
 */
import { getNodeValue, type Node } from "jsonc-parser";
import type { Json } from "#rules/policy";
import { childAt, nodeAt, type Path, textValue } from "../policy-text";
import { insertAt, setAt } from "./edits";
import type { Fix, FixContext, Fixer } from "./types";

/** A test as the document writes it. */
interface Test extends Record<string, Json> {
  readonly fact: string;
  readonly operator: string;
  readonly value: Json;
}

export const nullGuard: Fixer = {
  codes: ["null-passes"],
  fix: (context) => {
    const path = context.path.slice(0, -1);
    const node = nodeAt(context.document, path);
    const test = node && testOf(node);
    if (!test) return [];
    return [guard(context, path, test), ...positive(context, path, test)];
  },
};

function testOf(node: Node): Test | null {
  const [fact, operator, value] = [textValue(childAt(node, "fact")), textValue(childAt(node, "operator")), childAt(node, "value")];
  return fact === null || operator === null || !value ? null : { fact, operator, value: getNodeValue(value) };
}

function isNegated(path: Path): boolean {
  return path.slice(conditionsStart(path)).filter((step) => step === "not").length % 2 === 1;
}

/** A shared condition may have any name, `not` as well. */
function conditionsStart(path: Path): number {
  return path[0] === "conditions" ? 2 : 3;
}

function guard({ document }: FixContext, path: Path, test: Test): Fix {
  const negated = isNegated(path);
  const [group, operator] = negated ? (["any", "equal"] as const) : (["all", "notEqual"] as const);
  const known = { fact: test.fact, operator, value: null };
  const place = path.at(-1);
  const isInGroup = typeof place === "number" && path.at(-2) === group;
  const edits = isInGroup
    ? insertAt(document, [...path.slice(0, -1), place + 1], known)
    : setAt(document, path, { [group]: [test, known] });
  return { title: `Only where \`${test.fact}\` is known`, edits, isPreferred: true };
}

const OPPOSITE: Readonly<Record<string, string>> = {
  lessThan: "greaterThanInclusive",
  lessThanInclusive: "greaterThan",
  greaterThan: "lessThanInclusive",
  greaterThanInclusive: "lessThan",
  equal: "notEqual",
  in: "notIn",
};

function positive(context: FixContext, path: Path, test: Test): Fix[] {
  const isUnderNot = path.at(-1) === "not";
  if (isNegated(path) !== isUnderNot) return [];
  const operator = isUnderNot ? OPPOSITE[test.operator] : test.operator;
  const replacement = operator === undefined ? null : positiveOf(context, { ...test, operator });
  if (replacement === null) return [];
  const target = isUnderNot ? path.slice(0, -1) : path;
  // A rule's own `conditions` are no bare test.
  const isBare = target.length === 3 && target[0] === "rules";
  const edits = setAt(context.document, target, isBare ? { all: [replacement] } : replacement);
  return [{ title: `Say what it is: ${wordsOf(replacement)}`, edits, isPreferred: false }];
}

/** The test that is the same for known values and false of null; null where there is none. */
function positiveOf({ document }: FixContext, test: Test): Test | null {
  if (test.operator !== "notEqual" && test.operator !== "notIn") return test;
  const values = document.catalogue.facts.get(test.fact)?.values;
  if (!Array.isArray(values)) return null;
  const without: readonly Json[] = Array.isArray(test.value) ? test.value : [test.value];
  const others = values.filter((value) => !without.includes(value));
  return others.length === 0 ? null : { ...test, operator: "in", value: others };
}

function wordsOf({ fact, operator, value }: Test): string {
  return `\`${fact}\` ${operator} ${JSON.stringify(value)}`;
}
