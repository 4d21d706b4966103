/** Opens a draft in the page: what the server has, what this browser has kept, and the ways between them. */
import { discardDraft, loadVersion, lookAtDraft, saveDraft, saveVersion } from "../actions";
import { DraftKeeper } from "./draft-keeper";
import { LocalTexts } from "./local-texts";
import { livingTabs, orphansOf, thisTab } from "./tab";
import type { DraftServer, Refused, SavedVersion, ServerState } from "./types";

interface Owner {
  readonly policy: string;
  readonly author: string;
}

/** A keeper that has taken up what was typed here and not saved; null if nobody wants it any more. `state` may be old, as after going back. */
export async function openDraft(owner: Owner, state: ServerState, isWanted: () => boolean): Promise<DraftKeeper | null> {
  const server = serverOf(owner);
  const local = new LocalTexts(() => window.localStorage, owner, thisTab().tab);
  const orphans = await orphansOf(local.unsaved());
  const present = orphans.length > 0 ? await server.look().catch(() => state) : state;
  const versions = await versionsOf(
    owner.policy,
    orphans.map((orphan) => orphan.base),
    present,
  );
  if (!isWanted()) return null;
  void livingTabs().then((living) => living && local.sweep(living));
  const keeper = new DraftKeeper({ server, local, state: present });
  keeper.restore(orphans, versions);
  return keeper;
}

async function versionsOf(
  policy: string,
  numbers: readonly number[],
  { draft, latest }: ServerState,
): Promise<ReadonlyMap<number, SavedVersion>> {
  const known = new Map([latest, ...(draft ? [draft.base] : [])].map((version) => [version.number, version]));
  const missing = [...new Set(numbers)].filter((number) => !known.has(number));
  const loaded = await Promise.all(missing.map((number) => loadVersion({ policy, number }).catch(() => null)));
  for (const answer of loaded) if (answer?.ok) known.set(answer.version.number, answer.version);
  return known;
}

function serverOf(owner: Owner): DraftServer {
  return {
    look: async () => {
      const answer = await lookAtDraft(owner);
      if (!answer.ok) throw new Error(answer.reason);
      return answer.state;
    },
    save: async (given) => answered(await saveDraft({ ...owner, ...given })),
    discard: async (given) => answered(await discardDraft({ ...owner, ...given })),
    saveVersion: async (given) => answered(await saveVersion({ ...owner, ...given })),
  };
}

type Failure =
  | { readonly ok: false; readonly reason: "invalid-input"; readonly problems: readonly { readonly message: string }[] }
  | { readonly ok: false; readonly reason: "not-found" | "failed"; readonly message: string };

/** A failure of the server itself is as good as not reached; an input that it will never take is refused. */
function answered<Answer extends { readonly ok: boolean; readonly reason?: string }>(
  answer: Answer | Failure,
): Exclude<Answer, Failure> | Refused {
  if (isFailure(answer)) {
    if (answer.reason === "failed") throw new Error(answer.message);
    const message = answer.reason === "invalid-input" ? answer.problems.map((problem) => problem.message).join("; ") : answer.message;
    return { ok: false, reason: "refused", message };
  }
  return answer as Exclude<Answer, Failure>;
}

function isFailure(answer: { readonly ok: boolean; readonly reason?: string }): answer is Failure {
  return !answer.ok && (answer.reason === "invalid-input" || answer.reason === "not-found" || answer.reason === "failed");
}
