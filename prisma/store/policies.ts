/** Policies: the list, and the making of a new one from a document, which becomes its version 1. */
import { type Problem, parsePolicy } from "#rules/policy";
import { reader, type Transaction, transaction } from "../client/index.ts";
import { Prisma } from "../generated/client.ts";
import { getVersion, insertVersion, type Version } from "./versions.ts";

export interface PolicySummary {
  readonly name: string;
  readonly title: string;
  /** Number of the latest version. */
  readonly latest: number;
  /** Number of the published version. */
  readonly published: number | null;
  readonly updatedAt: Date;
}

export type CreatePolicyResult =
  | { readonly ok: true; readonly version: Version }
  | { readonly ok: false; readonly reason: "name-taken"; readonly problems?: undefined }
  | { readonly ok: false; readonly reason: "invalid"; readonly problems: readonly Problem[] };

/** All policies by title. */
export async function listPolicies(): Promise<PolicySummary[]> {
  return summaries(await reader(), Prisma.empty);
}

export async function findPolicy(name: string): Promise<PolicySummary | null> {
  const [policy] = await summaries(await reader(), Prisma.sql`where p.name = ${name}`);
  return policy ?? null;
}

/** Makes the policy that the document names, with the document as version 1. */
export async function createPolicy(given: { text: string; author: string; message: string }): Promise<CreatePolicyResult> {
  const parsed = parsePolicy(given.text);
  if (!parsed.ok) return { ok: false, reason: "invalid", problems: parsed.problems };
  const { name, title } = parsed.policy;
  return transaction(async (tx) => {
    const { count } = await tx.policy.createMany({ data: [{ name, title }], skipDuplicates: true });
    if (count === 0) return { ok: false, reason: "name-taken" };
    await insertVersion(tx, { policy: name, number: 1, parent: null, restoredFrom: null, hash: parsed.hash, ...given });
    return { ok: true, version: await getVersion(name, 1) };
  });
}

function summaries(tx: Transaction, where: Prisma.Sql): Promise<PolicySummary[]> {
  return tx.$queryRaw<PolicySummary[]>`
    select p.name, p.title, p.updated_at as "updatedAt",
      (select max(v.number) from version v where v.policy = p.name) as latest,
      (select b.number from publication b where b.policy = p.name order by b.sequence desc limit 1) as published
    from policy p ${where} order by p.title, p.name`;
}
