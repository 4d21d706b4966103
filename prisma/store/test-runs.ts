/** What testing a version on a fixture set gave. Recorded, never changed; the latest of a version and set counts. */
import { createHash } from "node:crypto";
import type { Fixture } from "#rules/borrowers";
import type { Facts } from "#rules/policy";
import { reader, transaction } from "../client/index.ts";

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly unchecked: number;
  readonly errors: number;
}

export interface TestRun extends TestCounts {
  readonly setId: string;
  /** Of the fixtures and scenario used: see `hashFixtures`. */
  readonly setHash: string;
  readonly createdAt: Date;
}

export async function recordTests(given: TestCounts & { policy: string; number: number; setId: string; setHash: string }): Promise<void> {
  const { policy: policyName, number, setId, setHash, passed, failed, unchecked, errors } = given;
  await transaction((tx) => tx.testRun.createMany({ data: [{ policyName, number, setId, setHash, passed, failed, unchecked, errors }] }));
}

/** The latest run of the version on each living fixture set. */
export async function listTests(policy: string, number: number): Promise<TestRun[]> {
  return (await reader()).testRun.findMany({
    where: { policyName: policy, number, set: { deletedAt: null } },
    distinct: ["setId"],
    orderBy: [{ setId: "asc" }, { id: "desc" }],
    select: { setId: true, setHash: true, passed: true, failed: true, unchecked: true, errors: true, createdAt: true },
  });
}

/** `sha256:…` of what a test reads: the fixtures' names, facts and expectations in order, and the scenario. */
export function hashFixtures(fixtures: readonly Fixture[], scenario: Facts): string {
  const hash = createHash("sha256").update(JSON.stringify(sorted(scenario)));
  for (const { name, facts, expect } of fixtures) hash.update(`\n${JSON.stringify([name, sorted(facts), sorted(expect ?? {})])}`);
  return `sha256:${hash.digest("hex")}`;
}

function sorted(object: object): [string, unknown][] {
  return Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
}
