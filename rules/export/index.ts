/** A policy as what decides in production, with the proof that it agrees. */
export { type BoundaryBorrower, boundaryBorrowers } from "./boundary-borrowers.ts";
export { EXPORT_FORMATS, exportPolicy, findFormat } from "./export-policy.ts";
export type * from "./types.ts";
export { digestOf, zipOf } from "./zip.ts";
