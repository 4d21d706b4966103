"use client";

import { useEffect, useMemo, useState } from "react";
import type { NamedBorrower } from "#rules/compare";
import type { Facts } from "#rules/policy";
import { type ShownEffect, useEffectFigures } from "../../../../_components/evaluation/use-effect-figures";
import { useLoaded } from "../../../../_components/use-loaded";
import type { PortfolioLine } from "../queries";
import type { Editing } from "./use-editing";
import { ruleTally } from "./rule-tally";
import type { TypedText } from "./typed-text";
import type { SetTests } from "./use-set-tests";

/** Borrowers of a portfolio that are evaluated while one types: the same ones every time. */
export const SAMPLED = 10_000;

export interface EffectOn extends ShownEffect {
  /** Null until they are loaded. */
  readonly facts: readonly Facts[] | null;
  readonly scenario: Facts;
  /** Why the borrowers are not there; null where they are, or are on their way. */
  readonly missing: string | null;
  readonly isLoading: boolean;
  /** Whether neither a fixture set nor a portfolio is chosen, as where a policy has no set yet. */
  readonly isUnchosen: boolean;
}

/** What the text as it is typed does to the borrowers chosen, against the version compared with. */
export function useEffectOn(policy: string, editing: Editing, tests: SetTests, portfolio: PortfolioLine | null): EffectOn {
  const text = useFollowed(editing.typed);
  const sample = useLoaded<{ readonly borrowers: readonly NamedBorrower[] }>(
    portfolio && `/api/portfolios/${encodeURIComponent(portfolio.name)}/sample?rows=${SAMPLED}&policy=${encodeURIComponent(policy)}`,
    portfolio?.hash ?? "",
  );
  const borrowers = portfolio === null ? tests.fixtures : (sample.value?.borrowers ?? null);
  const facts = useMemo(() => borrowers?.map((borrower): Facts => borrower.facts) ?? null, [borrowers]);
  const scenario = tests.set?.scenario ?? NO_FACTS;
  const shown = useEffectFigures({
    baselineText: editing.againstText,
    candidateText: text,
    scenario: { baseline: scenario, candidate: scenario },
    facts,
  });
  useEvidence(editing, facts, scenario, portfolio === null ? tests : null);
  const missing = portfolio !== null && sample.status === "failed" ? sample.message : null;
  const isUnchosen = portfolio === null && tests.set === null;
  return { ...shown, facts, scenario, missing, isUnchosen, isLoading: facts === null && missing === null && !isUnchosen };
}

const NO_FACTS: Facts = {};
/** To send a longer text to the worker at every key would cost the keys more than its figures are worth. */
const LONG = 150_000;
const REST_MS = 120;

/** The text as it is typed; a long one once the keys rest. */
function useFollowed(typed: TypedText): string {
  const [text, setText] = useState(typed.read);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
      clearTimeout(timer);
      if (typed.read().length <= LONG) setText(typed.read());
      else timer = setTimeout(() => setText(typed.read()), REST_MS);
    };
    follow();
    const leave = typed.subscribe(follow);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [typed]);
  return text;
}

/** Hands the borrowers, and where they are fixtures what the rules did to them, to hints and hovers. */
function useEvidence({ evidence, validHash }: Editing, facts: readonly Facts[] | null, scenario: Facts, tests: SetTests | null): void {
  useEffect(() => {
    if (facts !== null) evidence.lookAt(facts, scenario);
  }, [evidence, facts, scenario]);
  const isDone = tests?.run.status === "done";
  const results = isDone ? tests.results : null;
  useEffect(() => {
    evidence.tell(results === null || validHash === null ? null : ruleTally(validHash, results));
  }, [evidence, validHash, results]);
}
