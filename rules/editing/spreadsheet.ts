/**
 * The table for spreadsheets: tab-separated for the clipboard, comma-separated for files, and back with a preview.
 * Cells hold what a person could type; equality is written without its sign and whatever a spreadsheet would take for
 * a formula stands behind an apostrophe, as spreadsheets themselves mark text. Law: what is written reads back as no change.
 */
import Papa from "papaparse";
import type { Draft } from "./draft.ts";
import { edited } from "./edit-text.ts";
import { type CellProblem, setCells, type TableEdit, type TypedCell } from "./table-edits.ts";
import { type ColumnId, type DecisionTable, OUTCOME_COLUMNS, readTable, splitId, type TableRow } from "./table.ts";

export type Separator = "\t" | ",";

/** A cell that would change, before and after as written in a spreadsheet. */
export interface CellChange {
  readonly rule: TypedCell["rule"];
  readonly name: string;
  readonly column: ColumnId;
  readonly before: string;
  readonly after: string;
}

export interface TablePreview extends TableEdit {
  /** What the edits do, problems left out. */
  readonly changes: readonly CellChange[];
  /** Names of rules that the file adds. */
  readonly added: readonly string[];
  /** Names of rules that the file does not hold; they stay. */
  readonly missing: readonly string[];
  /** What is wrong with the file itself, such as an unknown column. */
  readonly fileProblems: readonly string[];
}

// --- out ---------------------------------------------------------------------------------------

/** The table, or some of its rows and columns, with a row of titles. */
export function formatTable(
  table: DecisionTable,
  separator: Separator,
  rows = table.rows,
  columns: readonly ColumnId[] = exported(table),
): string {
  const titles = titlesOf(columns);
  const lines = [columns.map((id) => titles.get(id) as string), ...cellsOf(rows, columns)];
  return lines.map((cells) => `${cells.map((cell) => quoted(cell, separator)).join(separator)}\n`).join("");
}

/** Cells alone, without titles, for the clipboard. */
export function copyCells(rows: readonly TableRow[], columns: readonly ColumnId[]): string {
  return cellsOf(rows, columns)
    .map((cells) => cells.map((cell) => quoted(cell, "\t")).join("\t"))
    .join("\n");
}

/** The rule's name first, then how it stands, its conditions and its outcome. */
function exported(table: DecisionTable): ColumnId[] {
  const first: readonly ColumnId[] = ["name", "enabled", "priority"];
  return [...first, ...table.columns.map(({ id }) => id).filter((id) => !first.includes(id))];
}

function cellsOf(rows: readonly TableRow[], columns: readonly ColumnId[]): string[][] {
  return rows.map((row) => columns.map((id) => guarded(writtenCell(row, id))));
}

/** What a cell is in a spreadsheet: as typed, equality without its sign, an expression as JSON. */
function writtenCell(row: TableRow | undefined, column: ColumnId): string {
  if (column === "expression") return row?.expression?.json ?? "";
  const text = row?.cells.get(column)?.text ?? "";
  return column.startsWith("fact:") ? text.replace(/^= /, "") : text.replace(/\r\n?/g, "\n");
}

function guarded(cell: string): string {
  return /^[=+@\t'\r]|^-(?!\d)/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string, separator: Separator): string {
  return cell.includes('"') || cell.includes("\n") || cell.includes(separator) || cell !== cell.trim()
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}

/** A fact's own name, unless another column is titled so. */
function titlesOf(columns: readonly ColumnId[]): Map<ColumnId, string> {
  return new Map(columns.map((id) => [id, titleOf(id)]));
}

function titleOf(id: ColumnId): string {
  const [kind, name] = splitId(id);
  return kind === "fact" && !RESERVED.has(name) && splitId(name as ColumnId)[0] === "other" ? name : id;
}

const RESERVED: ReadonlySet<string> = new Set([...OUTCOME_COLUMNS, "expression"]);

// --- in ----------------------------------------------------------------------------------------

/** A file with titles: cells of rules that it names, and new rules. Rules that it does not hold stay as they are. */
export function previewTable(draft: Draft, text: string, separator: Separator): TablePreview {
  const [titles = [], ...lines] = readCells(text, separator);
  const table = readTable(draft);
  const columns = titles.map((title) => columnTitled(draft, table, title.trim()));
  const refused = headProblems(titles, columns);
  if (refused.length > 0) return { ...edited(draft, []), problems: [], changes: [], added: [], missing: [], fileProblems: refused };
  const naming = columns.indexOf("name");
  const named = lines.map((cells) => ({ cells, name: unguarded(cells[naming] ?? "") })).filter(({ name }) => name !== "");
  const rows = new Map(table.rows.map((row) => [row.name, row]));
  const changes = named.flatMap(({ cells, name }) => changesOf(rows.get(name), name, cells, columns as ColumnId[]));
  const names = named.map(({ name }) => name);
  const held = new Set(names);
  const missing = table.rows.map(({ name }) => name).filter((name) => !held.has(name));
  const repeated = new Set(names.filter((name) => !held.delete(name)));
  const fileProblems = [...repeated].map((name) => `the rule \`${name}\` stands in two rows; keep one of them`);
  return { ...preview(draft, changes), missing, fileProblems };
}

function headProblems(titles: readonly string[], columns: readonly (ColumnId | null)[]): string[] {
  const problems = titles.filter((_, i) => columns[i] === null).map(unknownColumn);
  const repeated = titles.filter((_, i) => columns[i] !== null && columns.indexOf(columns[i] as ColumnId) < i);
  problems.push(...repeated.map((title) => `the column \`${title}\` stands twice; keep one of them`));
  if (!columns.includes("name")) problems.push("no column is titled `name`; it says which rule a row is");
  return problems;
}

/** Cells from the clipboard, from one cell on, to the right and down over the rows and columns as they are shown. */
export function previewPaste(draft: Draft, text: string, rows: readonly TableRow[], columns: readonly ColumnId[]): TablePreview {
  const lines = readCells(text, "\t");
  const beyond = lines.length > rows.length || lines.some((cells) => cells.length > columns.length);
  const cells = lines.flatMap((line, i) => (rows[i] === undefined ? [] : changesOf(rows[i], rows[i].name, line, columns)));
  const fileProblems = beyond ? ["the pasted cells reach beyond the table; add rows first, or paste fewer"] : [];
  return { ...preview(draft, cells), missing: [], fileProblems };
}

function preview(draft: Draft, changes: readonly CellChange[]): Omit<TablePreview, "missing" | "fileProblems"> {
  const edit = setCells(
    draft,
    changes.map(({ rule, column, after }) => ({ rule, column, text: after })),
  );
  const idOf = (rule: TypedCell["rule"]) => (typeof rule === "number" ? rule : rule.added);
  const refused = new Set(edit.problems.map(({ rule }: CellProblem) => idOf(rule)));
  const sound = changes.filter(({ rule }) => !refused.has(idOf(rule)));
  const added = new Set(sound.flatMap(({ rule, name }) => (typeof rule === "number" ? [] : [name])));
  return { ...edit, changes: sound, added: [...added] };
}

/** Cells that differ from what would be written of the row now. */
function changesOf(row: TableRow | undefined, name: string, line: readonly string[], columns: readonly ColumnId[]): CellChange[] {
  return columns.slice(0, line.length).flatMap((column, i) => {
    const [before, after] = [writtenCell(row, column), unguarded(line[i] as string)];
    const rule = row?.position ?? { added: name };
    return before === after || before.trim() === after.trim() ? [] : [{ rule, name, column, before, after }];
  });
}

function unguarded(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

/** The column of a title: one that the table has, an outcome's, or that of a known fact or shared condition. */
function columnTitled({ catalogue }: Draft, table: DecisionTable, title: string): ColumnId | null {
  const shown = table.columns.find(({ id }) => titleOf(id) === title);
  if (shown !== undefined) return shown.id;
  const isFact = (name: string) => catalogue.facts.has(name) || catalogue.derived.has(name);
  if (RESERVED.has(title)) return title as ColumnId;
  const [kind, name] = splitId(title as ColumnId);
  if (kind === "other") return isFact(title) ? `fact:${title}` : null;
  return (kind === "fact" ? isFact(name) : catalogue.conditions.has(name)) ? (title as ColumnId) : null;
}

function unknownColumn(title: string): string {
  return `the column \`${title}\` is neither a fact nor part of a rule; name it ${OUTCOME_COLUMNS.map((c) => `\`${c}\``).join(", ")}, \`expression\`, after a fact, or \`condition:NAME\``;
}

function readCells(text: string, delimiter: Separator): string[][] {
  const { data } = Papa.parse(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"), { delimiter, newline: "\n" });
  return data.filter((cells) => cells.length > 1 || cells[0] !== "");
}
