import type { Backtest } from "#rules/portfolio";
import { MoneyFigure } from "../../../../_components/comparison/headline-figures";
import {
  countOf,
  formatCompactMoney,
  formatCount,
  formatPercent,
  formatSignedCompactMoney,
  formatSignedPercent,
} from "../../../../_components/format";
import { Kpi } from "../../../../_components/kpi";
import { openUtilisation, shiftOf } from "../figures";
import type { RunContext } from "../queries";
import { RejectedFigure } from "./run-figures";

/** What one version does to the portfolio, in one sentence. */
export function AloneSentence({ title, result: { summary } }: { title: string; result: Backtest }) {
  const evaluated = summary.borrowers - summary.errors;
  if (evaluated === 0) return null;
  const shift = shiftOf(summary.limitBefore, summary.candidate.limit);
  const { freeze, refer, decrease, increase } = summary.candidate.decisions;
  const share = summary.limitBefore === 0 ? "" : ` (${formatSignedPercent(shift / summary.limitBefore)})`;
  return (
    <p className="my-1 max-w-[1100px] text-lg">
      {title} restricts <strong className="font-semibold">{formatCount(freeze + refer + decrease)}</strong> of{" "}
      {countOf(evaluated, "borrower")} and raises {formatCount(increase)}. Total limit{" "}
      {shift === 0 ? (
        "stays as it was"
      ) : (
        <>
          {shift < 0 ? "falls" : "rises"} by{" "}
          <strong className={`font-semibold whitespace-nowrap ${shift < 0 ? "text-down" : "text-up"}`}>
            {formatSignedCompactMoney(shift)}
            {share}
          </strong>
        </>
      )}
      .
    </p>
  );
}

export function AloneFigures({ result, context }: { result: Backtest; context: RunContext }) {
  const { summary } = result;
  const side = summary.candidate;
  const evaluated = summary.borrowers - summary.errors;
  const utilisation = context.hasBalance ? openUtilisation(result.migration, "candidate") : null;
  const count = (label: string, value: number) => (
    <Kpi label={label} value={formatCount(value)} shift={`${formatPercent(value / evaluated)} of evaluated`} />
  );
  return (
    <section aria-label="Headline figures" className="my-3 grid grid-cols-4 gap-2.5 2xl:grid-cols-8">
      <MoneyFigure label={`Total limit, ${context.currency}`} before={summary.limitBefore} after={side.limit} against="before:" />
      {context.hasBalance ? <Kpi label="Available credit" value={formatCompactMoney(side.available)} shift={null} /> : null}
      {utilisation === null ? null : <Kpi label="Utilisation, open lines" value={formatPercent(utilisation)} shift={null} />}
      {count("Frozen", side.decisions.freeze)}
      {count("Decreased", side.decisions.decrease)}
      {count("Increased", side.decisions.increase)}
      {count("Need review", side.review)}
      <RejectedFigure errors={summary.errors} borrowers={summary.borrowers} />
    </section>
  );
}
