import type { Decision } from "#rules/evaluate";
import type { MigrationGroup, MoneyMeasure, SideName, Tallied } from "#rules/figures";
import { meanText } from "#rules/format";
import { type MatrixCell, MigrationMatrix } from "../../../../../_components/comparison/migration-matrix";
import type { PictureProps } from "./types";

interface MigrationPictureProps extends Omit<PictureProps, "actions"> {
  cells: readonly Tallied<MigrationGroup>[];
  measure: MoneyMeasure;
  onMeasure: (measure: MoneyMeasure) => void;
  hasBalance: boolean;
  /** Shows whom one side decides so; without a side everybody. */
  onTotal?: (side: SideName | null, decision: Decision) => void;
}

/** Decisions before and after, with the shift of money and the observed mean under each count. */
export function MigrationPicture({ cells, chosen, onChoose, observed, ...rest }: MigrationPictureProps) {
  const chosenCell = cells.find((cell) => cell.key === chosen);
  return (
    <MigrationMatrix
      {...rest}
      cells={cells.filter((cell) => cell.borrowers > 0).map(matrixCellOf)}
      chosen={chosenCell ?? null}
      onChoose={onChoose && ((pair) => onChoose(pair === null ? null : `${pair.baseline}-${pair.candidate}`))}
      observed={observed && { name: observed.name, text: (mean) => meanText(mean, observed.rate) }}
    />
  );
}

function matrixCellOf({ baseline, candidate, borrowers, limit, available, observed }: Tallied<MigrationGroup>): MatrixCell {
  return {
    baseline,
    candidate,
    borrowers,
    limitBaseline: limit.baseline,
    limitCandidate: limit.candidate,
    availableBaseline: available.baseline,
    availableCandidate: available.candidate,
    observedMean: observed?.mean ?? null,
  };
}
