import { formatCount } from "./format";

export interface Bar {
  readonly key: string;
  /** Under the bar; may be empty. */
  readonly label: string;
  /** What the bar stands for, as its tooltip and its row in the table behind. */
  readonly words: string;
  readonly count: number;
  readonly tone: "up" | "down" | "neutral";
}

const [HEIGHT, HEAD, FOOT] = [128, 16, 18];
const ROOM = HEIGHT - HEAD - FOOT;
/** From so many bars on, every other label stands and counts are rounded, so that none runs into its neighbour. */
const DENSE = 12;
const FILLS = { up: "var(--up)", down: "var(--down)", neutral: "var(--edge)" };

/** Counts as bars, and the same as a table behind. Widths are percentages, so that bars stretch with the card and figures keep their size. */
export function BarHistogram({ bars, label, heads }: { bars: readonly Bar[]; label: string; heads: readonly [string, string] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const step = 100 / bars.length;
  const dense = bars.length > DENSE;
  return (
    <>
      <svg height={HEIGHT} className="mt-1 w-full" role="img" aria-label={`${label}; the table below says the same`}>
        {bars.map((bar, i) => (
          <OneBar
            key={bar.key}
            bar={dense && i % 2 === 1 ? { ...bar, label: "" } : bar}
            most={most}
            left={i * step}
            step={step}
            dense={dense}
          />
        ))}
        <line x1="0" x2="100%" y1={HEAD + ROOM + 0.5} y2={HEAD + ROOM + 0.5} stroke="var(--line)" />
      </svg>
      <details className="text-sm">
        <summary className="text-mute hover:text-ink">As a table</summary>
        <BarTable bars={bars} heads={heads} />
      </details>
    </>
  );
}

interface OneBarProps {
  bar: Bar;
  most: number;
  left: number;
  step: number;
  dense: boolean;
}

function OneBar({ bar, most, left, step, dense }: OneBarProps) {
  const height = bar.count === 0 ? 0 : Math.max(1.5, (ROOM * bar.count) / most);
  const middle = `${left + step / 2}%`;
  return (
    <g>
      <title>{`${bar.words}: ${formatCount(bar.count)}`}</title>
      <rect x={`${left}%`} y={0} width={`${step}%`} height={HEIGHT} fill="transparent" />
      <rect
        x={`${left + step * 0.06}%`}
        y={HEAD + ROOM - height}
        width={`${step * 0.88}%`}
        height={height}
        rx={2}
        fill={FILLS[bar.tone]}
        opacity={0.78}
      />
      {bar.count === 0 ? null : (
        <text x={middle} y={HEAD + ROOM - height - 3} textAnchor="middle" fontSize={10.5} fill="var(--mute)">
          {dense ? roundedCount(bar.count) : formatCount(bar.count)}
        </text>
      )}
      <text x={middle} y={HEIGHT - 4} textAnchor="middle" fontSize={10.5} fill="var(--faint)">
        {bar.label}
      </text>
    </g>
  );
}

/** 2647 → "2.6k". */
function roundedCount(count: number): string {
  const [unit, name] = count >= 1e6 ? [1e6, "m"] : count >= 1e3 ? [1e3, "k"] : [1, ""];
  const value = count / unit;
  return unit === 1 ? String(count) : `${value >= 99.5 ? Math.round(value) : Number(value.toFixed(1))}${name}`;
}

function BarTable({ bars, heads }: { bars: readonly Bar[]; heads: readonly [string, string] }) {
  return (
    <table className="mt-1 w-full">
      <thead>
        <tr className="text-faint">
          <th scope="col" className="text-left font-normal">
            {heads[0]}
          </th>
          <th scope="col" className="text-right font-normal">
            {heads[1]}
          </th>
        </tr>
      </thead>
      <tbody>
        {bars
          .filter((bar) => bar.count > 0)
          .map((bar) => (
            <tr key={bar.key} className="border-t border-line">
              <td>{bar.words}</td>
              <td className="text-right">{formatCount(bar.count)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
