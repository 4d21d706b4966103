"use client";

import { useMemo, useSyncExternalStore } from "react";
import { type Draft, readDraft } from "#rules/editing";
import { locate } from "#rules/policy";
import { useToast } from "../../../../_components/toast";
import { useLatest } from "../../../../_components/use-latest";
import type { Taken } from "../views/token-edit";
import type { Editing } from "./use-editing";

export interface ViewedDraft {
  /** Null where no text has been a valid policy yet. */
  readonly draft: Draft | null;
  /** The draft is that of the text as it is, and can be edited. True as well of a text whose check is under way; an edit of it may be refused. */
  readonly isValid: boolean;
  readonly access: DraftAccess;
}

/** Ways of a view's parts to the draft in sight. The same object as long as the view is there. */
export interface DraftAccess {
  readonly draft: () => Draft;
  /** Puts an edit of the draft in sight into the editor, or gives words why not: where it was refused, or the text has changed or has problems. */
  readonly take: (edit: (draft: Draft) => Taken) => string | null;
  /** The same for an edit of a text that was read before. */
  readonly takeFrom: Editing["take"];
  /** As `take`, for what has no place of its own for words. */
  readonly act: (edit: (draft: Draft) => Taken) => void;
  /** Shows a place in the text. */
  readonly show: (pointer: string) => void;
}

/**
 * The draft that a view shows: of the text as it is typed, unless the check in the worker has found problems in it; then of the last text
 * without. To check it here as well would hold up the page for longer than to read and to draw it.
 */
export function useViewedDraft({ typed, checked, validText, take, editor }: Editing): ViewedDraft {
  const text = useSyncExternalStore(typed.subscribe, typed.read, typed.read);
  const isValid = checked.check === null || checked.check.ok || checked.check.text !== text;
  const shown = isValid ? text : validText;
  const draft = useMemo(() => (shown === null ? null : readDraft(shown)), [shown]);
  const latest = useLatest({ text, draft });
  const toast = useToast();
  const access = useMemo((): DraftAccess => {
    const drafted = () => present(latest.current.draft);
    const takeSeen = (change: (draft: Draft) => Taken) => {
      const seen = drafted();
      return take(seen.text, () => change(seen));
    };
    return {
      draft: drafted,
      take: takeSeen,
      takeFrom: take,
      act: (change) => {
        const refused = takeSeen(change);
        if (refused !== null) toast({ text: "The draft is as it was", detail: refused, tone: "amber" });
      },
      show: (pointer) => {
        const place = locate(latest.current.text, pointer);
        if (place !== null) editor.current?.reveal({ line: place.line, column: place.column });
      },
    };
  }, [take, editor, latest, toast]);
  return { draft, isValid, access };
}

/** What asks for the draft is drawn only where there is one. */
function present(draft: Draft | null): Draft {
  if (draft === null) throw new Error("there is no draft in sight");
  return draft;
}
