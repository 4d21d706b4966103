import type { SideSummary } from "#rules/compare";
import type { Decision } from "#rules/evaluate";
import { formatCount, formatPercent } from "../../../../_components/format";
import { decisionShares } from "../figures";

export const DECISION_FILLS: Record<Decision, string> = {
  freeze: "var(--down)",
  refer: "var(--amber)",
  decrease: "color-mix(in srgb, var(--down) 48%, var(--card))",
  hold: "color-mix(in srgb, var(--edge) 55%, var(--card))",
  maintain: "var(--line)",
  increase: "var(--up)",
};

const HEIGHT = 9;

/** A side's decisions as parts of one bar, strictest first; in words for those who cannot see it. */
export function DecisionBar({ side, title }: { side: Pick<SideSummary, "decisions">; title: string }) {
  const shares = decisionShares(side);
  const words = `${title}: ${shares.map(({ decision, share }) => `${decision} ${formatPercent(share)}`).join(", ")}`;
  return (
    <svg height={HEIGHT} className="block w-full overflow-hidden rounded-xs" role="img" aria-label={words}>
      {shares.map(({ decision, borrowers, share }, i) => (
        <g key={decision}>
          <title>{`${title}, ${decision}: ${formatCount(borrowers)}, ${formatPercent(share)}`}</title>
          <rect
            x={`${100 * shares.slice(0, i).reduce((sum, one) => sum + one.share, 0)}%`}
            y={0}
            width={`${100 * share}%`}
            height={HEIGHT}
            fill={DECISION_FILLS[decision]}
          />
        </g>
      ))}
    </svg>
  );
}

/** Which colour of the bars is which decision. */
export function DecisionLegend({ used }: { used: readonly Decision[] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-2.5 text-xs text-mute">
      {used.map((decision) => (
        <span key={decision} className="inline-flex items-center gap-1">
          <span className="size-2.5 rounded-xs" style={{ background: DECISION_FILLS[decision] }} aria-hidden />
          {decision}
        </span>
      ))}
    </span>
  );
}
