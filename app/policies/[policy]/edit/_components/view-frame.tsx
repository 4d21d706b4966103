"use client";

import type { KeyboardEvent, ReactNode } from "react";
import { cn } from "../../../../_components/class-names";
import type { Editing } from "./use-editing";
import type { ViewedDraft } from "./use-viewed-draft";

interface ViewFrameProps {
  editing: Editing;
  viewed: ViewedDraft;
  /** What the view shows, in the plural: "sentences". */
  shows: string;
  className?: string;
  children: ReactNode;
}

/** A view over the text, with the editor's keys for undo; greyed, with a line that says so, while the text has problems. */
export function ViewFrame({ editing: { editor }, viewed: { draft, isValid }, shows, className, children }: ViewFrameProps) {
  const undoByKey = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) editor.current?.redo();
    else editor.current?.undo();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of all that is inside, as in the editor
    <div className="absolute inset-0 z-10 flex flex-col bg-card" onKeyDown={undoByKey}>
      {isValid ? null : (
        <p role="status" className="border-b border-line bg-amberbg px-3.25 py-2 text-amber">
          {draft === null
            ? `The text has problems. Mend them to see its ${shows}.`
            : `The text has problems. These are the ${shows} of the last text without; they can be edited once it is mended.`}
        </p>
      )}
      <div className={cn("min-h-0 flex-1", !isValid && "opacity-60", className)}>{children}</div>
    </div>
  );
}
