import { Card } from "../../../../_components/card";
import { countOf, formatCount } from "../../../../_components/format";
import type { Bin } from "../measures";

const [HEIGHT, HEAD, FOOT] = [128, 16, 18];
const ROOM = HEIGHT - HEAD - FOOT;

/** How far limits move from baseline to candidate, as bars; the same as a table behind. */
export function LimitChangeHistogram({ bins }: { bins: readonly Bin[] }) {
  const total = bins.reduce((sum, bin) => sum + bin.borrowers, 0);
  return (
    <Card
      title="Change of limit"
      note={total === 0 ? "no limit moves" : `${countOf(total, "limit")} that ${total === 1 ? "moves" : "move"}, in percent`}
    >
      {total === 0 ? null : (
        <>
          <Bars bins={bins} total={total} />
          <details className="text-sm">
            <summary className="text-mute hover:text-ink">As a table</summary>
            <BinTable bins={bins} />
          </details>
        </>
      )}
    </Card>
  );
}

/** Widths are percentages, so that bars stretch with the card and figures keep their size. */
function Bars({ bins, total }: { bins: readonly Bin[]; total: number }) {
  const most = Math.max(...bins.map((bin) => bin.borrowers));
  const step = 100 / bins.length;
  return (
    <svg
      height={HEIGHT}
      className="mt-1 w-full"
      role="img"
      aria-label={`Change of limit of ${countOf(total, "borrower")}, as bars of ten percent; the table below says the same`}
    >
      {bins.map((bin, i) => (
        <Bar key={bin.from} bin={bin} most={most} left={i * step} step={step} />
      ))}
      <line x1="0" x2="100%" y1={HEAD + ROOM + 0.5} y2={HEAD + ROOM + 0.5} stroke="var(--line)" />
    </svg>
  );
}

function Bar({ bin, most, left, step }: { bin: Bin; most: number; left: number; step: number }) {
  const height = bin.borrowers === 0 ? 0 : Math.max(1.5, (ROOM * bin.borrowers) / most);
  const middle = `${left + step / 2}%`;
  return (
    <g>
      <title>{`${binWords(bin)}: ${countOf(bin.borrowers, "borrower")}`}</title>
      <rect x={`${left}%`} y={0} width={`${step}%`} height={HEIGHT} fill="transparent" />
      <rect
        x={`${left + step * 0.06}%`}
        y={HEAD + ROOM - height}
        width={`${step * 0.88}%`}
        height={height}
        rx={2}
        fill={bin.from < 0 ? "var(--down)" : "var(--up)"}
        opacity={0.78}
      />
      {bin.borrowers === 0 ? null : (
        <text x={middle} y={HEAD + ROOM - height - 3} textAnchor="middle" fontSize={10.5} fill="var(--mute)">
          {formatCount(bin.borrowers)}
        </text>
      )}
      <text x={middle} y={HEIGHT - 4} textAnchor="middle" fontSize={10.5} fill="var(--faint)">
        {signed(bin.from)}
      </text>
    </g>
  );
}

function BinTable({ bins }: { bins: readonly Bin[] }) {
  return (
    <table className="mt-1 w-full">
      <thead>
        <tr className="text-faint">
          <th scope="col" className="text-left font-normal">
            change of limit
          </th>
          <th scope="col" className="text-right font-normal">
            borrowers
          </th>
        </tr>
      </thead>
      <tbody>
        {bins
          .filter((bin) => bin.borrowers > 0)
          .map((bin) => (
            <tr key={bin.from} className="border-t border-line">
              <td>{binWords(bin)}</td>
              <td className="text-right">{formatCount(bin.borrowers)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function binWords({ from, to }: Bin): string {
  return from >= 100 ? "+100 % or more" : `${signed(from)} % to ${signed(to)} %`;
}

function signed(percent: number): string {
  return percent < 0 ? `−${-percent}` : percent > 0 ? `+${percent}` : "0";
}
