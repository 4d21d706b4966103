import type { Backtest } from "#rules/portfolio";
import { CountFigure, MoneyFigure, Shift } from "../../../../_components/comparison/headline-figures";
import { formatCount, formatPercent } from "../../../../_components/format";
import { Kpi } from "../../../../_components/kpi";
import { openUtilisation } from "../figures";
import type { RunContext } from "../queries";

/** The candidate's figures, each with its shift and the baseline's. */
export function RunFigures({ result, context, against }: { result: Backtest; context: RunContext; against: string }) {
  const { baseline, candidate } = result.summary;
  const count = (label: string, before: number, after: number, good: "up" | "down" | "neutral") => (
    <CountFigure label={label} before={before} after={after} good={good} against={against} />
  );
  const refers = baseline.decisions.refer + candidate.decisions.refer > 0;
  return (
    <section aria-label="Headline figures" className="my-3 grid grid-cols-4 gap-2.5 2xl:grid-cols-8">
      <MoneyFigure label={`Total limit, ${context.currency}`} before={baseline.limit} after={candidate.limit} against={against} />
      {context.hasBalance ? (
        <>
          <MoneyFigure label="Available credit" before={baseline.available} after={candidate.available} against={against} />
          <UtilisationFigure result={result} against={against} />
        </>
      ) : null}
      {count("Frozen", baseline.decisions.freeze, candidate.decisions.freeze, "down")}
      {count("Decreased", baseline.decisions.decrease, candidate.decisions.decrease, "down")}
      {count("Increased", baseline.decisions.increase, candidate.decisions.increase, "up")}
      {refers ? count("Referred", baseline.decisions.refer, candidate.decisions.refer, "down") : null}
      {count("Need review", baseline.review, candidate.review, "neutral")}
      <RejectedFigure errors={result.summary.errors} borrowers={result.summary.borrowers} />
    </section>
  );
}

function UtilisationFigure({ result, against }: { result: Backtest; against: string }) {
  const [before, after] = [openUtilisation(result.migration, "baseline"), openUtilisation(result.migration, "candidate")];
  const points = before === null || after === null ? null : Math.round(1000 * (after - before)) / 10;
  return (
    <Kpi
      label={
        <span title="Drawn share of the limits that are not frozen; a balance above its limit counts as the limit">
          Utilisation, open lines
        </span>
      }
      value={after === null ? "–" : formatPercent(after)}
      shift={
        points === null ? null : (
          <Shift
            text={points === 0 ? "no shift" : `${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)} pp`}
            value={points}
            good="neutral"
            before={before === null ? "–" : formatPercent(before)}
            against={against}
          />
        )
      }
    />
  );
}

/** Rows that a side could not evaluate: they count in no other figure. */
export function RejectedFigure({ errors, borrowers }: { errors: number; borrowers: number }) {
  return (
    <Kpi
      label="Rejected rows"
      value={formatCount(errors)}
      shift={
        <span className={errors === 0 ? "text-mute" : "text-amber"}>
          {errors === 0 ? `of ${formatCount(borrowers)}` : `${formatPercent(errors / borrowers)} of ${formatCount(borrowers)}`}
        </span>
      }
    />
  );
}
