/**
 * Versions: immutable, numbered from 1 without gaps. A version is saved on the number that its author started
 * from; if that is not the latest any more, nothing is written and the latest comes back instead.
 */
import { locate, type Problem, parsePolicy } from "#rules/policy";
import { reader, type Transaction, transaction } from "../client/index.ts";
import { Prisma } from "../generated/client.ts";
import { discardSavedDraft } from "./drafts.ts";
import { lockPolicy } from "./lock-policy.ts";
import { NotFound } from "./not-found.ts";
import type { TestCounts } from "./test-runs.ts";

export interface VersionSummary {
  readonly policy: string;
  readonly number: number;
  readonly hash: string;
  /** The version that it was made from; null for the first. */
  readonly parent: number | null;
  /** The version whose text it took up again. */
  readonly restoredFrom: number | null;
  readonly author: string;
  readonly message: string;
  readonly createdAt: Date;
  readonly published: boolean;
  /** Sums of the latest tests on each fixture set; null where there are none. */
  readonly tests: TestCounts | null;
}

export interface Version extends VersionSummary {
  readonly text: string;
}

export type CreateVersionResult =
  | { readonly ok: true; readonly version: Version }
  | { readonly ok: false; readonly reason: "stale"; readonly latest: Version }
  | { readonly ok: false; readonly reason: "unchanged"; readonly latest: Version }
  | { readonly ok: false; readonly reason: "invalid"; readonly problems: readonly Problem[] };

export interface NewVersion {
  readonly policy: string;
  readonly text: string;
  readonly message: string;
  readonly author: string;
  /** The latest version that the author knows. */
  readonly base: number;
  readonly restoredFrom?: number;
}

/** Newest first. */
export async function listVersions(policy: string): Promise<VersionSummary[]> {
  const rows = await (await reader()).$queryRaw<Row[]>`${SUMMARY} where v.policy = ${policy} order by v.number desc`;
  return rows.map(summaryOf);
}

export async function findVersion(policy: string, number: number): Promise<Version | null> {
  const tx = await reader();
  const [[row], text] = await Promise.all([
    tx.$queryRaw<Row[]>`${SUMMARY} where v.policy = ${policy} and v.number = ${number}`,
    tx.version.findUnique({ where: { policyName_number: { policyName: policy, number } }, select: { text: true } }),
  ]);
  return row && text ? { ...summaryOf(row), text: text.text } : null;
}

/** Throws `NotFound`. */
export async function getVersion(policy: string, number: number): Promise<Version> {
  const version = await findVersion(policy, number);
  if (!version) throw new NotFound(`there is no version ${number} of policy \`${policy}\``);
  return version;
}

/** Saves a version, and with it does away with the author's draft if that holds the same text. */
export async function createVersion(given: NewVersion): Promise<CreateVersionResult> {
  const { policy, text, base, author } = given;
  const parsed = parsePolicy(text);
  if (!parsed.ok) return { ok: false, reason: "invalid", problems: parsed.problems };
  if (parsed.policy.name !== policy) return { ok: false, reason: "invalid", problems: [renamed(policy, text)] };
  return transaction(async (tx) => {
    await lockPolicy(tx, policy);
    const latest = await getLatest(tx, policy);
    if (latest.number !== base) return { ok: false, reason: "stale", latest };
    if (latest.hash === parsed.hash) return { ok: false, reason: "unchanged", latest };
    const number = base + 1;
    await insertVersion(tx, { ...given, number, parent: base, restoredFrom: given.restoredFrom ?? null, hash: parsed.hash });
    await tx.policy.update({ where: { name: policy }, data: { title: parsed.policy.title, updatedAt: new Date() } });
    await discardSavedDraft(tx, { policy, author, text });
    return { ok: true, version: await getVersion(policy, number) };
  });
}

/** Writes the row as given: numbering and parsing are the caller's. */
export async function insertVersion(
  tx: Transaction,
  given: {
    policy: string;
    number: number;
    text: string;
    hash: string;
    parent: number | null;
    restoredFrom: number | null;
    author: string;
    message: string;
  },
): Promise<void> {
  const { policy: policyName, number, text, hash, parent, restoredFrom, author, message } = given;
  await tx.version.createMany({ data: [{ policyName, number, text, hash, parent, restoredFrom, author, message }] });
}

async function getLatest(tx: Transaction, policy: string): Promise<Version> {
  const { _max } = await tx.version.aggregate({ where: { policyName: policy }, _max: { number: true } });
  return getVersion(policy, _max.number ?? 0);
}

function renamed(policy: string, text: string): Problem {
  const place = locate(text, "/name");
  const message = `this is policy \`${policy}\`; put its name back, or create a new policy from the document`;
  return { code: "name-changed", path: "/name", line: place?.line ?? 1, column: place?.column ?? 1, message };
}

type Row = Omit<VersionSummary, "tests"> & { readonly [key in keyof TestCounts]: number | null };

const SUMMARY = Prisma.sql`
  select v.policy, v.number, v.hash, v.parent, v.restored_from as "restoredFrom", v.author, v.message, v.created_at as "createdAt",
    v.number is not distinct from (select b.number from publication b where b.policy = v.policy order by b.sequence desc limit 1) as published,
    t.passed, t.failed, t.unchecked, t.errors
  from version v left join lateral (
    select sum(r.passed)::int as passed, sum(r.failed)::int as failed, sum(r.unchecked)::int as unchecked, sum(r.errors)::int as errors
    from (
      select distinct on (run.set_id) run.* from test_run run join fixture_set s on s.id = run.set_id and s.deleted_at is null
      where run.policy = v.policy and run.number = v.number order by run.set_id, run.id desc
    ) r
  ) t on true`;

function summaryOf({ passed, failed, unchecked, errors, ...rest }: Row): VersionSummary {
  const tests = passed === null || failed === null || unchecked === null || errors === null ? null : { passed, failed, unchecked, errors };
  return { ...rest, tests };
}
