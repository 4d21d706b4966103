import { cn } from "../class-names";
import { ShowButton } from "../show-button";

/** What stands in a cell: figures line by line, the first strong; what they say in words; how the cell is tinted. */
export interface CellView {
  readonly key: string;
  readonly lines: readonly string[];
  readonly words: string;
  readonly tint: string;
}

interface CellMatrixProps {
  caption: string;
  rows: readonly string[];
  columns: readonly string[];
  /** Null: nobody. */
  cellAt: (row: number, column: number) => CellView | null;
  /** Lines of a row's, a column's (null: all rows') total. */
  totalAt: (row: number | null, column: number | null) => readonly string[];
  chosen: string | null;
  /** Shows a cell's borrowers; without it the cells are figures only. */
  onChoose: ((key: string | null) => void) | undefined;
  /** Shows the borrowers of a total. */
  onTotal?: ((row: number | null, column: number | null) => void) | undefined;
  className?: string;
}

/** Borrowers by two things at once, as a table of tinted cells with totals. */
export function CellMatrix({ caption, rows, columns, cellAt, totalAt, chosen, onChoose, onTotal, className }: CellMatrixProps) {
  const total = (row: number | null, column: number | null) => (
    <Total key={columns[column ?? -1]} lines={totalAt(row, column)} onShow={onTotal && (() => onTotal(row, column))} />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className="overflow-x-auto">
      <table className={cn("w-full min-w-100 table-fixed border-separate border-spacing-[3px]", className)}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="align-bottom">
            <td className="w-14" />
            {columns.map((column) => (
              <th key={column} scope="col" className="text-center text-xs font-normal text-mute">
                {column}
              </th>
            ))}
            <th scope="col" className="text-center text-xs font-normal text-faint">
              total
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((label, row) => (
            <tr key={label}>
              <th scope="row" className="pr-1 text-right text-xs font-normal text-mute">
                {label}
              </th>
              {columns.map((name, column) => (
                <Cell key={name} cell={cellAt(row, column)} chosen={chosen} onChoose={onChoose} />
              ))}
              {total(row, null)}
            </tr>
          ))}
          <tr>
            <th scope="row" className="pr-1 text-right text-xs font-normal text-faint">
              total
            </th>
            {columns.map((_, column) => total(null, column))}
            {total(null, null)}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

const CELL = "block w-full rounded-md px-0.5 py-1.5 text-center leading-tight";

function Cell({ cell, chosen, onChoose }: Pick<CellMatrixProps, "chosen" | "onChoose"> & { cell: CellView | null }) {
  if (cell === null) {
    return (
      <td className="rounded-md bg-bg py-2 text-center text-faint">
        <span aria-hidden>·</span>
        <span className="sr-only">0</span>
      </td>
    );
  }
  const { key, lines, words, tint } = cell;
  const figures = lines.map((line, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of a cell never move
    <span key={i} className={i === 0 ? "block truncate font-semibold" : "block truncate text-xs"}>
      {line}
    </span>
  ));
  const pressed = key === chosen;
  return (
    <td className="p-0">
      {onChoose === undefined ? (
        <div className={CELL} style={{ background: tint }} title={words}>
          {figures}
        </div>
      ) : (
        <button
          type="button"
          aria-pressed={pressed}
          aria-label={words}
          title={`${words}: show them`}
          onClick={() => onChoose(pressed ? null : key)}
          className={cn(CELL, "hover:ring-1 hover:ring-edge", pressed && "ring-2 ring-accent hover:ring-2 hover:ring-accent")}
          style={{ background: tint }}
        >
          {figures}
        </button>
      )}
    </td>
  );
}

function Total({ lines, onShow }: { lines: readonly string[]; onShow: (() => void) | undefined }) {
  return (
    <td className="px-0.5 py-1.5 text-center leading-tight text-mute">
      {lines.map((line, i) =>
        i === 0 ? (
          <ShowButton key="count" onShow={line === "0" ? undefined : onShow} className="block w-full truncate">
            {line}
          </ShowButton>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a cell never move
          <span key={i} className="block truncate text-xs text-faint">
            {line}
          </span>
        ),
      )}
    </td>
  );
}

/** Red downward, green upward, grey where nothing changes; `strength` from 0 to 1. */
export function directionTint(direction: number, strength: number): string {
  const colour = direction === 0 ? "var(--bar)" : direction < 0 ? "var(--down)" : "var(--up)";
  const percent = direction === 0 ? 36 : 10 + 30 * strength;
  return `color-mix(in srgb, ${colour} ${Math.round(percent)}%, var(--card))`;
}
