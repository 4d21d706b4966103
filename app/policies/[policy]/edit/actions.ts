"use server";

/** Changes of the Edit tab: the draft, a new version; and what its page asks for while it is open. */
import { z } from "zod";
import { FACT_NAME } from "#rules/policy";
import {
  createVersion,
  discardDraft as storeDiscard,
  findDraft,
  findPolicy,
  findVersion,
  listFixtures,
  readFactColumn,
  renameFactColumn,
  saveDraft as storeDraft,
} from "#store";
import { action } from "../../../_server/action";
import type { Session } from "../../../_server/session";
import type { Refused } from "./draft/types";
import { savedOf, serverDraftOf, stateOf } from "./queries";

const policy = z.string().min(1).max(200);
const author = z.string().max(200);
const text = z.string().max(10_000_000, "the document is larger than 10 million characters; move data out of it");
const number = z.int().min(1);

/** Drafts belong to an author: a page opened under another name must not write into this one's. */
function asAnother(given: string, session: Session): Refused | null {
  if (given === session.author) return null;
  return {
    ok: false,
    reason: "refused",
    message: `you are now \`${session.author}\`, this draft is of \`${given}\`; take that name again, or reload the page to go on under yours`,
  };
}

export const lookAtDraft = action(z.object({ policy, author }), async (input, session) => {
  const refused = asAnother(input.author, session);
  if (refused) return refused;
  const [draft, found] = await Promise.all([findDraft(input.policy, session.author), findPolicy(input.policy)]);
  return { ok: true as const, state: await stateOf(input.policy, draft, found?.latest ?? 1) };
});

export const saveDraft = action(
  z.object({ policy, author, text, base: number, expectedRevision: number.nullable() }),
  async (input, session) => {
    const refused = asAnother(input.author, session);
    if (refused) return refused;
    const saved = await storeDraft(input);
    if (saved.ok) return { ok: true as const, revision: saved.draft.revision, updatedAt: saved.draft.updatedAt.getTime() };
    return { ok: false as const, reason: saved.reason, draft: saved.draft && (await serverDraftOf(saved.draft)) };
  },
);

export const discardDraft = action(z.object({ policy, author, expectedRevision: number }), async (input, session) => {
  const refused = asAnother(input.author, session);
  if (refused) return refused;
  const discarded = await storeDiscard(input);
  return discarded.ok ? discarded : { ok: false as const, reason: discarded.reason, draft: await serverDraftOf(discarded.draft) };
});

const newVersion = z.object({
  policy,
  author,
  text,
  message: z.string().trim().min(1, "say what changed and why").max(10_000),
  base: number,
  restoredFrom: number.nullable(),
  draftRevision: number.nullable(),
});

export const saveVersion = action(newVersion, async ({ restoredFrom, draftRevision, ...input }, session) => {
  const refused = asAnother(input.author, session);
  if (refused) return refused;
  const made = await createVersion({ ...input, ...(restoredFrom === null ? {} : { restoredFrom }) });
  if (!made.ok) {
    if (made.reason === "stale") return { ok: false as const, reason: made.reason, latest: savedOf(made.latest) };
    return made.reason === "invalid"
      ? { ok: false as const, reason: made.reason, problems: made.problems.length }
      : { ok: false as const, reason: made.reason };
  }
  // The draft may hold an older text than the one saved; another tab's newer one stays.
  if (draftRevision !== null) await storeDiscard({ policy: input.policy, author: session.author, expectedRevision: draftRevision });
  return { ok: true as const, version: savedOf(made.version) };
});

export const loadVersion = action(z.object({ policy, number }), async (input) => {
  const version = await findVersion(input.policy, input.number);
  return version
    ? { ok: true as const, version: savedOf(version) }
    : { ok: false as const, reason: "not-found" as const, message: `there is no v${input.number}` };
});

export const loadFixtures = action(z.object({ setId: z.uuid() }), async ({ setId }) => {
  const fixtures = await listFixtures(setId);
  return { ok: true as const, fixtures: fixtures.map(({ name, facts, expect }) => ({ name, facts, ...(expect ? { expect } : {}) })) };
});

const factName = z.string().regex(FACT_NAME);
const factRename = z.object({ policy, from: factName, to: factName });

/** What a fact's new name would change in the fixture sets, and who still reads the old one. */
export const lookAtFactColumn = action(factRename, async (input, session) => ({
  ok: true as const,
  column: await readFactColumn({ ...input, author: session.author }),
}));

const factColumn = z.object({
  sets: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      title: z.string(),
      fixtures: z.int(),
      taken: z.int(),
      scenario: z.boolean(),
      updatedAt: z.date(),
    }),
  ),
  versions: z.array(number),
  drafts: z.int(),
});

/** Gives a fact's column its new name in every fixture set, if all is as it was in the preview. */
export const renameColumn = action(factRename.extend({ expected: factColumn }), async (input, session) =>
  renameFactColumn({ ...input, author: session.author }),
);
