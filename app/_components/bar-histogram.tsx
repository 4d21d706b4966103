import type { KeyboardEvent, ReactNode } from "react";
import { type CountScale, countScale } from "#rules/figures";
import { shortAmount } from "#rules/format";
import { cn } from "./class-names";
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

interface BarHistogramProps {
  bars: readonly Bar[];
  label: string;
  heads: readonly [string, string];
  chosen?: string | null;
  /** Shows a bar's borrowers; without it the bars are figures only. */
  onChoose?: ((key: string | null) => void) | undefined;
}

const [HEIGHT, HEAD, FOOT] = [128, 16, 18];
const ROOM = HEIGHT - HEAD - FOOT;
/** At most so many labels stand; where bars are more, counts are rounded as well, so that none runs into its neighbour. */
const DENSE = 12;
const FILLS = { up: "var(--up)", down: "var(--down)", neutral: "var(--edge)" };

/** Counts as bars, and the same as a table behind. Widths are percentages, so that bars stretch with the card and figures keep their size. */
export function BarHistogram({ bars, label, heads, chosen = null, onChoose }: BarHistogramProps) {
  const scale = countScale(bars.map((bar) => bar.count));
  const step = 100 / bars.length;
  const dense = bars.length > DENSE;
  const every = Math.ceil(bars.length / DENSE);
  const words = `${label}${scale.logarithmic ? ", heights by the logarithm of the counts" : ""}; the table below says the same`;
  return (
    <div className="@container">
      <svg height={HEIGHT} className="mt-1 w-full overflow-visible" role={onChoose === undefined ? "img" : "group"} aria-label={words}>
        {bars.map((bar, i) => (
          <OneBar
            key={bar.key}
            bar={i % every === 0 ? bar : { ...bar, label: "" }}
            scale={scale}
            left={i * step}
            step={step}
            dense={dense}
            spare={dense && i % (2 * every) === every}
            chosen={bar.key === chosen}
            onChoose={onChoose}
          />
        ))}
        <line x1="0" x2="100%" y1={HEAD + ROOM + 0.5} y2={HEAD + ROOM + 0.5} stroke="var(--line)" />
      </svg>
      <details className="text-sm">
        <summary className="text-mute hover:text-ink">
          As a table{scale.logarithmic ? <span className="text-faint"> · heights are logarithms of the counts</span> : null}
        </summary>
        <BarTable bars={bars} heads={heads} />
      </details>
    </div>
  );
}

interface OneBarProps {
  bar: Bar;
  scale: CountScale;
  left: number;
  step: number;
  dense: boolean;
  /** Its label goes first where there is little room. */
  spare: boolean;
  chosen: boolean;
  onChoose: BarHistogramProps["onChoose"];
}

function OneBar({ bar, scale, left, step, dense, spare, chosen, onChoose }: OneBarProps) {
  const height = bar.count === 0 ? 0 : Math.max(1.5, ROOM * scale.heightOf(bar.count));
  const middle = `${left + step / 2}%`;
  return (
    <BarBox bar={bar} chosen={chosen} onChoose={bar.count === 0 ? undefined : onChoose}>
      <title>{`${bar.words}: ${formatCount(bar.count)}`}</title>
      <rect x={`${left}%`} y={0} width={`${step}%`} height={HEIGHT} fill={chosen ? "var(--soft)" : "transparent"} />
      <rect
        x={`${left + step * 0.06}%`}
        y={HEAD + ROOM - height}
        width={`${step * 0.88}%`}
        height={height}
        rx={2}
        fill={FILLS[bar.tone]}
        opacity={0.78}
        stroke={chosen ? "var(--accent)" : "none"}
        strokeWidth={2}
      />
      {bar.count === 0 ? null : (
        <text
          x={middle}
          y={HEAD + ROOM - height - 3}
          textAnchor="middle"
          fontSize={10.5}
          fill="var(--mute)"
          className={cn(dense && "@max-[430px]:hidden")}
        >
          {dense ? shortAmount(bar.count) : formatCount(bar.count)}
        </text>
      )}
      <text
        x={middle}
        y={HEIGHT - 4}
        textAnchor="middle"
        fontSize={10.5}
        fill="var(--faint)"
        className={cn(spare && "@max-[430px]:hidden")}
      >
        {bar.label}
      </text>
    </BarBox>
  );
}

/** A bar's parts; a button where it can be chosen. */
function BarBox({ bar, chosen, onChoose, children }: Pick<OneBarProps, "bar" | "chosen" | "onChoose"> & { children: ReactNode }) {
  if (onChoose === undefined) return <g>{children}</g>;
  const choose = () => onChoose(chosen ? null : bar.key);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  };
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={`${bar.words}: ${formatCount(bar.count)}`}
      onClick={choose}
      onKeyDown={onKeyDown}
      className="hover:opacity-80 focus-visible:outline-2 focus-visible:outline-accent"
    >
      {children}
    </g>
  );
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
