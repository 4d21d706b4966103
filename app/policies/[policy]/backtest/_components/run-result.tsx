"use client";

import type { Backtest } from "#rules/portfolio";
import type { BacktestRun } from "#store";
import { HeadlineSentence } from "../../../../_components/comparison/headline-sentence";
import { treatmentsOfCells } from "../figures";
import type { RunContext } from "../queries";
import { runTitle } from "../run-words";
import { AloneFigures, AloneSentence } from "./alone";
import { BreakdownCard } from "./breakdown-card";
import { ChangeSentences } from "./change-sentences";
import { ChangeSharesCard } from "./change-shares-card";
import { DecisionTable } from "./decision-table";
import { DistributionCard } from "./distribution-card";
import { ObservedByDecision, SwapSets } from "./observed-cards";
import { observedWords } from "./observed-words";
import { RejectedCard } from "./rejected-card";
import { ResultMatrix } from "./result-matrix";
import { RunFigures } from "./run-figures";

interface RunResultProps {
  run: Pick<BacktestRun, "id" | "baseline" | "candidate" | "scenario" | "files">;
  result: Backtest;
  context: RunContext;
}

/** What a run found, from the sentence down to the rejected rows. */
export function RunResult({ run, result, context }: RunResultProps) {
  const { title, ...titles } = runTitle(run);
  const { summary } = result;
  const alone = run.candidate === null;
  const evaluated = summary.borrowers - summary.errors;
  return (
    <>
      {alone ? (
        <AloneSentence title={titles.baseline} result={result} />
      ) : (
        <HeadlineSentence
          summary={summary}
          treatments={treatmentsOfCells(result.migration)}
          subject={result.baseline.hash === result.candidate.hash ? "The scenario" : titles.candidate}
          hasBalance={context.hasBalance}
        />
      )}
      <RejectedCard id={run.id} rejected={result.rejected} summary={summary} titles={titles} file={run.files.rejected} />
      {evaluated === 0 ? null : <Evaluated result={result} context={context} titles={titles} alone={alone} />}
    </>
  );
}

/** Whether there are changes that the shift was divided among. */
function hasShares({ attribution = [] }: Backtest): boolean {
  return attribution.length > 0;
}

interface EvaluatedProps {
  result: Backtest;
  context: RunContext;
  titles: { readonly baseline: string; readonly candidate: string };
  alone: boolean;
}

function Evaluated({ result, context, titles, alone }: EvaluatedProps) {
  const observed = observedWords(result.summary.observed, context.observed);
  return (
    <>
      {alone ? (
        <AloneFigures result={result} context={context} />
      ) : (
        <RunFigures result={result} context={context} against={`${titles.baseline}:`} />
      )}
      <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        {alone ? (
          <DecisionTable result={result} title={titles.baseline} observed={observed} />
        ) : hasShares(result) ? (
          <ChangeSharesCard result={result} context={context} />
        ) : (
          <ChangeSentences changes={result.changes} wording={result.wording} titles={titles} />
        )}
        <div className="grid min-w-0 content-start gap-3">
          {alone ? null : <ResultMatrix cells={result.migration} titles={titles} hasBalance={context.hasBalance} observed={observed} />}
          <DistributionCard bins={result.distribution} against={alone ? "before" : titles.baseline} />
          {observed === null || alone ? null : (
            <>
              <SwapSets observed={observed} titles={titles} />
              <ObservedByDecision observed={observed} titles={titles} />
            </>
          )}
        </div>
      </div>
      {result.breakdowns.map((breakdown) => (
        <BreakdownCard key={breakdown.by} breakdown={breakdown} titles={titles} context={context} observed={observed} alone={alone} />
      ))}
    </>
  );
}
