/**
 * Conformance cases: the policy document's page as data. Each case is one
 * policy, one borrower and the whole outcome (every key), derived by hand from
 * the page. Any backend that decides must pass all of them.
 */
import type { BorrowerError, Outcome } from "#rules/evaluate";
import type { Facts, JsonObject } from "#rules/policy";

/**
 * A whole policy document; or the name of a document in `bases.json`; or such a
 * base with a JSON Merge Patch (RFC 7396) laid over it: objects merge key by
 * key, null removes a key, anything else (arrays too) replaces.
 */
export type PolicyInCase = string | ({ readonly base: string } & JsonObject) | JsonObject;

type Expected = Pick<BorrowerError, "code" | "fact">;

export interface Case {
  /** What the case shows; unique within its topic. */
  readonly note: string;
  readonly policy: PolicyInCase;
  readonly scenario?: Facts;
  readonly facts: Facts;
  /** Exactly one of these three: the outcome, the only error, or all errors in the order of the catalogue. */
  readonly outcome?: Outcome;
  readonly error?: Expected;
  readonly errors?: readonly Expected[];
}

export interface Topic {
  readonly name: string;
  readonly cases: readonly Case[];
}
