/** The tokens of the expressions between two offsets, in the order of the text: for colouring inside of their quotes. */
import { type FeelToken, tokensIn } from "./feel";
import { childAt, entriesOf, type PolicyText } from "./policy-text";

export function expressionTokens(document: PolicyText, from: number, to: number): FeelToken[] {
  return entriesOf(childAt(document.root, "derived")).flatMap(({ value }) => {
    const expression = childAt(value, "expression");
    const isMeant = expression?.type === "string" && expression.offset < to && expression.offset + expression.length > from;
    return isMeant ? tokensIn(document, expression) : [];
  });
}
