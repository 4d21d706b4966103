/** Declares an unknown fact, with a type guessed from the borrowers' values, else from how it is used. */
import type { FactSummary } from "#rules/hints";
import { FACT_NAME, hasTwoDecimals, OPERATORS } from "#rules/policy";
import { feelWordAt } from "../feel";
import { nodeAt, textValue } from "../policy-text";
import { setAt } from "./edits";
import type { FixContext, Fixer } from "./types";

type Declaration = { readonly type: string; readonly values?: readonly string[]; readonly min?: number; readonly nullable?: true };

export const declareFact: Fixer = {
  codes: ["unknown-fact"],
  fix: (context) => {
    const name = nameOf(context);
    if (!FACT_NAME.test(name)) return [];
    const summary = context.borrowers?.facts[name];
    const declaration = (summary && fromBorrowers(name, summary)) ?? fromUse(context);
    const source = summary ? "as the borrowers at hand have it" : "by its use here";
    const title = `Declare the fact \`${name}\` as ${declaration.type}, ${source}`;
    return [{ title, edits: setAt(context.document, ["facts", name], declaration), isPreferred: !context.marked.message.endsWith("?") }];
  },
};

function nameOf({ document, node, marked }: FixContext): string {
  const word = marked.offset > node.offset ? feelWordAt(document, node, marked.offset) : null;
  return word ? document.text.slice(word.offset, word.offset + word.length) : String(node.value);
}

/** Names that are money even where the values at hand happen to be whole. */
const MONEY_NAME = /(^|_)(limit|balance|income|amount|salary|payment)$/;
const LEAST_MONEY = 100;
const MOST_VALUES = 12;

/** The declaration that every value at hand fits; null where there is none. */
export function fromBorrowers(name: string, summary: FactSummary): Declaration | null {
  const nullable = summary.nulls > 0 ? { nullable: true as const } : {};
  switch (summary.kind) {
    case "boolean":
      return { type: "boolean", ...nullable };
    case "number":
      return { type: numberType(name, summary.numbers), ...((summary.numbers[0] ?? -1) >= 0 ? { min: 0 } : {}), ...nullable };
    case "string":
      return { type: "string", ...valuesOf(summary), ...nullable };
    case "list":
      return { type: "strings", ...valuesOf(summary), ...nullable };
    case null:
      return null;
    default:
      return summary.kind satisfies never;
  }
}

function numberType(name: string, numbers: Float64Array): string {
  const isMoneyLike = numbers.every(hasTwoDecimals) && (numbers.at(-1) ?? 0) >= LEAST_MONEY;
  const isWhole = numbers.every(Number.isSafeInteger);
  if (isMoneyLike && (MONEY_NAME.test(name) || !isWhole)) return "money";
  return isWhole ? "integer" : "number";
}

/** All values, where they are kinds that repeat rather than a text for each borrower. */
function valuesOf({ top, distinct, known }: FactSummary): { readonly values?: readonly string[] } {
  if (distinct > MOST_VALUES || distinct * 2 > known) return {};
  return { values: top.map(({ value }) => String(value)).sort() };
}

const ORDERING: readonly string[] = OPERATORS.filter((operator) => /^(less|greater)Than/.test(operator));

function fromUse({ document, path }: FixContext): Declaration {
  const test = path.slice(0, -1);
  const operator = textValue(nodeAt(document, [...test, "operator"])) ?? "";
  const value = nodeAt(document, [...test, "value"]);
  const sample = value?.type === "array" ? value.children?.[0]?.value : value?.value;
  if (path[0] === "limit" || path.at(-2) === "amount") return { type: "money", min: 0 };
  if (path[0] === "derived" || ORDERING.includes(operator)) return { type: "number" };
  if (operator === "contains" || operator === "doesNotContain") return { type: "strings" };
  if (typeof sample === "boolean") return { type: "boolean" };
  return { type: typeof sample === "number" ? "number" : "string" };
}
