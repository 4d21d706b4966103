/**
 * Conformance: cases as data, every backend that must pass them, and random policies with random
 * borrowers. For tests only (it brings fast-check). A new backend joins by one line in `backends.ts`.
 */
export { policyCases, randomCase, type RandomCase } from "./arbitraries.ts";
export { BACKENDS, type Backend, batchOf, type Found, policyOf } from "./backends.ts";
export { Chooser } from "./chooser.ts";
export { FUZZ, LAW_TIMEOUT, law } from "./law.ts";
export { MUTATIONS, type Mutation, mutate, SOUND } from "./malformed.ts";
export { mergePatch } from "./merge-patch.ts";
export { derive, outcomeOf, readFacts } from "./model.ts";
export { type RandomBorrower, randomBorrower } from "./random-borrower.ts";
export { randomlyEdited, randomlyReworded } from "./random-edit.ts";
export { type RandomPolicy, randomPolicy } from "./random-policy.ts";
export { documentOf, TOPICS } from "./topics.ts";
export type * from "./types.ts";
