import { Download } from "lucide-react";
import type { Backtest, Rejection } from "#rules/portfolio";
import type { BacktestFile } from "#store";
import { ErrorState } from "../../../../_components/error-state";
import { countOf, formatBytes, formatCount, formatPercent } from "../../../../_components/format";

interface RejectedCardProps {
  id: string;
  rejected: readonly Rejection[];
  summary: Backtest["summary"];
  titles: { readonly baseline: string; readonly candidate: string };
  file: BacktestFile | null;
}

/** Rows that a side could not evaluate, by their first reason, with the first row's name; all of them in a file. */
export function RejectedCard({ id, rejected, summary, titles, file }: RejectedCardProps) {
  if (rejected.length === 0) return null;
  const { errors, borrowers } = summary;
  const title =
    errors === borrowers
      ? `None of ${countOf(borrowers, "row")} can be evaluated`
      : `${formatCount(errors)} of ${countOf(borrowers, "row")} (${formatPercent(errors / borrowers)}) cannot be evaluated and ${errors === 1 ? "counts" : "count"} nowhere else`;
  return (
    <ErrorState
      title={title}
      className="my-3"
      actions={
        file === null ? undefined : (
          <a
            href={`/api/backtests/${id}/rejected`}
            download
            className="inline-flex h-6.5 items-center gap-1.5 rounded-md border border-line bg-card px-2 text-sm hover:border-edge [&_svg]:size-3.5"
          >
            <Download aria-hidden /> Rejected rows as CSV, {formatBytes(file.bytes)}
          </a>
        )
      }
    >
      <table className="w-full table-fixed border-collapse text-left">
        <caption className="sr-only">Rejected rows by reason</caption>
        <thead className="text-sm text-mute">
          <tr className="[&>th]:pr-3 [&>th]:font-normal">
            <th scope="col" className="w-16 text-right">
              rows
            </th>
            <th scope="col" className="w-24">
              in
            </th>
            <th scope="col">why, of the first one</th>
            <th scope="col" className="w-36">
              first row
            </th>
          </tr>
        </thead>
        <tbody>
          {[...rejected]
            .sort((a, b) => b.rows - a.rows)
            .map((reason) => (
              <tr key={`${reason.side}:${reason.code}:${reason.fact}:${reason.name}`} className="align-top [&>td]:pr-3">
                <td className="text-right font-medium">{formatCount(reason.rows)}</td>
                <td className="wrap-anywhere">{reason.side === "file" ? "the file" : titles[reason.side]}</td>
                <td className="wrap-anywhere">{reason.message}</td>
                <td className="truncate text-mute" title={reason.name}>
                  {reason.name}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </ErrorState>
  );
}
