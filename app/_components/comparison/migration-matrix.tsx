"use client";

import { DECISIONS, type Decision } from "#rules/evaluate";
import type { MigrationCell } from "#rules/compare";
import { Card } from "../card";
import { cn } from "../class-names";
import { formatCount, formatSignedCompactMoney, formatSignedMoney } from "../format";
import { Segmented } from "../segmented";
import type { DecisionPair, Measure } from "./terms";

/** A cell, perhaps with the mean of an outcome observed later. */
type MatrixCell = MigrationCell & { readonly observedMean?: number | null };

interface MigrationMatrixProps {
  cells: readonly MatrixCell[];
  titles: { readonly baseline: string; readonly candidate: string };
  measure: Measure;
  onMeasure: (measure: Measure) => void;
  hasBalance: boolean;
  chosen?: DecisionPair | null;
  /** Shows a cell's borrowers; without it the cells are figures only. */
  onChoose?: (pair: DecisionPair | null) => void;
  /** The outcome observed later: its name, and a mean of it as text. */
  observed?: { readonly name: string; readonly text: (mean: number) => string } | undefined;
}

/** Decisions of the baseline against those of the candidate: counts, how the money shifts, and what was observed later. A cell can show its borrowers. */
export function MigrationMatrix({ cells, titles, measure, onMeasure, hasBalance, chosen, onChoose, observed }: MigrationMatrixProps) {
  const used = DECISIONS.filter(
    (decision) => decision !== "refer" || cells.some((cell) => cell.baseline === "refer" || cell.candidate === "refer"),
  );
  const money = hasBalance ? measure : "limit";
  const most = Math.max(1, ...cells.filter((cell) => cell.baseline !== cell.candidate).map((cell) => cell.borrowers));
  return (
    <Card
      title="Decisions"
      note={`rows ${titles.baseline}, columns ${titles.candidate}`}
      actions={hasBalance ? <MeasureChoice measure={measure} onMeasure={onMeasure} /> : null}
    >
      <table className="w-full table-fixed border-separate border-spacing-[3px]">
        <caption className="sr-only">
          Borrowers by decision: rows {titles.baseline}, columns {titles.candidate}; below each count the shift of{" "}
          {money === "available" ? "available credit" : "limits"}
          {observed === undefined ? null : ` and the mean of ${observed.name}`}
        </caption>
        <thead>
          <tr>
            <td className="w-[56px]" />
            {used.map((decision) => (
              <th key={decision} scope="col" className="text-center text-xs font-normal text-mute">
                {decision}
              </th>
            ))}
            <th scope="col" className="text-center text-xs font-normal text-faint">
              total
            </th>
          </tr>
        </thead>
        <tbody>
          {used.map((baseline) => (
            <tr key={baseline}>
              <th scope="row" className="pr-1 text-right text-xs font-normal text-mute">
                {baseline}
              </th>
              {used.map((candidate) => (
                <Cell
                  key={candidate}
                  pair={{ baseline, candidate }}
                  cell={cells.find((one) => one.baseline === baseline && one.candidate === candidate)}
                  money={money}
                  most={most}
                  titles={titles}
                  chosen={chosen?.baseline === baseline && chosen.candidate === candidate}
                  onChoose={onChoose}
                  observed={observed}
                />
              ))}
              <Total cells={cells.filter((cell) => cell.baseline === baseline)} money={money} />
            </tr>
          ))}
          <tr>
            <th scope="row" className="pr-1 text-right text-xs font-normal text-faint">
              total
            </th>
            {used.map((candidate) => (
              <Total key={candidate} cells={cells.filter((cell) => cell.candidate === candidate)} money={money} />
            ))}
            <Total cells={cells} money={money} />
          </tr>
        </tbody>
      </table>
    </Card>
  );
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

/** Money in a narrow cell: from ten thousand on in "k", as whole thousands. */
function shortMoney(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude < 1e4 || magnitude >= 1e6) return formatSignedCompactMoney(value);
  const thousands = Math.round(magnitude / 1e3);
  return thousands === 1000 ? `${value < 0 ? "−" : "+"}1.0 m` : `${value < 0 ? "−" : "+"}${formatCount(thousands)} k`;
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

interface CellProps {
  pair: DecisionPair;
  cell: MatrixCell | undefined;
  money: Measure;
  most: number;
  titles: MigrationMatrixProps["titles"];
  chosen: boolean;
  onChoose: MigrationMatrixProps["onChoose"];
  observed: MigrationMatrixProps["observed"];
}

const CELL = "block w-full rounded-md px-0.5 py-1.5 text-center leading-tight";

function Cell({ pair, cell, money, most, titles, chosen, onChoose, observed }: CellProps) {
  if (cell === undefined) {
    return (
      <td className="rounded-md bg-bg py-2 text-center text-faint">
        <span aria-hidden>·</span>
        <span className="sr-only">0</span>
      </td>
    );
  }
  const shift = shiftOf([cell], money);
  const seen = observed !== undefined && typeof cell.observedMean === "number" ? observed.text(cell.observedMean) : null;
  const words =
    `${formatCount(cell.borrowers)} from ${pair.baseline} in ${titles.baseline} to ${pair.candidate} in ${titles.candidate}, shift ${formatSignedMoney(shift)}` +
    (seen === null ? "" : `, ${observed?.name} ${seen}`);
  const figures = (
    <>
      <span className="block font-semibold">{formatCount(cell.borrowers)}</span>
      <span className="block truncate text-xs">{shortMoney(shift)}</span>
      {seen === null ? null : <span className="block truncate text-xs">{seen}</span>}
    </>
  );
  const style = { background: shade(pair, cell.borrowers, most) };
  if (onChoose === undefined) {
    return (
      <td className="p-0">
        <div className={CELL} style={style} title={words}>
          {figures}
        </div>
      </td>
    );
  }
  return (
    <td className="p-0">
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={words}
        title={`${words}: show them`}
        onClick={() => onChoose(chosen ? null : pair)}
        className={cn(CELL, "hover:ring-1 hover:ring-edge", chosen && "ring-2 ring-accent hover:ring-2 hover:ring-accent")}
        style={style}
      >
        {figures}
      </button>
    </td>
  );
}

/** Red where the candidate is stricter, green where it is milder, grey where they agree; stronger with more borrowers. */
function shade({ baseline, candidate }: DecisionPair, borrowers: number, most: number): string {
  const [row, column] = [rank(baseline), rank(candidate)];
  const colour = row === column ? "var(--bar)" : column < row ? "var(--down)" : "var(--up)";
  const strength = row === column ? 36 : 10 + 30 * Math.sqrt(Math.min(1, borrowers / most));
  return `color-mix(in srgb, ${colour} ${Math.round(strength)}%, var(--card))`;
}

function rank(decision: Decision): number {
  return DECISIONS.indexOf(decision);
}

function Total({ cells, money }: { cells: readonly MigrationCell[]; money: Measure }) {
  const shift = shiftOf(cells, money);
  const borrowers = cells.reduce((sum, cell) => sum + cell.borrowers, 0);
  return (
    <td className="px-0.5 py-1.5 text-center leading-tight text-mute">
      <span className="block">{formatCount(borrowers)}</span>
      <span className="block truncate text-xs text-faint" title={formatSignedMoney(shift)}>
        {shortMoney(shift)}
      </span>
    </td>
  );
}
