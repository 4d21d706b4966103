"use client";

/** All that the Edit tab holds while it is open: the draft, its check, the editor, and what the author may do with them. */
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { TextEdit } from "#rules/editing";
import type {
  CheckedChanges,
  CodeEditorHandle,
  PolicyCheck,
  PolicyChecker,
  PolicyCheckState,
  TextChange,
} from "../../../../_components/monaco";
import type { DraftKeeper, DraftState } from "../draft/draft-keeper";
import type { VersionLine } from "../queries";
import { SoundText } from "../views/sound-text";
import type { Taken } from "../views/token-edit";
import { hindranceOf } from "./hindrance";
import { useDraftState, useKeeperEvents, useKeeperSurroundings } from "./use-keeper";
import { useAgainst } from "./use-against";
import { usePolicyCheck } from "./use-policy-check";
import { TypedText } from "./typed-text";
import { useVersionText } from "./use-version-text";

export interface Editing {
  readonly keeper: DraftKeeper;
  readonly draft: DraftState;
  readonly checked: PolicyCheckState;
  readonly problems: PolicyCheck["problems"];
  /** What the text probably does not mean; never in the way of a version. */
  readonly hints: PolicyCheck["hints"];
  /** What the run supplies, of the last valid text. */
  readonly scenarioFacts: PolicyCheck["scenarioFacts"];
  /** Tells the checker, and the editor, of the borrowers that the page shows. */
  readonly evidence: Pick<PolicyChecker, "lookAt" | "tell">;
  readonly editor: RefObject<CodeEditorHandle | null>;
  readonly isReady: boolean;
  readonly onReady: (handle: CodeEditorHandle) => void;
  /** Keys in the editor: told to the page once they rest. */
  readonly onChange: (change: TextChange) => void;
  /** Tells the page of keys that have not rested yet. */
  readonly rest: () => void;
  /** Puts another text into the editor as one edit of the author's, which can be undone; by its edits, where there may be many. */
  readonly edit: (text: string, edits?: readonly TextEdit[]) => void;
  /** Puts a view's edit of the text that was seen into the editor; gives words where that is another by now, or has problems. */
  readonly take: (seen: string, edit: () => Taken) => string | null;
  /** The text as it is typed, ahead of its check. */
  readonly typed: TypedText;
  /** The last text that was a valid policy. */
  readonly validText: string | null;
  readonly against: number;
  readonly setAgainst: (number: number) => void;
  /** The text of the version compared with; null while it is on its way. */
  readonly againstText: string | null;
  /** Whether the changes are those of the last valid text, and not yet of the one before it. */
  readonly isCompared: boolean;
  /** Changes of the last valid text against a version; null where they are not known yet. */
  readonly changesAgainst: (number: number) => CheckedChanges | null;
  /** Why no version can be saved now. */
  readonly hindrance: string | null;
  /** Someone saved a version after the one that the draft started from. */
  readonly isStale: boolean;
}

export function useEditing(policy: string, author: string, versions: readonly VersionLine[], keeper: DraftKeeper): Editing {
  const draft = useDraftState(keeper);
  const { checker, state: checked } = usePolicyCheck();
  const editor = useRef<CodeEditorHandle | null>(null);
  const [isReady, setReady] = useState(false);
  const [against, setAgainst] = useAgainst(versions, draft.latest.number);
  const againstText = useVersionText(policy, against, [draft.base, draft.latest]);
  const lastValid = useLastValid(checked.check);
  const [typed] = useState(() => new TypedText(keeper.currentText));

  useKeeperSurroundings(keeper);
  const replace = useCallback(
    (text: string) => {
      editor.current?.replaceText(text);
      typed.set(text);
      checker.update(typed.read, { now: true });
    },
    [checker, typed],
  );
  useKeeperEvents(keeper, policy, author, replace);
  useEffect(() => {
    const compared = [draft.base, draft.latest, ...(againstText === null ? [] : [{ number: against, text: againstText }])];
    checker.compareWith(new Map(compared.map(({ number, text }) => [keyOf(number), text])));
  }, [checker, draft.base, draft.latest, against, againstText]);
  useEffect(() => checker.update(typed.read, { now: true }), [checker, typed]);

  const onReady = useCallback(
    (handle: CodeEditorHandle) => {
      editor.current = handle;
      setReady(true);
      requestIdle(() => keeper.prepare());
    },
    [keeper],
  );
  const rest = useCallback(() => {
    keeper.rest();
    checker.rest();
    typed.rest();
  }, [keeper, checker, typed]);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const onChange = useCallback(
    ({ edits, read }: TextChange) => {
      clearTimeout(resting.current);
      // Ahead of those of the keeper and the checker, so that all is told, and drawn, at once.
      resting.current = setTimeout(rest, KEYS_REST_MS);
      if (edits === null) keeper.typed(read());
      else keeper.edited(edits, read);
      typed.edited(read);
      checker.update(typed.read);
    },
    [keeper, checker, typed, rest],
  );
  const edit = useCallback(
    (text: string, edits?: readonly TextEdit[]) => {
      editor.current?.replaceText(text, edits);
      keeper.typed(text);
      typed.set(text);
      checker.update(typed.read);
    },
    [keeper, checker, typed],
  );
  const [sound] = useState(() => new SoundText());
  const take = useCallback(
    (seen: string, change: () => Taken) => {
      const taken = sound.take(seen, typed.read(), checker.state.check, change);
      // What has just changed is shown at once.
      if (!taken.ok) rest();
      else if (taken.text !== seen) edit(taken.text, taken.edits);
      return taken.ok ? null : taken.message;
    },
    [sound, typed, checker, rest, edit],
  );
  const changesAgainst = useCallback((number: number) => lastValid?.changes[keyOf(number)] ?? null, [lastValid]);
  return {
    keeper,
    draft,
    checked,
    problems: checked.check?.problems ?? NO_PROBLEMS,
    hints: checked.check?.hints ?? NO_PROBLEMS,
    scenarioFacts: lastValid?.scenarioFacts ?? NO_FACTS,
    evidence: checker,
    editor,
    isReady,
    onReady,
    onChange,
    rest,
    edit,
    take,
    validText: lastValid?.text ?? null,
    typed,
    against,
    setAgainst,
    againstText,
    isCompared: lastValid?.isCompared ?? false,
    changesAgainst,
    hindrance: hindranceOf(draft, checked),
    isStale: draft.exists && draft.latest.number > draft.base.number,
  };
}

const NO_PROBLEMS: PolicyCheck["problems"] = [];
const NO_FACTS: PolicyCheck["scenarioFacts"] = [];
const KEYS_REST_MS = 120;

/** Where the browser knows no idle time, at once. */
function requestIdle(work: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work);
  else work();
}

function keyOf(number: number): string {
  return `v${number}`;
}

/** The latest check of a valid text: what is shown of it stays while the author mends a problem. */
function useLastValid(check: PolicyCheck | null): PolicyCheck | null {
  const [last, setLast] = useState<PolicyCheck | null>(null);
  if (check?.ok && check !== last) setLast(check);
  return check?.ok ? check : last;
}
