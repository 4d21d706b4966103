import type { Fixture } from "#rules/borrowers";
import type { FixtureSetSummary } from "#store";

/** A fixture set as the API shows it: without the ids of the store. */
export function fixtureSetOf({ name, title, description, scenario, fixtures, updatedAt }: FixtureSetSummary) {
  return { name, title, description, scenario, fixtures, updatedAt };
}

/** A fixture as a file holds it. */
export function fixtureOf({ name, facts, expect, tags, note }: Fixture): Fixture {
  return { name, facts, ...(expect && { expect }), ...(tags && { tags }), ...(note !== undefined && { note }) };
}
