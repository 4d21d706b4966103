/** Fixture sets: named lists of fixtures of one policy. Deleting marks the set; its fixtures and tests stay. */
import type { Facts } from "#rules/policy";
import { reader, type Transaction, transaction } from "../client/index.ts";
import type { FixtureSet as Row } from "../generated/client.ts";
import { lockPolicy } from "./lock-policy.ts";
import { NotFound } from "./not-found.ts";
import { storable, storableJson } from "./storable.ts";

export interface FixtureSetSummary {
  readonly id: string;
  readonly policy: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** How many fixtures it has. */
  readonly fixtures: number;
  /** Values for the facts of scenario scope. */
  readonly scenario: Facts;
  readonly updatedAt: Date;
}

export type CreateFixtureSetResult =
  | { readonly ok: true; readonly set: FixtureSetSummary }
  | { readonly ok: false; readonly reason: "name-taken" };

interface Wording {
  readonly title: string;
  readonly description: string;
  readonly scenario: Facts;
}

/** In the order in which they were made. */
export async function listFixtureSets(policy: string): Promise<FixtureSetSummary[]> {
  const rows = await (await reader()).fixtureSet.findMany({
    where: { policyName: policy, deletedAt: null },
    orderBy: [{ createdAt: "asc" }, { name: "asc" }],
    include: COUNT,
  });
  return rows.map(summaryOf);
}

export async function findFixtureSet(policy: string, name: string): Promise<FixtureSetSummary | null> {
  const row = await (await reader()).fixtureSet.findFirst({ where: { policyName: policy, name, deletedAt: null }, include: COUNT });
  return row && summaryOf(row);
}

export async function createFixtureSet(given: Wording & { policy: string; name: string; author: string }): Promise<CreateFixtureSetResult> {
  const { policy, author } = given;
  const name = storable(given.name);
  return transaction(async (tx) => {
    await lockPolicy(tx, policy);
    if (await isTaken(tx, policy, name)) return { ok: false, reason: "name-taken" };
    const row = await tx.fixtureSet.create({ data: { policyName: policy, name, author, ...wordingOf(given) }, include: COUNT });
    return { ok: true, set: summaryOf(row) };
  });
}

/** Throws `NotFound`. */
export async function updateFixtureSet(
  given: Wording & { id: string; author: string },
): Promise<{ readonly ok: true; readonly set: FixtureSetSummary }> {
  return transaction(async (tx) => {
    await lockFixtureSet(tx, given.id);
    const row = await tx.fixtureSet.update({
      where: { id: given.id },
      data: { ...wordingOf(given), updatedAt: new Date() },
      include: COUNT,
    });
    return { ok: true, set: summaryOf(row) };
  });
}

/** Throws `NotFound` where it is deleted already. */
export async function deleteFixtureSet({ id, author }: { id: string; author: string }): Promise<{ readonly ok: true }> {
  return transaction(async (tx) => {
    await lockFixtureSet(tx, id);
    await tx.fixtureSet.update({ where: { id }, data: { deletedAt: new Date(), deletedBy: author } });
    return { ok: true };
  });
}

/** Takes back a deletion; refused where another set took the name meanwhile. */
export async function restoreFixtureSet({ id }: { id: string; author: string }): Promise<CreateFixtureSetResult> {
  return transaction(async (tx) => {
    const deleted = await tx.fixtureSet.findUnique({ where: { id } });
    if (!deleted) throw new NotFound("there is no such fixture set");
    await lockPolicy(tx, deleted.policyName);
    if (deleted.deletedAt && (await isTaken(tx, deleted.policyName, deleted.name))) return { ok: false, reason: "name-taken" };
    const row = await tx.fixtureSet.update({
      where: { id },
      data: { deletedAt: null, deletedBy: null, updatedAt: new Date() },
      include: COUNT,
    });
    return { ok: true, set: summaryOf(row) };
  });
}

/** Lets one change of the set's fixtures through at a time, until the transaction ends. Throws `NotFound`. */
export async function lockFixtureSet(tx: Transaction, id: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`select 1 from fixture_set where id = ${id}::uuid and deleted_at is null for no key update`;
  if (rows.length === 0) throw new NotFound("there is no such fixture set; it was deleted");
}

/** Marks the set as changed now. */
export async function touchFixtureSet(tx: Transaction, id: string): Promise<void> {
  await tx.fixtureSet.update({ where: { id }, data: { updatedAt: new Date() } });
}

const COUNT = { _count: { select: { fixtures: { where: { deletedAt: null } } } } } as const;

function wordingOf({ title, description, scenario }: Wording) {
  return { title: storable(title), description: storable(description), scenario: JSON.parse(storableJson(scenario)) };
}

function summaryOf(row: Row & { readonly _count: { readonly fixtures: number } }): FixtureSetSummary {
  const { id, policyName: policy, name, title, description, scenario, updatedAt } = row;
  return { id, policy, name, title, description, fixtures: row._count.fixtures, scenario: scenario as Facts, updatedAt };
}

async function isTaken(tx: Transaction, policyName: string, name: string): Promise<boolean> {
  return (await tx.fixtureSet.count({ where: { policyName, name, deletedAt: null } })) > 0;
}
