/**
 * The decision table as a grid: its columns in the order and width in which they are shown, where a key leads from a
 * cell, and what an edit of cells or rows does to the text. Pure.
 */
import {
  addRule,
  type Cell,
  type CellProblem,
  type ColumnId,
  type DecisionTable,
  deleteRule,
  type Draft,
  duplicateRule,
  type ExpressionCell,
  moveRule,
  previewPaste,
  previewTable,
  readTable,
  setCell,
  setCells,
  type TableColumn,
  type TablePreview,
  type TableRow,
} from "#rules/editing";
import type { Locale } from "#rules/policy";
import type { Taken } from "./token-edit";

export interface GridColumn extends TableColumn {
  readonly width: number;
  /** Where it begins: the widths of those before it. */
  readonly left: number;
}

/** A cell by its row and column as they are shown. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

const FIRST: readonly ColumnId[] = ["name", "enabled", "priority"];
const WIDTHS: Readonly<Partial<Record<ColumnId, number>>> = {
  name: 230,
  enabled: 44,
  priority: 74,
  expression: 300,
  type: 104,
  percent: 76,
  amount: 96,
  reason: 92,
  review: 72,
  description: 260,
};
const FACT_WIDTH = 136;

/** The rule's name first, then how it stands, its conditions and its outcome. */
export function gridColumns({ columns }: DecisionTable): GridColumn[] {
  const rank = ({ id }: TableColumn) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  let left = 0;
  return columns
    .toSorted((a, b) => rank(a) - rank(b))
    .map((column) => {
      const width = WIDTHS[column.id] ?? FACT_WIDTH;
      left += width;
      return { ...column, width, left: left - width };
    });
}

/** Cells from one corner to another, both in it. */
export interface GridRange {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function rangeBetween(a: GridPlace, b: GridPlace): GridRange {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function cellOf(row: TableRow, column: ColumnId): Cell | ExpressionCell | null {
  return column === "expression" ? row.expression : (row.cells.get(column) ?? null);
}

const PAGE = 10;

/** Where a key leads; null where it leads nowhere. Ends stop at the edges. */
export function placeAfter(key: string, { row, column }: GridPlace, rows: number, columns: number): GridPlace | null {
  const at = (r: number, c: number): GridPlace => ({
    row: Math.min(Math.max(r, 0), Math.max(rows - 1, 0)),
    column: Math.min(Math.max(c, 0), columns - 1),
  });
  switch (key) {
    case "ArrowUp":
      return at(row - 1, column);
    case "ArrowDown":
      return at(row + 1, column);
    case "ArrowLeft":
      return at(row, column - 1);
    case "ArrowRight":
      return at(row, column + 1);
    case "PageUp":
      return at(row - PAGE, column);
    case "PageDown":
      return at(row + PAGE, column);
    case "Home":
      return at(row, 0);
    case "End":
      return at(row, columns - 1);
    default:
      return null;
  }
}

/** The text with what is typed into a rule's cell, or why it is not taken. */
export function typeIntoCell(draft: Draft, rule: number, column: ColumnId, typed: string): Taken {
  const { text, problems } = setCell(draft, rule, column, typed);
  return problems.length === 0 ? { ok: true, text } : { ok: false, message: problemsText(problems, column) };
}

/** The text with a range of cells empty, or why they cannot be. */
export function emptyCells(draft: Draft, rows: readonly TableRow[], columns: readonly ColumnId[]): Taken {
  const cells = rows.flatMap(({ position }) => columns.map((column) => ({ rule: position, column, text: "" })));
  const { text, problems } = setCells(draft, cells);
  const [first] = columns;
  return problems.length === 0 || first === undefined
    ? { ok: true, text }
    : { ok: false, message: problemsText(problems.slice(0, 1), first) };
}

/** A problem that shows in another cell names it. */
function problemsText(problems: readonly CellProblem[], typedIn: ColumnId): string {
  return problems.map(({ column, message }) => (column === typedIn ? message : `${column}: ${message}`)).join("; ");
}

export type RowAct = "up" | "down" | "duplicate" | "delete" | "add";

export interface ActedRow {
  readonly text: string;
  /** The row that is to be looked at next. */
  readonly row: number;
  /** What was done, where that does not show by itself. */
  readonly told: string | null;
}

/** Does something with a row of the table; null where it cannot be done. */
export function actOnRow(draft: Draft, { rows }: DecisionTable, row: number, act: RowAct, locale: Locale): ActedRow | null {
  const rule = rows[row]?.position ?? null;
  if (act === "add") {
    const added = addRule(draft, rule);
    return added === null ? null : { text: added.text, row: rule === null ? 0 : row + 1, told: null };
  }
  if (rule === null) return null;
  if (act === "duplicate") return { text: duplicateRule(draft, rule).text, row: row + 1, told: null };
  if (act === "delete") return { text: deleteRule(draft, rule).text, row: Math.max(0, Math.min(row, rows.length - 2)), told: null };
  const to = act === "up" ? row - 1 : row + 1;
  if (to < 0 || to >= rows.length) return null;
  const { text, explanation } = moveRule(draft, rule, to);
  return { text, row: to, told: explanation[locale] };
}

/** What pasting a text at a cell would do: a table with titles anywhere, else cells from that one on. */
export function pastePreview(draft: Draft, at: GridPlace, text: string): TablePreview {
  const [head = ""] = text.split(/\r?\n/);
  if (head.split("\t").some((title) => title.trim() === "name")) return previewTable(draft, text, "\t");
  const table = readTable(draft);
  const columns = gridColumns(table).map(({ id }) => id);
  return previewPaste(draft, text, table.rows.slice(at.row), columns.slice(at.column));
}
