/** The published version of a policy: a pointer that keeps its history. */
import { reader, type Transaction, transaction } from "../client/index.ts";
import { lockPolicy } from "./lock-policy.ts";
import { getVersion } from "./versions.ts";

export interface Publication {
  readonly number: number;
  readonly author: string;
  readonly note: string;
  readonly createdAt: Date;
}

export type PublishResult = { readonly ok: true } | { readonly ok: false; readonly reason: "stale"; readonly published: number | null };

/** Puts a version in force, if the published one is still the one that the author knows (null: none). */
export async function publish(given: {
  policy: string;
  number: number;
  author: string;
  note: string;
  expected: number | null;
}): Promise<PublishResult> {
  const { policy, number, author, note, expected } = given;
  return transaction(async (tx) => {
    await lockPolicy(tx, policy);
    await getVersion(policy, number);
    const current = await latest(tx, policy);
    const published = current?.number ?? null;
    if (published !== expected) return { ok: false, reason: "stale", published };
    await tx.publication.createMany({ data: [{ policyName: policy, sequence: (current?.sequence ?? 0) + 1, number, author, note }] });
    await tx.policy.update({ where: { name: policy }, data: { updatedAt: new Date() } });
    return { ok: true };
  });
}

/** Newest first: the first is in force. */
export async function listPublications(policy: string): Promise<Publication[]> {
  return (await reader()).publication.findMany({
    where: { policyName: policy },
    orderBy: { sequence: "desc" },
    select: { number: true, author: true, note: true, createdAt: true },
  });
}

function latest(tx: Transaction, policyName: string) {
  return tx.publication.findFirst({ where: { policyName }, orderBy: { sequence: "desc" }, select: { sequence: true, number: true } });
}
