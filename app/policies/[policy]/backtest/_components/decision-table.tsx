import { DECISIONS } from "#rules/evaluate";
import type { Backtest } from "#rules/portfolio";
import { Card } from "../../../../_components/card";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { formatCompactMoney, formatCount, formatMoney, formatPercent } from "../../../../_components/format";
import { intervalOf, intervalText, meanText, type ObservedWords } from "./observed-words";

/** One version's decisions: how many, over how much money, and what was observed later. */
export function DecisionTable({ result, title, observed }: { result: Backtest; title: string; observed: ObservedWords | null }) {
  const cells = DECISIONS.flatMap((decision) => result.migration.filter((cell) => cell.candidate === decision));
  const all = cells.reduce((sum, cell) => sum + cell.borrowers, 0);
  return (
    <Card title="Decisions" note={`of ${title}`}>
      <table className="w-full table-fixed border-collapse [&_td]:text-right [&_th+th]:text-right">
        <thead className="text-sm text-faint">
          <tr className="[&>th]:py-1 [&>th]:font-normal">
            <th scope="col" className="text-left">
              decision
            </th>
            <th scope="col">borrowers</th>
            <th scope="col">share</th>
            <th scope="col">limit after</th>
            <th scope="col">available</th>
            {observed === null ? null : <th scope="col">{observed.name}</th>}
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.candidate} className="border-t border-line [&>td]:py-1.5 [&>th]:py-1.5">
              <th scope="row" className="text-left font-normal">
                <DecisionBadge decision={cell.candidate} />
              </th>
              <td>{formatCount(cell.borrowers)}</td>
              <td className="text-mute">{formatPercent(cell.borrowers / all)}</td>
              <td title={formatMoney(cell.limitCandidate)}>{formatCompactMoney(cell.limitCandidate)}</td>
              <td title={formatMoney(cell.availableCandidate)}>{formatCompactMoney(cell.availableCandidate)}</td>
              {observed === null ? null : <ObservedCell observed={observed} decision={cell.candidate} />}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function ObservedCell({ observed, decision }: { observed: ObservedWords; decision: (typeof DECISIONS)[number] }) {
  const value = observed.summary.candidate[decision];
  const interval = intervalOf(value, observed.binary);
  return (
    <td>
      {value.mean === null ? "–" : meanText(value.mean, observed.binary)}
      {interval === null ? null : <span className="block text-xs text-faint">{intervalText(interval)}</span>}
    </td>
  );
}
