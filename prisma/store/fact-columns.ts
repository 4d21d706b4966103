/**
 * A fact's column in the fixture sets of a policy: who has it, and its new name everywhere at once. Versions are
 * immutable and read the name that they were written with; where one of them, or another author's draft, still names
 * the fact, the old column stays beside the new one with the same values, so that nothing is lost.
 */
import type { Facts } from "#rules/policy";
import { reader, type Transaction, transaction } from "../client/index.ts";
import { lockFixtureSet, touchFixtureSet } from "./fixture-sets.ts";
import { listFixtures, rewriteFixtures } from "./fixtures.ts";
import { lockPolicy } from "./lock-policy.ts";
import { storableJson } from "./storable.ts";

export interface FactColumnSet {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Fixtures that have the old name and not the new one. */
  readonly fixtures: number;
  /** Fixtures that have the new name already, and are left as they are. */
  readonly taken: number;
  /** The set's scenario has the old name and not the new one. */
  readonly scenario: boolean;
  /** When anything in it was changed last. */
  readonly updatedAt: Date;
}

export interface FactColumn {
  /** Sets with fixtures, or a scenario, under the old name only. */
  readonly sets: readonly FactColumnSet[];
  /** Versions whose text has the old name. */
  readonly versions: readonly number[];
  /** How many drafts of other authors have it. */
  readonly drafts: number;
}

export type RenameFactColumnResult =
  | { readonly ok: true; readonly fixtures: number /** The old name stays beside the new one. */; readonly kept: boolean }
  /** Something was changed since the preview; `column` is as it stands. */
  | { readonly ok: false; readonly reason: "changed"; readonly column: FactColumn };

interface Names {
  readonly policy: string;
  readonly from: string;
  readonly to: string;
  /** Whose draft has the new name. */
  readonly author: string;
}

/** What a new name would change. */
export async function readFactColumn(names: Names): Promise<FactColumn> {
  return columnIn(await reader(), names);
}

/** Gives the column its new name in every set, all or none; refused unless sets, versions and drafts are as `expected`. */
export async function renameFactColumn(given: Names & { expected: FactColumn }): Promise<RenameFactColumnResult> {
  const { policy, from, to, author, expected } = given;
  return transaction(async (tx) => {
    await lockPolicy(tx, policy);
    for (const { id } of await setsOf(tx, policy)) await lockFixtureSet(tx, id);
    const column = await columnIn(tx, given);
    if (stampOf(column) !== stampOf(expected)) return { ok: false, reason: "changed", column };
    const kept = column.versions.length + column.drafts > 0;
    let changed = 0;
    for (const set of column.sets) {
      const fixtures = (await listFixtures(set.id, tx)).filter(({ facts }) => isOldOnly(facts, from, to));
      await rewriteFixtures(tx, { author, fixtures: fixtures.map((one) => ({ ...one, facts: renamed(one.facts, from, to, kept) })) });
      if (set.scenario) await renameScenario(tx, set.id, (facts) => renamed(facts, from, to, kept));
      await touchFixtureSet(tx, set.id);
      changed += fixtures.length;
    }
    return { ok: true, fixtures: changed, kept };
  });
}

/** Equal for columns of which nothing that matters differs. */
function stampOf({ sets, versions, drafts }: FactColumn): string {
  return JSON.stringify([sets.map((set) => [set.id, set.fixtures, set.scenario, set.updatedAt.getTime()]), versions, drafts]);
}

function isOldOnly(facts: Facts, from: string, to: string): boolean {
  return Object.hasOwn(facts, from) && !Object.hasOwn(facts, to);
}

/** The new name where the old one stands; beside it where that is kept. */
function renamed(facts: Facts, from: string, to: string, kept: boolean): Facts {
  const entries = Object.entries(facts).flatMap(([name, value]) =>
    name !== from ? [[name, value]] : [...(kept ? [[name, value]] : []), [to, value]],
  );
  return Object.fromEntries(entries) as Facts;
}

async function renameScenario(tx: Transaction, id: string, rename: (facts: Facts) => Facts): Promise<void> {
  const set = await tx.fixtureSet.findUniqueOrThrow({ where: { id } });
  await tx.fixtureSet.update({ where: { id }, data: { scenario: JSON.parse(storableJson(rename(set.scenario as Facts))) } });
}

type Client = Awaited<ReturnType<typeof reader>> | Transaction;

/** In one order always, so that two who lock them do not wait for each other. */
function setsOf(client: Client, policy: string) {
  return client.fixtureSet.findMany({ where: { policyName: policy, deletedAt: null }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
}

async function columnIn(client: Client, { policy, from, to, author }: Names): Promise<FactColumn> {
  const counts = await client.$queryRaw<{ id: string; fixtures: number; taken: number }[]>`
    select s.id,
      count(*) filter (where f.facts::jsonb ? ${from} and not f.facts::jsonb ? ${to})::int as fixtures,
      count(*) filter (where f.facts::jsonb ? ${to})::int as taken
    from fixture_set s join fixture f on f.set_id = s.id and f.deleted_at is null
    where s.policy = ${policy} and s.deleted_at is null group by s.id`;
  const byId = new Map(counts.map((row) => [row.id, row]));
  // A JSON text that names the fact has its name in quotes, where it declares it.
  const quoted = JSON.stringify(from);
  const versions = await client.$queryRaw<{ number: number }[]>`
    select number from version where policy = ${policy} and position(${quoted} in text) > 0 order by number`;
  const [drafts] = await client.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from draft where policy = ${policy} and author <> ${author} and position(${quoted} in text) > 0`;
  const sets = (await setsOf(client, policy)).map((set): FactColumnSet => {
    const { fixtures = 0, taken = 0 } = byId.get(set.id) ?? {};
    const scenario = isOldOnly(set.scenario as Facts, from, to);
    return { id: set.id, name: set.name, title: set.title, fixtures, taken, scenario, updatedAt: set.updatedAt };
  });
  return {
    sets: sets.filter(({ fixtures, scenario }) => fixtures > 0 || scenario),
    versions: versions.map(({ number }) => number),
    drafts: drafts?.count ?? 0,
  };
}
