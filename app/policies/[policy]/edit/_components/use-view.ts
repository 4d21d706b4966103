"use client";

import { useCallback, useEffect, useRef } from "react";
import type { CodeEditorHandle } from "../../../../_components/monaco";
import { useUrlState } from "../../../../_components/use-url-state";

const VIEWS = ["text", "sentences", "table"] as const;
export type View = (typeof VIEWS)[number];

/** Which view of the draft is in sight, kept in the URL; what happens in the text brings the text in sight. */
export function useView() {
  const [value, write] = useUrlState("view", "text");
  const view = VIEWS.find((known) => known === value) ?? "text";
  const shown = useRef(view);
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => {
    shown.current = view;
    if (view !== "text") return;
    waiting.current?.();
    waiting.current = null;
  }, [view]);
  const inText = useCallback(
    (act: () => void) => {
      if (shown.current === "text") return act();
      waiting.current = act;
      write(null);
    },
    [write],
  );
  /** The editor, whose places are shown in the text view. */
  const broughtInSight = useCallback(
    (handle: CodeEditorHandle): CodeEditorHandle => ({
      ...handle,
      reveal: (place) => inText(() => handle.reveal(place)),
      quickFix: (place) => inText(() => handle.quickFix(place)),
    }),
    [inText],
  );
  return { view, choose: write as (view: View) => void, broughtInSight };
}
