/** One borrower → outcome and trace, through json-rules-engine. */
export { derive, evaluateExpression } from "./derive.ts";
export { type Resolution, resolve } from "./resolve.ts";
export { createEvaluator, type Evaluator } from "./evaluator.ts";
export { checkFactValue, checkScenario, readFacts, scenarioFacts, scenarioFor } from "./facts.ts";
export { borrowerErrorSchema, outcomeSchema } from "./schema.ts";
export * from "./types.ts";
