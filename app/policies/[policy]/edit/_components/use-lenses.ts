"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo } from "react";
import { compareHref, fixturesHref, type Looked } from "./effect-links";
import { ruleLenses } from "./rule-lenses";
import type { RuleQuestion } from "./rule-borrowers";
import type { EffectOn } from "./use-effect-on";
import type { EffectEditing } from "./use-effect-editing";
import type { SetTests, Tested } from "./use-set-tests";
import type { Shares } from "./use-shares";

/** Shows in the text what each rule does to the borrowers, and follows clicks to those behind a figure. */
export function useLenses(
  editing: EffectEditing,
  on: EffectOn,
  shares: Shares,
  tests: SetTests,
  looked: Looked,
  onAsk: (question: RuleQuestion) => void,
): void {
  const router = useRouter();
  const { editor, isReady, against } = editing;
  const { effect, status, isUnchosen } = on;
  const changes = editing.changesAgainst(against);
  const failing = useMemo(() => failingByRule(tests.results), [tests.results]);
  const lenses = useMemo(
    () => (effect === null ? NO_LENSES : ruleLenses({ effect, against, changes, shares, failing })),
    [effect, against, changes, shares, failing],
  );
  const isStale = status === "invalid";
  useEffect(() => {
    if (!isReady) return;
    const onAction = (rule: string, action: string) => {
      if (action === "fired" || action === "applied") onAsk({ rule, by: action });
      else if (action === "failing") router.push(fixturesHref(looked, { status: "failed" }));
      else router.push(compareHref(looked, { change: action.slice("change:".length) }));
    };
    const otherwise = effect === null ? "" : "not evaluated yet";
    editor.current?.showLenses(isUnchosen ? null : { of: lenses, otherwise, isStale, onAction });
  }, [editor, isReady, isUnchosen, effect, lenses, isStale, looked, onAsk, router]);
}

const NO_LENSES = () => undefined;

function failingByRule(results: readonly Tested[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { evaluation, result } of results) {
    if (result.status !== "failed" || !evaluation.ok) continue;
    for (const name of evaluation.outcome.applied) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
