"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { NamedBorrower } from "#rules/compare";
import type { Facts } from "#rules/policy";
import type { SideFacts } from "../../../../_components/evaluation/protocol";
import { type ShownEffect, useEffectFigures } from "../../../../_components/evaluation/use-effect-figures";
import { type ScenarioCells, scenarioCellsOf, scenarioValues } from "../../../../_components/scenario/scenario";
import { useLoaded } from "../../../../_components/use-loaded";
import type { PortfolioLine } from "../queries";
import { tallyOf } from "./rule-tally";
import type { EffectEditing } from "./use-effect-editing";
import type { SetTests } from "./use-set-tests";

/** Borrowers of a portfolio that are evaluated while one types: the same ones every time. */
export const SAMPLED = 10_000;

export interface EffectOn extends ShownEffect {
  /** Null until they are loaded. */
  readonly borrowers: readonly NamedBorrower[] | null;
  readonly facts: readonly Facts[] | null;
  /** The candidate's; the two sides' are the same unless the URL gives each its own. */
  readonly scenario: Facts;
  readonly sides: SideFacts;
  readonly cells: ScenarioCells;
  /** What is usual: the fixture set's. */
  readonly usual: Facts;
  /** Why the borrowers are not there; null where they are, or are on their way. */
  readonly missing: string | null;
  readonly isLoading: boolean;
  /** Whether neither a fixture set nor a portfolio is chosen, as where a policy has no set yet. */
  readonly isUnchosen: boolean;
}

/** What the text as it is typed does to the borrowers chosen, against the version compared with, under the scenario chosen. */
export function useEffectOn(policy: string, editing: EffectEditing, tests: SetTests, portfolio: PortfolioLine | null): EffectOn {
  const { typed } = editing;
  const text = useSyncExternalStore(typed.subscribe, typed.read, typed.read);
  const sample = useLoaded<{ readonly borrowers: readonly NamedBorrower[] }>(
    portfolio && `/api/portfolios/${encodeURIComponent(portfolio.name)}/sample?rows=${SAMPLED}&policy=${encodeURIComponent(policy)}`,
    portfolio?.hash ?? "",
  );
  const borrowers = portfolio === null ? tests.fixtures : (sample.value?.borrowers ?? null);
  const facts = useMemo(() => borrowers?.map((borrower): Facts => borrower.facts) ?? null, [borrowers]);
  const scenario = useScenario(editing, tests.set?.scenario ?? NO_FACTS);
  const shown = useEffectFigures({
    baselineText: editing.againstText,
    candidateText: text,
    scenario: scenario.sides,
    facts,
  });
  const { candidate } = scenario.sides;
  useEvidence(editing, facts, candidate, shown);
  const missing = portfolio !== null && sample.status === "failed" ? sample.message : null;
  const isUnchosen = portfolio === null && tests.set === null;
  const isLoading = facts === null && missing === null && !isUnchosen;
  return { ...shown, ...scenario, borrowers, facts, scenario: candidate, missing, isUnchosen, isLoading };
}

const NO_FACTS: Facts = {};

/** As the URL gives it, over what is usual. */
function useScenario({ scenarioFacts }: EffectEditing, usual: Facts) {
  const params = useSearchParams();
  return useMemo(() => {
    const cells = scenarioCellsOf(params);
    const side = (own: "baseline" | "candidate") => ({ ...usual, ...scenarioValues(scenarioFacts, usual, cells.both, cells[own]) });
    const sides: SideFacts = { baseline: side("baseline"), candidate: side("candidate") };
    return { cells, sides, usual };
  }, [params, scenarioFacts, usual]);
}

/** Hands the borrowers, and what the rules did to them, to hints and hovers. */
function useEvidence({ evidence }: EffectEditing, facts: readonly Facts[] | null, scenario: Facts, { effect, text }: ShownEffect): void {
  useEffect(() => {
    if (facts !== null) evidence.lookAt(facts, scenario);
  }, [evidence, facts, scenario]);
  useEffect(() => {
    evidence.tell(effect === null || text === null ? null : { tally: tallyOf(effect), text });
  }, [evidence, effect, text]);
}
