/** Every read of the policies' own pages. */
import "server-only";
import { findVersion, listFixtureSets, listPublications, listVersions, type PolicySummary, type Version } from "#store";

/** The latest version of each policy, by the policy's name. */
export async function latestVersions(policies: readonly PolicySummary[]): Promise<ReadonlyMap<string, Version>> {
  const versions = await Promise.all(policies.map(({ name, latest }) => findVersion(name, latest)));
  return new Map(versions.filter((version) => version !== null).map((version) => [version.policy, version]));
}

export { findVersion, listFixtureSets, listPublications, listVersions };
