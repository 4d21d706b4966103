/** The operators that fit the type of a test's fact. */
import { operatorWords } from "#rules/policy";
import { typeOf } from "../catalogue";
import { type Completer, textItem } from "./types";

const EQUALITY = ["equal", "notEqual", "in", "notIn"] as const;
const ORDER = ["greaterThanInclusive", "greaterThan", "lessThanInclusive", "lessThan"] as const;
const HOLDING = ["contains", "doesNotContain"] as const;

export const completeOperators: Completer = ({ document: { catalogue }, place: { subject } }) => {
  if (subject?.kind !== "operator") return [];
  const isNullable = catalogue.facts.get(subject.fact)?.nullable === true;
  return operatorsFor(typeOf(catalogue, subject.fact), isNullable).map((operator, place) =>
    textItem(operator, "Operator", operatorWords(operator, "en"), null, String(place).padStart(2, "0")),
  );
};

/** The operators that a fact of a type can be tested with; of an unknown or derived one, all. */
export function operatorsFor(type: string | null, nullable: boolean) {
  if (type === "number" || type === "integer" || type === "money") return [...ORDER, ...EQUALITY];
  if (type === "boolean" || type === "string") return EQUALITY;
  if (type === "strings") return nullable ? [...HOLDING, "equal" as const, "notEqual" as const] : HOLDING;
  return [...ORDER, ...EQUALITY, ...HOLDING];
}
