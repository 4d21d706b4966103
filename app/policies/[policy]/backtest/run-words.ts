/** A run and its progress in words. */
import type { BacktestProgress } from "../../../../backtest/types";
import { type Facts, valueText } from "#rules/policy";
import type { BacktestRunSummary } from "#store";
import { countOf, formatCount } from "../../../_components/format";
import { timeWords } from "../../../_components/time-words";

interface AskedSide {
  readonly version: number | null;
  readonly hash: string;
}

/** "v2", or the hash of a document that is no stored version. */
export function sideTitle({ version, hash }: AskedSide): string {
  return version === null ? hash.replace(/^sha256:/, "").slice(0, 8) : `v${version}`;
}

/** "v1 → v2", "v2 alone"; one version under two scenarios tells them apart. */
export function runTitle(run: {
  baseline: AskedSide;
  candidate: AskedSide | null;
  scenario: { readonly baseline: Facts; readonly candidate: Facts };
}): { title: string; baseline: string; candidate: string } {
  const baseline = sideTitle(run.baseline);
  if (run.candidate === null) return { title: `${baseline} alone`, baseline, candidate: baseline };
  const candidate = sideTitle(run.candidate);
  if (baseline !== candidate) return { title: `${baseline} → ${candidate}`, baseline, candidate };
  const [a, b] = [ownValues(run.scenario.baseline, run.scenario.candidate), ownValues(run.scenario.candidate, run.scenario.baseline)];
  const titles = { baseline: [baseline, ...a].join(" "), candidate: [candidate, ...b].join(" ") };
  return { title: `${titles.baseline} → ${titles.candidate}`, ...titles };
}

function ownValues(own: Facts, other: Facts): string[] {
  return Object.entries(own)
    .filter(([fact, value]) => JSON.stringify(value) !== JSON.stringify(other[fact]))
    .map(([, value]) => valueText(value, "en"));
}

/** "economic_cycle downturn"; per side where the sides differ; null without values. */
export function scenarioWords(
  { baseline, candidate }: { readonly baseline: Facts; readonly candidate: Facts },
  alone = false,
): string | null {
  const words = (facts: Facts) =>
    Object.entries(facts)
      .map(([fact, value]) => `${fact} ${valueText(value, "en")}`)
      .join(", ");
  const [a, b] = [words(baseline), words(candidate)];
  if (alone || a === b || b === "") return a === "" ? null : a;
  return a === "" ? `candidate ${b}` : `baseline ${a}, candidate ${b}`;
}

/** What a run reads: a portfolio, or a table where it lies. */
export function sourceTitle({ portfolio, table }: Pick<BacktestRunSummary, "portfolio" | "table">): string {
  return portfolio?.title ?? `${table?.connection} · ${table?.table}`;
}

const PHASES = { reading: "Reading", evaluating: "Evaluating", writing: "Writing" } as const;

export interface ProgressWords {
  readonly words: string;
  readonly details: string;
  readonly percent: number | null;
}

/** How far a run is: rows done of all, the rate, the time left as far as it is known. `rows`: the portfolio's, for a run that has not counted them yet. */
export function progressWords(progress: BacktestProgress | null, rows: number | null): ProgressWords {
  if (progress === null) return { words: "Starting…", details: "", percent: null };
  const { phase, done, rate, secondsLeft } = progress;
  if (phase === "statements") return { words: `Statement ${done + 1} of ${progress.total} in the database…`, details: "", percent: null };
  const total = progress.total ?? rows;
  if (done === 0)
    return { words: `${PHASES[phase]} ${total === null ? "the portfolio" : countOf(total, "row")}…`, details: "", percent: 0 };
  const words = `${PHASES[phase]} ${total === null ? countOf(done, "row") : `${formatCount(done)} of ${countOf(total, "row")}`}`;
  const details = [
    rate > 0 ? `${formatCount(Math.round(rate))} rows/s` : null,
    secondsLeft === null ? null : `${timeWords(secondsLeft)} left`,
  ];
  return {
    words,
    details: details.filter((part) => part !== null).join(" · "),
    percent: total === null || total === 0 ? null : Math.min(100, Math.floor((100 * done) / total)),
  };
}

/** How long a run took, or null while it has not ended. */
export function duration(startedAt: Date | null, finishedAt: Date | null): string | null {
  if (startedAt === null || finishedAt === null) return null;
  const ms = finishedAt.getTime() - startedAt.getTime();
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : timeWords(ms / 1000);
}
