"use client";

import { useRouter } from "next/navigation";
import type { MigrationCell } from "#rules/compare";
import { DECISIONS } from "#rules/evaluate";
import { tintOf } from "#rules/figures";
import { CellMatrix, directionTint } from "../../../../_components/comparison/cell-matrix";
import { formatCount } from "../../../../_components/format";
import { compareHref, type Looked } from "./effect-links";

/** Decisions of the version compared with against those of the draft, in counts; a cell leads to its borrowers. */
export function EffectMatrix({ cells, looked }: { cells: readonly MigrationCell[]; looked: Looked }) {
  const router = useRouter();
  // The usual ones always, so that nothing jumps while one types.
  const used = DECISIONS.filter(
    (decision) => decision !== "refer" || cells.some(({ baseline, candidate }) => baseline === "refer" || candidate === "refer"),
  );
  const most = Math.max(1, ...cells.filter((cell) => cell.baseline !== cell.candidate).map(({ borrowers }) => borrowers));
  const cellAt = (row: number, column: number) => {
    const cell = cells.find(({ baseline, candidate }) => baseline === used[row] && candidate === used[column]);
    if (cell === undefined) return null;
    const { baseline, candidate, borrowers } = cell;
    return {
      key: `${baseline}-${candidate}`,
      lines: [formatCount(borrowers)],
      words: `${formatCount(borrowers)} from ${baseline} in v${looked.against} to ${candidate} in the draft`,
      tint: directionTint(DECISIONS.indexOf(candidate) - DECISIONS.indexOf(baseline), tintOf(borrowers, most)),
    };
  };
  const totalAt = (row: number | null, column: number | null) => {
    const some = cells.filter(
      ({ baseline, candidate }) => (row === null || baseline === used[row]) && (column === null || candidate === used[column]),
    );
    return [formatCount(some.reduce((sum, { borrowers }) => sum + borrowers, 0))];
  };
  return (
    <CellMatrix
      caption={`Borrowers by decision: rows v${looked.against}, columns the draft`}
      rows={used}
      columns={used}
      cellAt={cellAt}
      totalAt={totalAt}
      chosen={null}
      onChoose={(key) => key !== null && router.push(compareHref(looked, { decision: key, all: "1" }))}
      className="min-w-0 text-sm [&_button]:py-0.5 [&_td]:py-0.5"
    />
  );
}
