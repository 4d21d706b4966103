import type { ObservedMean } from "#rules/figures";
import { intervalText, meanText } from "#rules/format";

const [WIDTH, HEIGHT] = [56, 12];

/** The range that all means of a table are drawn on. */
export function observedRange(means: readonly (ObservedMean | null)[]): readonly [number, number] {
  const ends = means.flatMap((one) => (one?.interval ? [one.interval.low, one.interval.high] : []));
  return [Math.min(0, ...ends), Math.max(0.01, ...ends)];
}

/** A mean as a dot and its interval as a line, all rows of a table on one scale; the figures beside, or where there is no room as a tooltip. */
export function ObservedMark({ seen, rate, range }: { seen: ObservedMean | null; rate: boolean; range: readonly [number, number] }) {
  if (seen === null || seen.mean === null) return <span className="text-faint">–</span>;
  const at = (value: number) => 3 + ((WIDTH - 6) * (value - range[0])) / (range[1] - range[0]);
  const interval = seen.interval === null ? "" : intervalText(seen.interval, rate);
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap" title={interval === "" ? undefined : `95 % interval ${interval}`}>
      <span className="w-13 text-right font-medium">{meanText(seen.mean, rate)}</span>
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="hidden @sm:block">
        <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--line)" />
        {seen.interval === null ? null : (
          <line
            x1={at(seen.interval.low)}
            x2={at(seen.interval.high)}
            y1={HEIGHT / 2}
            y2={HEIGHT / 2}
            stroke="var(--edge)"
            strokeWidth={3}
          />
        )}
        <circle cx={at(seen.mean)} cy={HEIGHT / 2} r={3} fill="var(--accent)" />
      </svg>
      <span className="sr-only text-left text-xs text-faint @lg:not-sr-only @lg:w-22">{interval}</span>
    </span>
  );
}
