"use client";

import type { Decision } from "#rules/evaluate";
import { CountFigure, MoneyFigure } from "../../../../_components/comparison/headline-figures";
import { hasBalance, type Shown, titlesOf } from "../shown";

/** The candidate's figures, each with its shift and the baseline's; a count leads to whom it counts. */
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
      onShow={() => onShow({ decided: `candidate:${decision}` })}
    />
  );
  return (
    <section aria-label="Headline figures" className="my-3 grid grid-cols-3 gap-2.5 lg:grid-cols-6">
      <MoneyFigure label="Total limit" before={baseline.limit} after={candidate.limit} against={against} />
      {hasBalance(shown) ? (
        <MoneyFigure label="Available credit" before={baseline.available} after={candidate.available} against={against} />
      ) : (
        decided("Referred", "refer", "down")
      )}
      {decided("Frozen", "freeze", "down")}
      {decided("Decreased", "decrease", "down")}
      {decided("Increased", "increase", "up")}
      <CountFigure
        label="Need review"
        before={baseline.review}
        after={candidate.review}
        good="neutral"
        against={against}
        onShow={() => onShow({ review: "candidate" })}
      />
    </section>
  );
}
