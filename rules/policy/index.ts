/** The policy document: text → `ValidPolicy` or problems, its JSON Schema, its words. */
export { rankRules } from "./build.ts";
export { childrenOf, type Expression, factsOf, numbersIn, parseExpression, type WrittenNumber } from "./expression.ts";
export { FollowedTree, type ReadTree } from "./followed-tree.ts";
export { locate, pointerOf, rangeOf, stepsOf } from "./json-text.ts";
export { fromHundredths, hasTwoDecimals, MONEY_MAX, moneyText, roundToHundredths, toHundredths } from "./money.ts";
export { FACT_NAME, FEEL_KEYWORDS, nearest, RESERVED_NAMES, suggestion } from "./names.ts";
export { hashText, parsePolicy } from "./parse.ts";
export { lineStarts, placeOf } from "./places.ts";
export { PolicyReader, type ReadPolicy } from "./policy-reader.ts";
export { OPERATORS, policyDocumentSchema, policyJsonSchema, STRATEGIES } from "./schema.ts";
export {
  factValueText,
  labelOf,
  localText,
  lowerFirst,
  numberText,
  operatorWords,
  partsOfCondition,
  partsOfEvent,
  partsOfGuardrail,
  type SentencePart,
  sentenceOfCondition,
  sentenceOfEvent,
  sentenceOfGuardrail,
  sentenceOfTest,
  spokenLabel,
  textOfParts,
  valueText,
} from "./sentences.ts";
export type * from "./types.ts";
