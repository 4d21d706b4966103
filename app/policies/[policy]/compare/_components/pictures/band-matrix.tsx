import { type BandGroup, type LimitBand, type SideName, type Tallied, tintOf } from "#rules/figures";
import { bandLabel, meanText, shortSigned } from "#rules/format";
import { Card } from "../../../../../_components/card";
import { CellMatrix, type CellView, directionTint } from "../../../../../_components/comparison/cell-matrix";
import { formatCount, formatSignedMoney } from "../../../../../_components/format";
import { type PictureProps, shiftOf } from "./types";

interface BandMatrixProps extends PictureProps {
  bands: readonly LimitBand[];
  cells: readonly Tallied<BandGroup>[];
  /** Shows whose limit one side leaves in the band that begins there; without a side everybody. */
  onTotal?: (side: SideName | null, from: number) => void;
}

/** From which band of limits to which: counts, the shift of limits, and the observed mean. */
export function BandMatrix({ bands, cells, titles, observed, chosen = null, onChoose, onTotal, actions }: BandMatrixProps) {
  const labels = bands.map(bandLabel);
  const most = Math.max(1, ...cells.filter((cell) => cell.baseline !== cell.candidate).map((cell) => cell.borrowers));
  const viewOf = (cell: Tallied<BandGroup> | undefined): CellView | null => {
    if (cell === undefined || cell.borrowers === 0) return null;
    const mean = cell.observed?.mean ?? null;
    const seen = observed === undefined || mean === null ? null : meanText(mean, observed.rate);
    return {
      key: cell.key,
      lines: [formatCount(cell.borrowers), shortSigned(shiftOf(cell.limit)), ...(seen === null ? [] : [seen])],
      words: `${formatCount(cell.borrowers)} from ${labels[cell.baseline]} in ${titles.baseline} to ${labels[cell.candidate]} in ${titles.candidate}, shift ${formatSignedMoney(shiftOf(cell.limit))}${seen === null ? "" : `, ${observed?.name} ${seen}`}`,
      tint: directionTint(cell.candidate - cell.baseline, tintOf(cell.borrowers, most)),
    };
  };
  const totalAt = (row: number | null, column: number | null) => {
    const some = cells.filter((cell) => (row === null || cell.baseline === row) && (column === null || cell.candidate === column));
    const [borrowers, shift] = [
      some.reduce((sum, cell) => sum + cell.borrowers, 0),
      some.reduce((sum, cell) => sum + shiftOf(cell.limit), 0),
    ];
    return [formatCount(borrowers), shortSigned(shift)];
  };
  return (
    <Card title="Bands of limits" note={`rows ${titles.baseline}, columns ${titles.candidate}`} actions={actions}>
      <CellMatrix
        caption={`Borrowers by band of limit: rows ${titles.baseline}, columns ${titles.candidate}; below each count the shift of limits${observed === undefined ? "" : ` and the mean of ${observed.name}`}`}
        rows={labels}
        columns={labels}
        cellAt={(row, column) => viewOf(cells.find((cell) => cell.baseline === row && cell.candidate === column))}
        totalAt={totalAt}
        chosen={chosen}
        onChoose={onChoose}
        onTotal={
          onTotal &&
          ((row, column) => onTotal(row !== null ? "baseline" : column !== null ? "candidate" : null, bands[row ?? column ?? 0]?.from ?? 0))
        }
        className={bands.length > 5 ? "min-w-140" : ""}
      />
    </Card>
  );
}
