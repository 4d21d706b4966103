"use client";

import { useEffect, useMemo } from "react";
import type { CheckedChange, RuleChanges } from "../../../../_components/monaco";
import type { EffectEditing } from "./use-effect-editing";

/** Marks in the text which rules differ from the version compared with, and where rules were that it has. */
export function useChangeMarks({ editor, isReady, against, againstText, changesAgainst }: EffectEditing): void {
  const changes = changesAgainst(against)?.changes ?? null;
  const marks = useMemo(
    () => (changes === null || againstText === null ? null : marksOf(changes, against, againstText)),
    [changes, against, againstText],
  );
  useEffect(() => {
    if (isReady) editor.current?.showChanges(marks);
  }, [editor, isReady, marks]);
}

function marksOf(changes: readonly CheckedChange[], against: number, againstText: string): RuleChanges {
  const rules = changes.filter(({ subject }) => subject === "rule");
  const removed = new Set(rules.filter(({ kind }) => kind === "removed").map(({ name }) => name));
  return {
    since: `v${against}`,
    changed: new Map(
      rules.flatMap(({ name, kind, edits }) =>
        kind === "added" || kind === "changed" ? [[name, { kind, words: edits[0]?.text ?? "" }] as const] : [],
      ),
    ),
    removed: removed.size === 0 ? [] : placesOf(removed, againstText),
  };
}

function placesOf(removed: ReadonlySet<string>, againstText: string): RuleChanges["removed"] {
  const { rules } = JSON.parse(againstText.replace(/^\uFEFF/, "")) as { readonly rules: readonly { readonly name: string }[] };
  const names = rules.map(({ name }) => name);
  return names.flatMap((name, i) =>
    removed.has(name) ? [{ name, before: names.slice(i).find((next) => !removed.has(next)) ?? null }] : [],
  );
}
