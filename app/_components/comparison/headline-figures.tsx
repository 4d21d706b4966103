import type { ComparisonSummary } from "#rules/compare";
import { formatCompactMoney, formatCount, formatSignedCompactMoney, formatSignedCount, formatSignedPercent } from "../format";
import { cn } from "../class-names";
import { Kpi } from "../kpi";

type Good = "up" | "down" | "neutral";

/** The candidate's figures, each with its shift and the baseline's. */
export function HeadlineFigures({ summary, hasBalance, against }: { summary: ComparisonSummary; hasBalance: boolean; against: string }) {
  const { baseline, candidate } = summary;
  const count = (label: string, before: number, after: number, good: Good) => (
    <CountFigure label={label} before={before} after={after} good={good} against={against} />
  );
  return (
    <section aria-label="Headline figures" className="my-3 grid grid-cols-3 gap-2.5 lg:grid-cols-6">
      <MoneyFigure label="Total limit" before={baseline.limit} after={candidate.limit} against={against} />
      {hasBalance ? (
        <MoneyFigure label="Available credit" before={baseline.available} after={candidate.available} against={against} />
      ) : (
        count("Referred", baseline.decisions.refer, candidate.decisions.refer, "down")
      )}
      {count("Frozen", baseline.decisions.freeze, candidate.decisions.freeze, "down")}
      {count("Decreased", baseline.decisions.decrease, candidate.decisions.decrease, "down")}
      {count("Increased", baseline.decisions.increase, candidate.decisions.increase, "up")}
      {count("Need review", baseline.review, candidate.review, "neutral")}
    </section>
  );
}

/** A sum of money with its shift and what it was. */
export function MoneyFigure({ label, before, after, against }: { label: string; before: number; after: number; against: string }) {
  const shift = (Math.round(after * 100) - Math.round(before * 100)) / 100;
  const share = before === 0 || shift === 0 ? "" : ` · ${formatSignedPercent(shift / before)}`;
  return (
    <Kpi
      label={label}
      value={formatCompactMoney(after)}
      shift={
        <Shift
          text={shift === 0 ? "no shift" : `${formatSignedCompactMoney(shift)}${share}`}
          value={shift}
          good="up"
          before={formatCompactMoney(before)}
          against={against}
        />
      }
    />
  );
}

/** A count with its shift and what it was. */
export function CountFigure({
  label,
  before,
  after,
  good,
  against,
}: {
  label: string;
  before: number;
  after: number;
  good: Good;
  against: string;
}) {
  const shift = after - before;
  return (
    <Kpi
      label={label}
      value={formatCount(after)}
      shift={
        <Shift
          text={shift === 0 ? "no shift" : formatSignedCount(shift)}
          value={shift}
          good={good}
          before={formatCount(before)}
          against={against}
        />
      }
    />
  );
}

/** A shift in words, coloured where a direction is good or bad, and what it is against. */
export function Shift({
  text,
  value,
  good,
  before,
  against,
}: {
  text: string;
  value: number;
  good: Good;
  before: string;
  against: string;
}) {
  const tone = value === 0 ? "text-mute" : good === "neutral" ? "text-ink" : value > 0 === (good === "up") ? "text-up" : "text-down";
  return (
    <span className="flex flex-wrap gap-x-1.5 max-2xl:flex-col">
      <span className={cn("whitespace-nowrap", tone)}>{text}</span>
      <span className="whitespace-nowrap text-faint">
        {against} {before}
      </span>
    </span>
  );
}
