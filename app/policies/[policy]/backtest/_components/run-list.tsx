import Link from "next/link";
import type { BacktestRunSummary } from "#store";
import { Card } from "../../../../_components/card";
import { EmptyState } from "../../../../_components/empty-state";
import { countOf, formatCount, formatPercent, formatSignedCompactMoney } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { Time } from "../../../../_components/time";
import { shiftOf } from "../figures";
import { duration, runTitle, scenarioWords, sourceTitle } from "../run-words";
import { RunningCell } from "./running-cell";

interface RunListProps {
  policy: string;
  runs: readonly BacktestRunSummary[];
  /** Of portfolios, by id. */
  rows: ReadonlyMap<string, number | null>;
}

/** A policy's runs, newest first; those under way say how far they are. */
export function RunList({ policy, runs, rows }: RunListProps) {
  return (
    <Card title="Runs" note={runs.length === 0 ? undefined : `${countOf(runs.length, "run")}, newest first`} className="mt-3">
      {runs.length === 0 ? (
        <EmptyState title="Nothing has been run yet" className="py-8">
          Choose two versions and a portfolio above and run them: on the sample portfolio, 30,000 real card borrowers, it takes a second or
          two. Each run is kept with the hashes of all that it was made from, and can be shared by its address.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
        <section className="overflow-x-auto" aria-label="Runs" tabIndex={0}>
          <RunTable policy={policy} runs={runs} rows={rows} />
        </section>
      )}
    </Card>
  );
}

function RunTable({ policy, runs, rows }: RunListProps) {
  return (
    <table className="w-full min-w-230 table-fixed border-collapse text-left">
      <thead className="text-sm text-faint">
        <tr className="border-b border-line [&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
          <th scope="col" className="w-[22%]">
            run
          </th>
          <th scope="col" className="w-[18%]">
            portfolio
          </th>
          <th scope="col" className="w-24">
            status
          </th>
          <th scope="col">what it found</th>
          <th scope="col" className="w-[15%]">
            by
          </th>
          <th scope="col" className="w-40">
            pins
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} policy={policy} run={run} rows={rows.get(run.portfolio?.id ?? "") ?? null} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ policy, run, rows }: { policy: string; run: BacktestRunSummary; rows: number | null }) {
  const { title } = runTitle(run);
  const scenario = scenarioWords(run.scenario, run.candidate === null);
  return (
    <tr className="relative border-b border-line align-top last:border-b-0 hover:bg-bg [&>td]:px-1.5 [&>td]:py-1.5">
      <td>
        <Link href={`/policies/${policy}/backtest/${run.id}`} className="block truncate font-semibold after:absolute after:inset-0">
          {title}
        </Link>
        <span className="block truncate text-sm text-faint" title={scenario ?? undefined}>
          {scenario ?? "no scenario"}
        </span>
      </td>
      <td>
        <span className="block truncate" title={sourceTitle(run)}>
          {sourceTitle(run)}
        </span>
        <span className="block text-sm text-faint">{run.summary === null ? null : countOf(run.summary.borrowers, "borrower")}</span>
      </td>
      <td>
        <StatusTag status={run.status} />
        <span className="block text-sm text-faint">{duration(run.startedAt, run.finishedAt)}</span>
      </td>
      <td className="min-w-0">
        <Found run={run} rows={rows} />
      </td>
      <td>
        <span className="block truncate">{run.author}</span>
        <span className="block truncate text-sm text-faint">
          <Time at={run.createdAt} />
        </span>
      </td>
      <td className="font-mono text-xs text-faint">
        <span className="block truncate" title={`policies ${run.baseline.hash} ${run.candidate?.hash ?? ""}`}>
          {[run.baseline, run.candidate].flatMap((side) => (side === null ? [] : [side.hash.slice(7, 15)])).join(" ")}
        </span>
        <span className="block truncate" title={run.portfolio === null ? "the rows stay in their database" : `data ${run.portfolio.hash}`}>
          {run.portfolio?.hash.slice(7, 15)} {run.engine === "kernels" ? "" : run.engine}
        </span>
      </td>
    </tr>
  );
}

const TONES = { queued: "accent", running: "accent", done: "up", failed: "down", cancelled: "neutral" } as const;

export function StatusTag({ status }: { status: BacktestRunSummary["status"] }) {
  return (
    <Tag tone={TONES[status]} className={status === "cancelled" ? "border border-line" : ""}>
      {status}
    </Tag>
  );
}

function Found({ run, rows }: { run: BacktestRunSummary; rows: number | null }) {
  const { summary, status, error } = run;
  if (status === "queued" || status === "running")
    return <RunningCell id={run.id} initial={{ status, progress: run.progress }} rows={rows} />;
  if (status === "failed")
    return (
      <span className="line-clamp-2 text-down" title={error?.message}>
        {error?.message}
      </span>
    );
  if (summary === null) return <span className="text-faint">called off</span>;
  const evaluated = summary.borrowers - summary.errors;
  const rejected = summary.errors === 0 ? null : <span className="text-amber"> · {formatCount(summary.errors)} rejected</span>;
  const alone = run.candidate === null;
  const money = alone ? shiftOf(summary.limitBefore, summary.candidate.limit) : shiftOf(summary.baseline.limit, summary.candidate.limit);
  return (
    <>
      <span className="block truncate">
        {alone
          ? `${formatCount(evaluated)} evaluated`
          : `${formatCount(summary.shifted)} shifted${evaluated === 0 ? "" : ` (${formatPercent(summary.shifted / evaluated)})`}`}
        {rejected}
      </span>
      <span className="block truncate text-sm text-mute">limits {money === 0 ? "as before" : formatSignedCompactMoney(money)}</span>
    </>
  );
}
