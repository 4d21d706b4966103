import type { ColumnProfile, NumberBin } from "#rules/portfolio";
import { countOf, formatPercent } from "../../_components/format";
import { drawsHistogram, figure, pictureWords, type Segment, segmentsOf } from "./column-words";

const HEIGHT = 22;

/** A column's values at a glance: a histogram of numbers, else the most frequent values as parts of a bar. */
export function ColumnPicture({ column, rows }: { column: ColumnProfile; rows: number }) {
  const words = pictureWords(column, rows);
  if (rows === 0 || column.nulls === rows) return <span className="text-faint">no values</span>;
  if (drawsHistogram(column)) return <Histogram bins={column.histogram} words={words} />;
  return column.top.length === 0 ? (
    <span className="text-faint">{column.distinct === rows ? "all different" : "too many to draw"}</span>
  ) : (
    <Parts segments={segmentsOf(column, rows)} words={words} />
  );
}

function Histogram({ bins, words }: { bins: readonly NumberBin[]; words: string }) {
  const most = Math.max(1, ...bins.map((bin) => bin.rows));
  const step = 100 / bins.length;
  return (
    <svg height={HEIGHT} className="block w-full" role="img" aria-label={words}>
      <title>{words}</title>
      {bins.map((bin, i) => {
        const height = bin.rows === 0 ? 0 : Math.max(1, ((HEIGHT - 1) * bin.rows) / most);
        return (
          <g key={bin.from}>
            <title>{`${figure(bin.from)} to ${figure(bin.to)}: ${countOf(bin.rows, "row")}`}</title>
            <rect x={`${i * step}%`} y={0} width={`${step}%`} height={HEIGHT} fill="transparent" />
            <rect
              x={`${i * step + step * 0.08}%`}
              y={HEIGHT - 1 - height}
              width={`${step * 0.84}%`}
              height={height}
              fill="var(--accent)"
              opacity={0.72}
            />
          </g>
        );
      })}
      <line x1="0" x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />
    </svg>
  );
}

const SHADES = [70, 52, 38, 27, 18];

function Parts({ segments, words }: { segments: readonly Segment[]; words: string }) {
  const starts = segments.map((_, i) => segments.slice(0, i).reduce((sum, segment) => sum + segment.share, 0));
  return (
    <svg height={HEIGHT} className="block w-full overflow-hidden" role="img" aria-label={words}>
      <title>{words}</title>
      <rect x="0" y={4} width="100%" height={HEIGHT - 8} rx={2} fill="var(--line)" />
      {segments.map((segment, i) => (
        <g key={segment.label}>
          <title>{`${segment.label}: ${countOf(segment.rows, "row")}, ${formatPercent(segment.share)}`}</title>
          <rect x={`${100 * (starts[i] ?? 0)}%`} y={4} width={`${100 * segment.share}%`} height={HEIGHT - 8} fill={fillOf(segment)} />
        </g>
      ))}
    </svg>
  );
}

function fillOf({ shade }: Segment): string {
  return shade === null ? "var(--bar)" : `color-mix(in srgb, var(--accent) ${SHADES[shade] ?? 18}%, var(--card))`;
}
