"use client";

import { ChevronRight } from "lucide-react";
import { memo, type RefObject, useEffect, useState } from "react";
import type { CodeEditorHandle, OutlineEntry } from "../../../../_components/monaco";
import { ruleNameParts } from "../../../../_components/trace/rule-name";

interface BreadcrumbsProps {
  outline: readonly OutlineEntry[];
  editor: RefObject<CodeEditorHandle | null>;
  isReady: boolean;
  onGo: (line: number) => void;
}

/** Where the cursor is: the document's section, and in it the rule or guardrail; each leads to its beginning. Drawn again only where it is another line. */
export const Breadcrumbs = memo(function Breadcrumbs({ outline, editor, isReady, onGo }: BreadcrumbsProps) {
  const [line, setLine] = useState(1);
  useEffect(() => (isReady ? editor.current?.onLine(setLine) : undefined), [editor, isReady]);
  const places = placesAt(outline, line);
  return (
    <nav
      aria-label="Place in the document"
      className="flex h-6.5 shrink-0 items-center gap-0.5 border-b border-line px-2.5 text-sm text-mute"
    >
      {places.length === 0 ? <span className="px-1">document</span> : null}
      {places.map((place, i) => (
        <span key={place.kind} className="flex min-w-0 items-center gap-0.5 first:shrink-0">
          {i > 0 ? <ChevronRight className="size-3 shrink-0 text-faint" aria-hidden /> : null}
          <button type="button" onClick={() => onGo(place.line)} className="min-w-0 truncate rounded-sm px-1 hover:bg-soft hover:text-ink">
            {wordsOf(place)}
          </button>
        </span>
      ))}
    </nav>
  );
});

/** The section that a line is in, and the rule or guardrail in it. */
export function placesAt(outline: readonly OutlineEntry[], line: number): OutlineEntry[] {
  const before = outline.filter((entry) => entry.line <= line);
  const section = before.findLast(({ kind }) => kind === "section");
  const inner = before.at(-1);
  if (section === undefined || inner === undefined) return [];
  return inner === section ? [section] : [section, inner];
}

function wordsOf({ kind, name }: OutlineEntry): string {
  if (kind !== "rule") return name;
  const { code, words } = ruleNameParts(name);
  return code ? `${code} ${words}` : words;
}
