import { ArrowLeft, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import type { BacktestRun } from "#store";
import { LinkButton } from "../../../../_components/button";
import { formatCount } from "../../../../_components/format";
import { Time } from "../../../../_components/time";
import type { RunContext } from "../queries";
import { duration, runTitle, scenarioWords, sourceTitle } from "../run-words";
import { paramsOf } from "../setup";
import { DownloadRun } from "./download-run";
import { StatusTag } from "./run-list";

/** What was run on what, by whom, pinned to which hashes; and what can be done with it. */
export function RunHead({ run, context }: { run: BacktestRun; context: RunContext }) {
  const { title } = runTitle(run);
  const scenario = scenarioWords(run.scenario, run.candidate === null);
  const params = context.portfolioLives ? paramsOf(run) : null;
  return (
    <>
      <div className="flex min-h-7.5 min-w-0 items-center gap-2.5">
        <Link
          href={`/policies/${run.policy}/backtest`}
          className="inline-flex shrink-0 items-center gap-1.5 text-mute hover:text-ink [&_svg]:size-3.5"
        >
          <ArrowLeft aria-hidden /> All runs
        </Link>
        <h2 className="min-w-0 truncate font-semibold">
          {title} <span className="font-normal text-mute">on</span>{" "}
          {run.portfolio !== null && context.portfolioLives ? (
            <Link href={`/portfolios/${run.portfolio.name}`} className="hover:underline">
              {run.portfolio.title}
            </Link>
          ) : (
            sourceTitle(run)
          )}
          {scenario === null ? null : <span className="font-normal text-mute"> · {scenario}</span>}
        </h2>
        <StatusTag status={run.status} />
        <span className="ml-auto flex shrink-0 gap-2">
          {params === null ? null : (
            <LinkButton href={`/policies/${run.policy}/backtest?${params}`}>
              <SlidersHorizontal aria-hidden /> Change and run
            </LinkButton>
          )}
          {run.result === null ? null : <DownloadRun id={run.id} files={run.files} name={fileName(run)} />}
        </span>
      </div>
      <Pins run={run} />
    </>
  );
}

function fileName(run: BacktestRun): string {
  return `${run.policy}-${runTitle(run).title.replaceAll(/[^\w.-]+/g, "-")}`;
}

/** What exactly was run, in one line. */
function Pins({ run }: { run: BacktestRun }) {
  const took = duration(run.startedAt, run.finishedAt);
  const rows = run.result?.portfolio.rows;
  return (
    <p className="mt-0.5 mb-2 flex flex-wrap gap-x-1.5 text-sm text-faint">
      <Pin label="baseline" hash={run.baseline.hash} />
      {run.candidate === null ? null : <Pin label="candidate" hash={run.candidate.hash} />}
      {run.portfolio === null ? (
        <span title="The rows stay in their database, which may change them">data not pinned ·</span>
      ) : (
        <Pin label="data" hash={run.portfolio.hash} />
      )}
      {rows === undefined ? null : <span>{formatCount(rows)} rows ·</span>}
      <span>{run.engine} ·</span>
      {run.build === null ? null : <span title={run.build}>build {run.build.length > 14 ? run.build.slice(0, 14) : run.build} ·</span>}
      <span>
        {run.author}, <Time at={run.createdAt} />
        {took === null ? null : ` · ${took}`}
      </span>
    </p>
  );
}

function Pin({ label, hash }: { label: string; hash: string }) {
  return (
    <span title={hash}>
      {label} <span className="font-mono text-xs">{hash.replace(/^sha256:/, "").slice(0, 10)}</span> ·
    </span>
  );
}
