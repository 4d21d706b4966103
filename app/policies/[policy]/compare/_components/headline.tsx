"use client";

import type { Decision } from "#rules/evaluate";
import { CountFigure, MoneyFigure } from "../../../../_components/comparison/headline-figures";
import { MOVES } from "../parts";
import { hasBalance, type Shown, titlesOf } from "../shown";

/** The candidate's figures, each with its shift and the baseline's; a count leads to whom it counts, a sum to those whose part differs. */
export function Headline({ shown, onShow }: { shown: Shown; onShow: (where: Record<string, string>) => void }) {
  const { baseline, candidate } = shown.outcomes.figures.summary;
  const against = `${titlesOf(shown).baseline}:`;
  const decided = (label: string, decision: Decision, good: "up" | "down") => (
    <CountFigure
      label={label}
      before={baseline.decisions[decision]}
      after={candidate.decisions[decision]}
      good={good}
      against={against}
      onShow={(side) => onShow({ decided: `${side}:${decision}` })}
    />
  );
  const sum = (label: string, key: "limit" | "available") => (
    <MoneyFigure label={label} before={baseline[key]} after={candidate[key]} against={against} onShow={() => onShow({ [MOVES]: key })} />
  );
  return (
    <section aria-label="Headline figures" className="my-3 grid grid-cols-3 gap-2.5 lg:grid-cols-6">
      {sum("Total limit", "limit")}
      {hasBalance(shown) ? sum("Available credit", "available") : decided("Referred", "refer", "down")}
      {decided("Frozen", "freeze", "down")}
      {decided("Decreased", "decrease", "down")}
      {decided("Increased", "increase", "up")}
      <CountFigure
        label="Need review"
        before={baseline.review}
        after={candidate.review}
        good="neutral"
        against={against}
        onShow={(side) => onShow({ review: side })}
      />
    </section>
  );
}
