import { Card } from "../../../../_components/card";
import { countOf, formatCount } from "../../../../_components/format";
import type { Bin } from "../measures";

const [WIDTH, HEIGHT, HEAD, FOOT] = [360, 132, 16, 18];

/** How far limits move from baseline to candidate, as bars; the same as a table behind. */
export function LimitChangeHistogram({ bins }: { bins: readonly Bin[] }) {
  const total = bins.reduce((sum, bin) => sum + bin.borrowers, 0);
  return (
    <Card title="Change of limit" note={total === 0 ? "no limit moves" : `${countOf(total, "limit")} that ${total === 1 ? "moves" : "move"}, in percent`}>
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

function Bars({ bins, total }: { bins: readonly Bin[]; total: number }) {
  const most = Math.max(...bins.map((bin) => bin.borrowers));
  const step = WIDTH / bins.length;
  const barWidth = Math.min(step - 3, 44);
  const room = HEIGHT - HEAD - FOOT;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="mt-1 w-full" role="img" aria-label={`Change of limit of ${countOf(total, "borrower")}, as bars of ten percent; the table below says the same`}>
      {bins.map((bin, i) => {
        const height = bin.borrowers === 0 ? 0 : Math.max(1.5, (room * bin.borrowers) / most);
        const x = i * step + (step - barWidth) / 2;
        return (
          <g key={bin.from}>
            <title>{`${binWords(bin)}: ${countOf(bin.borrowers, "borrower")}`}</title>
            <rect x={i * step} y={0} width={step} height={HEIGHT} fill="transparent" />
            <rect x={x} y={HEAD + room - height} width={barWidth} height={height} rx={2} fill={bin.from < 0 ? "var(--down)" : "var(--up)"} opacity={0.78} />
            {bin.borrowers === 0 ? null : (
              <text x={i * step + step / 2} y={HEAD + room - height - 3} textAnchor="middle" fontSize={9.5} fill="var(--mute)">
                {formatCount(bin.borrowers)}
              </text>
            )}
            <text x={i * step + step / 2} y={HEIGHT - 5} textAnchor="middle" fontSize={9.5} fill="var(--faint)">
              {signed(bin.from)}
            </text>
          </g>
        );
      })}
      <line x1={0} x2={WIDTH} y1={HEAD + room + 0.5} y2={HEAD + room + 0.5} stroke="var(--line)" />
    </svg>
  );
}

function BinTable({ bins }: { bins: readonly Bin[] }) {
  return (
    <table className="mt-1 w-full">
      <thead>
        <tr className="text-faint">
          <th scope="col" className="text-left font-normal">change of limit</th>
          <th scope="col" className="text-right font-normal">borrowers</th>
        </tr>
      </thead>
      <tbody>
        {bins.filter((bin) => bin.borrowers > 0).map((bin) => (
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
