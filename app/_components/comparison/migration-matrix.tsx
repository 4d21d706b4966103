"use client";

import type { MigrationCell } from "#rules/compare";
import { type Decision, DECISIONS } from "#rules/evaluate";
import { tintOf } from "#rules/figures";
import { shortSigned } from "#rules/format";
import { Card } from "../card";
import { formatCount, formatSignedMoney } from "../format";
import { Segmented } from "../segmented";
import { CellMatrix, type CellView, directionTint } from "./cell-matrix";
import type { DecisionPair, Measure } from "./terms";

/** A cell, perhaps with the mean of an outcome observed later. */
export type MatrixCell = MigrationCell & { readonly observedMean?: number | null };

interface MigrationMatrixProps {
  cells: readonly MatrixCell[];
  titles: { readonly baseline: string; readonly candidate: string };
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  hasBalance: boolean;
  chosen?: DecisionPair | null;
  /** Shows a cell's borrowers; without it the cells are figures only. */
  onChoose?: ((pair: DecisionPair | null) => void) | undefined;
  /** Shows whom one side decides so; without a side everybody. */
  onTotal?: ((side: "baseline" | "candidate" | null, decision: Decision) => void) | undefined;
  /** The outcome observed later: its name, and a mean of it as text. */
  observed?: { readonly name: string; readonly text: (mean: number) => string } | undefined;
}

/** Decisions of the baseline against those of the candidate: counts, how the money shifts, and what was observed later. A cell can show its borrowers. */
export function MigrationMatrix(props: MigrationMatrixProps) {
  const { cells, titles, measure, onMeasure, hasBalance, chosen, onChoose, onTotal, observed } = props;
  const money = hasBalance ? measure : "limit";
  const used = DECISIONS.filter(
    (decision) => decision !== "refer" || cells.some((cell) => cell.baseline === "refer" || cell.candidate === "refer"),
  );
  const totalAt = (row: number | null, column: number | null) => {
    const some = cells.filter(
      (cell) => (row === null || cell.baseline === used[row]) && (column === null || cell.candidate === used[column]),
    );
    return [formatCount(some.reduce((sum, cell) => sum + cell.borrowers, 0)), shortSigned(shiftOf(some, money))];
  };
  return (
    <Card
      title="Decisions"
      note={`rows ${titles.baseline}, columns ${titles.candidate}`}
      actions={hasBalance ? <MeasureChoice measure={measure} onMeasure={onMeasure} /> : null}
    >
      <CellMatrix
        caption={`Borrowers by decision: rows ${titles.baseline}, columns ${titles.candidate}; below each count the shift of ${
          money === "available" ? "available credit" : "limits"
        }${observed === undefined ? "" : ` and the mean of ${observed.name}`}`}
        rows={used}
        columns={used}
        cellAt={(row, column) => viewOf(props, money, { baseline: used[row] ?? "hold", candidate: used[column] ?? "hold" })}
        totalAt={totalAt}
        chosen={chosen ? keyOf(chosen) : null}
        onChoose={onChoose && ((key) => onChoose(pairOf(cells, key)))}
        onTotal={
          onTotal &&
          ((row, column) => onTotal(row !== null ? "baseline" : column !== null ? "candidate" : null, used[row ?? column ?? 0] ?? "hold"))
        }
      />
    </Card>
  );
}

function keyOf({ baseline, candidate }: DecisionPair): string {
  return `${baseline}-${candidate}`;
}

function pairOf(cells: readonly MatrixCell[], key: string | null): DecisionPair | null {
  const cell = cells.find((one) => keyOf(one) === key);
  return cell === undefined ? null : { baseline: cell.baseline, candidate: cell.candidate };
}

function viewOf({ cells, titles, observed }: MigrationMatrixProps, money: Measure, pair: DecisionPair): CellView | null {
  const cell = cells.find((one) => keyOf(one) === keyOf(pair));
  if (cell === undefined) return null;
  const shift = shiftOf([cell], money);
  const seen = observed !== undefined && typeof cell.observedMean === "number" ? observed.text(cell.observedMean) : null;
  const direction = DECISIONS.indexOf(pair.candidate) - DECISIONS.indexOf(pair.baseline);
  const most = Math.max(1, ...cells.filter((one) => one.baseline !== one.candidate).map((one) => one.borrowers));
  return {
    key: keyOf(pair),
    lines: [formatCount(cell.borrowers), shortSigned(shift), ...(seen === null ? [] : [seen])],
    words:
      `${formatCount(cell.borrowers)} from ${pair.baseline} in ${titles.baseline} to ${pair.candidate} in ${titles.candidate}, shift ${formatSignedMoney(shift)}` +
      (seen === null ? "" : `, ${observed?.name} ${seen}`),
    tint: directionTint(direction, tintOf(cell.borrowers, most)),
  };
}

function MeasureChoice({ measure, onMeasure }: Pick<MigrationMatrixProps, "measure" | "onMeasure">) {
  return (
    <Segmented<Measure>
      label="Money in the cells"
      value={measure}
      onChange={onMeasure}
      options={[
        { value: "available", label: "Available", title: "Shift of available credit" },
        { value: "limit", label: "Limit", title: "Shift of limits" },
      ]}
      className="h-6.5 text-sm"
    />
  );
}

function shiftOf(cells: readonly MigrationCell[], money: Measure): number {
  const hundredths = cells.reduce(
    (sum, cell) =>
      sum +
      Math.round(100 * (money === "available" ? cell.availableCandidate : cell.limitCandidate)) -
      Math.round(100 * (money === "available" ? cell.availableBaseline : cell.limitBaseline)),
    0,
  );
  return hundredths / 100;
}
