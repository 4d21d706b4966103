/** The tokens of all expressions, in the order of the text: for colouring inside the text's quotes. */
import { type FeelToken, tokensIn } from "./feel";
import { childAt, entriesOf, type PolicyText } from "./policy-text";

export function expressionTokens(document: PolicyText): FeelToken[] {
  return entriesOf(childAt(document.root, "derived")).flatMap(({ value }) => {
    const expression = childAt(value, "expression");
    return expression?.type === "string" ? tokensIn(document, expression) : [];
  });
}
