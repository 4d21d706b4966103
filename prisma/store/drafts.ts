/**
 * Drafts: one per author and policy. A save names the revision that it builds on; when someone else's tab was
 * faster, nothing is written and the draft as it stands comes back.
 */
import { reader, type Transaction, transaction } from "../client/index.ts";
import type { Draft as Row } from "../generated/client.ts";
import { storable } from "./storable.ts";

export interface Draft {
  readonly policy: string;
  readonly author: string;
  readonly text: string;
  /** The version that it started from. */
  readonly base: number;
  /** Grows with every save, also past a discarded draft. */
  readonly revision: number;
  readonly updatedAt: Date;
}

export type SaveDraftResult =
  | { readonly ok: true; readonly draft: Draft }
  /** `draft` is null where it was discarded, or saved as a version, meanwhile. */
  | { readonly ok: false; readonly reason: "conflict"; readonly draft: Draft | null };

export type DiscardDraftResult = { readonly ok: true } | { readonly ok: false; readonly reason: "conflict"; readonly draft: Draft };

export async function findDraft(policy: string, author: string): Promise<Draft | null> {
  return find(await reader(), policy, author);
}

/** Saves the draft if its revision is still `expectedRevision`; null says that there is none yet. */
export async function saveDraft(given: {
  policy: string;
  author: string;
  text: string;
  base: number;
  expectedRevision: number | null;
}): Promise<SaveDraftResult> {
  const { policy, author, base, expectedRevision } = given;
  const text = storable(given.text);
  return transaction(async (tx) => {
    if (!(await write(tx, { policy, author, text, base, expectedRevision }))) {
      return { ok: false, reason: "conflict", draft: await find(tx, policy, author) };
    }
    const draft = await find(tx, policy, author);
    if (!draft) throw new Error("a draft just saved is gone");
    return { ok: true, draft };
  });
}

/** Discards the draft if its revision is still `expectedRevision`. A draft that is gone already is as wished. */
export async function discardDraft(given: { policy: string; author: string; expectedRevision: number }): Promise<DiscardDraftResult> {
  const { policy: policyName, author, expectedRevision: revision } = given;
  return transaction(async (tx) => {
    const { count } = await tx.draft.updateMany({ where: { policyName, author, revision, text: { not: null } }, data: DISCARDED() });
    const draft = count === 0 ? await find(tx, policyName, author) : null;
    return draft ? { ok: false, reason: "conflict", draft } : { ok: true };
  });
}

/** Does away with a draft that holds just the text that became a version. */
export async function discardSavedDraft(tx: Transaction, given: { policy: string; author: string; text: string }): Promise<void> {
  const { policy: policyName, author, text } = given;
  await tx.draft.updateMany({ where: { policyName, author, text }, data: DISCARDED() });
}

const DISCARDED = () => ({ text: null, revision: { increment: 1 }, updatedAt: new Date() });

async function find(tx: Transaction, policyName: string, author: string): Promise<Draft | null> {
  const row = await tx.draft.findUnique({ where: { policyName_author: { policyName, author } } });
  return row ? draftOf(row) : null;
}

function draftOf({ policyName: policy, text, ...rest }: Row): Draft | null {
  return text === null ? null : { policy, text, ...rest };
}

/** Whether the row was written: one conditional statement decides, whoever else is writing. */
async function write(
  tx: Transaction,
  given: { policy: string; author: string; text: string; base: number; expectedRevision: number | null },
): Promise<boolean> {
  const { policy: policyName, author, text, base, expectedRevision } = given;
  if (expectedRevision === null) {
    const { count } = await tx.draft.createMany({ data: [{ policyName, author, text, base, revision: 1 }], skipDuplicates: true });
    if (count === 1) return true;
  }
  const where =
    expectedRevision === null
      ? { policyName, author, text: null }
      : { policyName, author, revision: expectedRevision, text: { not: null } };
  const { count } = await tx.draft.updateMany({ where, data: { text, base, revision: { increment: 1 }, updatedAt: new Date() } });
  return count === 1;
}
