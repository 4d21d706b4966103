/** Stored things by the names in an address; what is not there comes back as the 404 to send. */
import "server-only";
import { findFixtureSet, findPolicy, findVersion, type FixtureSetSummary, type PolicySummary, type Version } from "#store";
import { errorResponse } from "../_server/http";

export async function storedPolicy(name: string): Promise<PolicySummary | Response> {
  return (await findPolicy(name)) ?? errorResponse("not-found", `there is no policy \`${name}\``);
}

export async function storedVersion(policy: string, number: string): Promise<Version | Response> {
  const known = await storedPolicy(policy);
  if (known instanceof Response) return known;
  const missing = errorResponse("not-found", `there is no version \`${number}\` of policy \`${policy}\``);
  return /^[1-9]\d{0,8}$/.test(number) ? ((await findVersion(policy, Number(number))) ?? missing) : missing;
}

export async function storedFixtureSet(policy: string, name: string): Promise<FixtureSetSummary | Response> {
  const known = await storedPolicy(policy);
  if (known instanceof Response) return known;
  return (await findFixtureSet(policy, name)) ?? errorResponse("not-found", `policy \`${policy}\` has no fixture set \`${name}\``);
}
