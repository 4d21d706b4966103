/** What a request names or brings, as the domain wants it: valid policies, borrowers, a scenario. What is wrong comes back as the response to send. */
import "server-only";
import { checkScenario } from "#rules/evaluate";
import type { NamedBorrower } from "#rules/compare";
import { type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";
import { findFixtureSet, findPolicy, findVersion, listFixtures } from "#store";
import { errorResponse } from "../_server/http";
import type { Borrowers, PolicySource } from "./_schemas/common";

export async function policyOf(source: PolicySource, where: string): Promise<ValidPolicy | Response> {
  const found = await sourceOf(source, where);
  return found instanceof Response ? found : found.policy;
}

export interface GivenPolicy {
  readonly policy: ValidPolicy;
  readonly text: string;
  /** Null for a document that came with the request. */
  readonly version: number | null;
}

export async function sourceOf(source: PolicySource, where: string): Promise<GivenPolicy | Response> {
  const found = await textOf(source);
  if (found instanceof Response) return found;
  const parsed = parsePolicy(found.text);
  if (parsed.ok) return { ...found, policy: parsed.policy };
  return errorResponse("invalid-policy", `\`${where}\` is not a valid policy`, parsed.problems);
}

async function textOf(source: PolicySource): Promise<Omit<GivenPolicy, "policy"> | Response> {
  if (typeof source === "string") return { text: source, version: null };
  if ("format" in source) return { text: JSON.stringify(source), version: null };
  const { name, version } = source as { name: string; version: number | "latest" | "published" };
  const policy = await findPolicy(name);
  if (!policy) return errorResponse("not-found", `there is no policy \`${name}\``);
  const number = typeof version === "number" ? version : policy[version];
  if (number === null) return errorResponse("not-found", `policy \`${name}\` has no published version`);
  const found = await findVersion(name, number);
  return found ? { text: found.text, version: number } : errorResponse("not-found", `there is no version ${number} of policy \`${name}\``);
}

export interface GivenBorrowers {
  readonly borrowers: readonly NamedBorrower[];
  /** The fixture set's own scenario; empty for borrowers that come with the request. */
  readonly scenario: Facts;
}

/** `sources` in the order in which they say whose fixture set is meant. */
export async function borrowersOf(given: Borrowers, sources: readonly PolicySource[]): Promise<GivenBorrowers | Response> {
  if (Array.isArray(given)) return { borrowers: given, scenario: {} };
  const policy = given.policy ?? sources.map(storedName).find((name) => name !== null);
  if (!policy) return errorResponse("invalid-input", "say which `policy` the fixture set belongs to");
  const set = await findFixtureSet(policy, given.fixtureSet);
  if (!set) return errorResponse("not-found", `policy \`${policy}\` has no fixture set \`${given.fixtureSet}\``);
  return { borrowers: await listFixtures(set.id), scenario: set.scenario };
}

/** The response for a scenario that does not fit the policies, or null. */
export function scenarioRefusal(policies: readonly ValidPolicy[], scenario: Facts): Response | null {
  const errors = checkScenario(policies, scenario);
  return errors.length === 0 ? null : errorResponse("invalid-scenario", "the scenario does not fit", errors);
}

function storedName(source: PolicySource): string | null {
  return typeof source === "object" && !("format" in source) ? (source as { name: string }).name : null;
}
