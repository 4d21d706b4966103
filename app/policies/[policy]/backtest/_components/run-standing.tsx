"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { BacktestError } from "#store";
import { Button } from "../../../../_components/button";
import { Card } from "../../../../_components/card";
import { EmptyState } from "../../../../_components/empty-state";
import { ErrorState } from "../../../../_components/error-state";
import { Spinner } from "../../../../_components/spinner";
import { ProgressLine } from "./progress-line";
import { cancelRun, startAgain, type Started } from "./start-run";
import { type RunState, useRunState } from "./use-run-state";

interface RunStandingProps {
  policy: string;
  run: RunState & {
    readonly id: string;
    readonly error: BacktestError | null;
    readonly portfolioLives: boolean;
    readonly rows: number | null;
  };
}

/** A run without a result: under way, failed or cancelled. */
export function RunStanding({ policy, run }: RunStandingProps) {
  if (run.status === "failed")
    return (
      <ErrorState title="The run failed" actions={<StartAgain policy={policy} run={run} />} className="mt-2">
        {run.error?.message ?? "The server did not say why."} <span className="text-mute">Nothing half-written was kept.</span>
      </ErrorState>
    );
  if (run.status === "cancelled")
    return (
      <Card className="mt-2">
        <EmptyState title="The run was cancelled" actions={<StartAgain policy={policy} run={run} />}>
          Nothing was kept of it. Started again, it runs with the same versions, data and scenario.
        </EmptyState>
      </Card>
    );
  return <UnderWay run={run} />;
}

function UnderWay({ run }: { run: RunStandingProps["run"] }) {
  const router = useRouter();
  const state = useRunState(run.id, run, () => router.refresh());
  const { busy, problem, ask } = useAsk();
  const ended = state.status !== "queued" && state.status !== "running";
  return (
    <Card title={state.status === "queued" ? "In the queue" : "Running"} note="it goes on when you leave this page" className="mt-2">
      <div className="flex h-9 items-center gap-3">
        {ended ? (
          <Spinner words="Reading what it found…" className="flex-1" />
        ) : (
          <>
            <ProgressLine state={state} rows={run.rows} className="flex-1" />
            <Button
              disabled={busy}
              onClick={() =>
                ask(
                  () => cancelRun(run.id),
                  () => router.refresh(),
                )
              }
            >
              {busy ? "Cancelling…" : "Cancel run"}
            </Button>
          </>
        )}
      </div>
      <p className="min-h-[19px] text-sm text-amber" role="status">
        {problem ?? (state.connected ? null : "The connection to the server broke; the run itself goes on. Trying again.")}
      </p>
    </Card>
  );
}

function StartAgain({ policy, run }: RunStandingProps) {
  const router = useRouter();
  const { busy, problem, ask } = useAsk();
  return (
    <>
      <Button
        look="primary"
        disabled={busy || !run.portfolioLives}
        title={run.portfolioLives ? undefined : "The portfolio was deleted"}
        onClick={() =>
          ask(
            () => startAgain(run.id),
            (id) => router.push(`/policies/${policy}/backtest/${id}`),
          )
        }
      >
        {busy ? "Starting…" : "Start again"}
      </Button>
      {problem === null ? null : (
        <span role="alert" className="text-down">
          {problem}
        </span>
      )}
    </>
  );
}

/** One question to the server at a time, with what it says where it refuses. */
function useAsk() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (question: () => Promise<Started>, done: (id: string) => void) => {
    setBusy(true);
    setProblem(null);
    const answer = await question();
    setBusy(false);
    if (answer.ok) done(answer.id);
    else setProblem(answer.message);
  };
  return { busy, problem, ask };
}
