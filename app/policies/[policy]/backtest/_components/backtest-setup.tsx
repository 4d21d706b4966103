"use client";

import { Play } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { Button, LinkButton } from "../../../../_components/button";
import { EmptyState } from "../../../../_components/empty-state";
import { ErrorState } from "../../../../_components/error-state";
import { Kbd } from "../../../../_components/kbd";
import { ScenarioPicker } from "../../../../_components/scenario/scenario-picker";
import { Spinner } from "../../../../_components/spinner";
import { useRefresh } from "../../../../_components/use-refresh";
import { useShortcut } from "../../../../_components/use-shortcut";
import type { Choices } from "../queries";
import { bodyOf } from "../setup";
import { ColumnMapping } from "./column-mapping";
import { ColumnSummary } from "./column-summary";
import { RunOptions } from "./run-options";
import { SidePickers } from "./side-pickers";
import { startRun } from "./start-run";
import { type SetupState, useSetup } from "./use-setup";

/** What to run: two versions or one, on which portfolio, under which scenario, from which columns. The URL keeps all of it. */
export function BacktestSetup({ choices }: { choices: Choices }) {
  const state = useSetup(choices);
  const { setup, ready } = state;
  const { start, busy, problem } = useStart(choices.policy, state);
  const open = setup.columns ?? ready?.columns.facts.some(({ verdict }) => verdict === "rejects") === true;
  const canStart = ready !== null && !busy;
  useRefresh(state.unprofiled);
  useShortcut("mod+enter", start, canStart);
  if (choices.portfolios.length === 0) return <NoPortfolio />;
  return (
    <section aria-label="New backtest">
      <div className="flex flex-wrap items-center gap-2">
        <SidePickers choices={choices} setup={setup}>
          <ScenarioPicker facts={ready?.scenarioFacts ?? []} usual={choices.scenario} scenario={setup.scenario} />
        </SidePickers>
      </div>
      <RunOptions setup={setup} ready={ready} />
      <div className="mt-2 flex min-h-7.5 items-start gap-3">
        <div className="min-w-0 flex-1">
          <Standing state={state} open={open} />
        </div>
        <Button look="primary" disabled={!canStart} onClick={start}>
          <Play aria-hidden />
          {busy ? "Starting…" : "Run"} <Kbd keys="mod+enter" />
        </Button>
      </div>
      {ready !== null && open ? <ColumnMapping ready={ready} chosen={setup.facts} /> : null}
      {problem === null ? null : (
        <ErrorState title="The run was not started" className="mt-2">
          {problem}.
        </ErrorState>
      )}
    </section>
  );
}

/** Starts what the URL says: a choice made just before may not be on the page yet, and the run waits for it. */
function useStart(policy: string, { setup, ready }: SetupState) {
  const router = useRouter();
  const shown = useSearchParams().toString();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const settled = new URLSearchParams(window.location.search).toString() === shown;
    if (!asked || !settled || ready === null || busy) return;
    setAsked(false);
    setBusy(true);
    setProblem(null);
    void startRun(bodyOf(policy, setup, ready.mapping, ready.scenario)).then((started) => {
      setBusy(false);
      if (started.ok) router.push(`/policies/${policy}/backtest/${started.id}`);
      else setProblem(started.message);
    });
  }, [asked, shown, ready, busy, policy, setup, router]);
  return { start: () => setAsked(true), busy: busy || asked, problem };
}

/** Where the preparation stands: what is awaited, what is in the way, else how facts and columns meet. */
function Standing({ state, open }: { state: SetupState; open: boolean }) {
  const { ready, loading, failed, unprofiled } = state;
  if (failed)
    return (
      <ErrorState title="Not everything could be loaded" actions={<Button onClick={failed.retry}>Try again</Button>}>
        {failed.message}
      </ErrorState>
    );
  if (loading) return <Spinner words={loading} className="h-7.5" />;
  if (unprofiled) return <Spinner words="Every row of the portfolio is read to profile its columns…" className="h-7.5" />;
  return ready === null ? null : <ColumnSummary ready={ready} open={open} />;
}

function NoPortfolio() {
  return (
    <div className="mb-3 rounded-lg border border-line bg-card">
      <EmptyState
        title="No portfolio to run on yet"
        actions={
          <LinkButton look="primary" href="/portfolios?add=upload">
            Add a portfolio
          </LinkButton>
        }
      >
        A backtest runs two versions of this policy, or one, over every row of a portfolio: whom a change would move, by how much, in which
        groups, and what became of those borrowers later. It needs a CSV or Parquet file with one row a borrower.
      </EmptyState>
    </div>
  );
}
