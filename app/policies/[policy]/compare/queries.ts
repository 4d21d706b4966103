/** Every read of the Compare page. */
import "server-only";
import type { Facts } from "#rules/policy";
import type { NamedBorrower } from "#rules/compare";
import { findDraft, findFixtureSet, findVersion, listFixtures, listFixtureSets, listVersions } from "#store";
import { getDraft, getPolicy } from "../../../_server/policies";
import { getSession } from "../../../_server/session";

export interface VersionChoice {
  readonly number: number;
  readonly message: string;
  readonly author: string;
  readonly published: boolean;
}

export interface DraftChoice {
  readonly base: number;
  readonly revision: number;
}

export interface SetChoice {
  readonly name: string;
  readonly title: string;
  readonly fixtures: number;
  readonly scenario: Facts;
  /** Tells one state of the set from another. */
  readonly stamp: string;
}

export interface Choices {
  readonly policy: string;
  /** Newest first. */
  readonly versions: readonly VersionChoice[];
  readonly published: number | null;
  readonly draft: DraftChoice | null;
  readonly sets: readonly SetChoice[];
}

/** What can be compared, and on whom. */
export async function getChoices(policy: string): Promise<Choices> {
  const [summary, versions, sets, draft] = await Promise.all([
    getPolicy(policy),
    listVersions(policy),
    listFixtureSets(policy),
    getDraft(policy),
  ]);
  return {
    policy,
    versions: versions.map(({ number, message, author, published }) => ({ number, message, author, published })),
    published: summary.published,
    draft: draft && { base: draft.base, revision: draft.revision },
    sets: sets.map(({ name, title, fixtures, scenario, updatedAt }) => ({
      name,
      title,
      fixtures,
      scenario,
      stamp: updatedAt.toISOString(),
    })),
  };
}

/** The text of a version, or of the reader's own draft; null where there is none. */
export async function findText(policy: string, version: string): Promise<string | null> {
  if (version === "draft") return (await findDraft(policy, (await getSession()).author))?.text ?? null;
  if (!/^[1-9]\d{0,8}$/.test(version)) return null;
  return (await findVersion(policy, Number(version)))?.text ?? null;
}

/** The borrowers of a fixture set, in order; null where there is no such set. */
export async function findBorrowers(policy: string, set: string): Promise<NamedBorrower[] | null> {
  const found = await findFixtureSet(policy, set);
  return found && (await listFixtures(found.id)).map(({ name, facts }) => ({ name, facts }));
}
