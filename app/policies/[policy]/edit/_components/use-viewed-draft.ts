"use client";

import { useMemo, useSyncExternalStore } from "react";
import { type Draft, readDraft } from "#rules/editing";
import { locate } from "#rules/policy";
import { useLatest } from "../../../../_components/use-latest";
import type { Taken } from "../views/token-edit";
import type { Editing } from "./use-editing";

export interface ViewedDraft {
  /** Null where no text has been a valid policy yet. */
  readonly draft: Draft | null;
  /** The draft is that of the text as it is, and can be edited. True as well of a text whose check is under way. */
  readonly isValid: boolean;
  readonly access: DraftAccess;
}

/** Ways of a view's parts to the draft in sight. The same object as long as the view is there. */
export interface DraftAccess {
  readonly draft: () => Draft;
  /** Puts an edit's text into the editor, or gives words why not. */
  readonly take: (edit: (draft: Draft) => Taken) => string | null;
  /** Shows a place in the text. */
  readonly show: (pointer: string) => void;
}

/**
 * The draft that a view shows: of the text as it is typed, unless the check in the worker has found problems in it; then of the last text
 * without. To check it here as well would hold up the page for longer than to read and to draw it.
 */
export function useViewedDraft({ typed, checked, validText, edit, editor }: Editing): ViewedDraft {
  const text = useSyncExternalStore(typed.subscribe, typed.read, typed.read);
  const isValid = checked.check === null || checked.check.ok || checked.check.text !== text;
  const shown = isValid ? text : validText;
  const draft = useMemo(() => (shown === null ? null : readDraft(shown)), [shown]);
  const latest = useLatest({ text, draft });
  const access = useMemo((): DraftAccess => {
    const drafted = () => present(latest.current.draft);
    return {
      draft: drafted,
      take: (change) => {
        const taken = change(drafted());
        if (!taken.ok) return taken.message;
        if (taken.text !== latest.current.text) edit(taken.text);
        return null;
      },
      show: (pointer) => {
        const place = locate(latest.current.text, pointer);
        if (place !== null) editor.current?.reveal({ line: place.line, column: place.column });
      },
    };
  }, [edit, editor, latest]);
  return { draft, isValid, access };
}

/** What asks for the draft is drawn only where there is one. */
function present(draft: Draft | null): Draft {
  if (draft === null) throw new Error("there is no draft in sight");
  return draft;
}
