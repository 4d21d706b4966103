/** Conformance: cases as data, the backends that must pass them, and random policies with borrowers. For tests only. */
export { BACKENDS, type Backend, type Found, policyOf } from "./backends.ts";
export { mergePatch } from "./merge-patch.ts";
export { documentOf, TOPICS } from "./topics.ts";
export type * from "./types.ts";
