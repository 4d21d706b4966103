import type { Metadata } from "next";
import { RunHead } from "../_components/run-head";
import { RunResult } from "../_components/run-result";
import { RunStanding } from "../_components/run-standing";
import { getRun } from "../queries";
import { runTitle } from "../run-words";

interface Props {
  params: Promise<{ policy: string; run: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { policy, run: id } = await params;
  const { run } = await getRun(policy, id);
  return { title: `Backtest ${runTitle(run).title}` };
}

/** One run: how far it is, or what it found. */
export default async function RunPage({ params }: Props) {
  const { policy, run: id } = await params;
  const { run, context } = await getRun(policy, id);
  return (
    <>
      <RunHead run={run} context={context} />
      {run.result === null ? (
        <RunStanding
          policy={policy}
          run={{
            id: run.id,
            status: run.status,
            progress: run.progress,
            error: run.error,
            portfolioLives: context.portfolioLives,
            rows: context.rows,
          }}
        />
      ) : (
        <RunResult
          run={{ id: run.id, baseline: run.baseline, candidate: run.candidate, scenario: run.scenario, files: run.files }}
          result={run.result}
          context={context}
        />
      )}
    </>
  );
}
