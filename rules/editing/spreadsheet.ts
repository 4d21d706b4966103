/**
 * The table for spreadsheets: rows of texts for a workbook, tab-separated for the clipboard, comma-separated for files,
 * and back with a preview. Cells hold what a person could type; equality is written without its sign. In separated texts
 * whatever a spreadsheet would take for a formula stands behind an apostrophe, as spreadsheets themselves mark text; a
 * workbook's cells have a type, and need none. Law: what is written reads back as no change.
 */
import Papa from "papaparse";
import type { Draft } from "./draft.ts";
import { edited } from "./edit-text.ts";
import { type CellProblem, setCells, type TableEdit, type TypedCell } from "./table-edits.ts";
import { type ColumnId, type DecisionTable, OUTCOME_COLUMNS, readTable, splitId, type TableRow } from "./table.ts";

/** The semicolon is what spreadsheets of some languages write. */
export type Separator = "\t" | "," | ";";

/** A cell that would change, before and after as written in a spreadsheet. */
export interface CellChange {
  readonly rule: TypedCell["rule"];
  readonly name: string;
  readonly column: ColumnId;
  readonly before: string;
  readonly after: string;
}

/** A cell that is not taken, with the row of the file or the pasted cells that it stands in, counted from 1. */
export interface PreviewProblem extends CellProblem {
  readonly name: string;
  readonly row: number;
}

/** Texts by row and column; the first row of a file has the titles. */
export type SheetRows = readonly (readonly string[])[];

export interface TablePreview extends Omit<TableEdit, "problems"> {
  readonly problems: readonly PreviewProblem[];
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
  return tableRows(table, rows, columns)
    .map((cells) => `${cells.map((cell) => quoted(guarded(cell), separator)).join(separator)}\n`)
    .join("");
}

/** The same as texts by row and column, for a workbook whose cells are marked as texts. */
export function tableRows(table: DecisionTable, rows = table.rows, columns: readonly ColumnId[] = exported(table)): string[][] {
  const titles = titlesOf(columns);
  return [columns.map((id) => titles.get(id) as string), ...cellsOf(rows, columns)];
}

/** Cells alone, without titles, for the clipboard. */
export function copyCells(rows: readonly TableRow[], columns: readonly ColumnId[]): string {
  return cellsOf(rows, columns)
    .map((cells) => cells.map((cell) => quoted(guarded(cell), "\t")).join("\t"))
    .join("\n");
}

/** The rule's name first, then how it stands, its conditions and its outcome. */
function exported(table: DecisionTable): ColumnId[] {
  const first: readonly ColumnId[] = ["name", "enabled", "priority"];
  return [...first, ...table.columns.map(({ id }) => id).filter((id) => !first.includes(id))];
}

function cellsOf(rows: readonly TableRow[], columns: readonly ColumnId[]): string[][] {
  return rows.map((row) => columns.map((id) => writtenCell(row, id)));
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

/** A separated file with titles: cells of rules that it names, and new rules. Rules that it does not hold stay as they are. */
export function previewTable(draft: Draft, text: string, separator: Separator): TablePreview {
  return previewRows(draft, separatedRows(text, separator));
}

/** The same of a workbook's rows. */
export function previewRows(draft: Draft, sheet: SheetRows): TablePreview {
  const [titles = [], ...lines] = sheet;
  const table = readTable(draft);
  const width = widthOf(sheet);
  const columns = Array.from({ length: width }, (_, i) => columnTitled(draft, table, (titles[i] ?? "").trim()));
  const refused = headProblems(sheet, titles, columns);
  if (refused.length > 0) return { ...edited(draft, []), problems: [], changes: [], added: [], missing: [], fileProblems: refused };
  const naming = columns.indexOf("name");
  const filled = lines.flatMap((cells, i) => (isBlank(cells) ? [] : [{ cells, row: i + 2, name: cells[naming] ?? "" }]));
  const named = filled.filter(({ name }) => name.trim() !== "");
  const repeated = repeatedNames(named);
  const byName = new Map(table.rows.map((row) => [row.name, row]));
  const changes = named
    .filter(({ name }) => !repeated.has(name))
    .flatMap(({ cells, name, row }) => changesOf(byName.get(name), name, cells, columns as ColumnId[], row));
  const held = new Set(named.map(({ name }) => name));
  const fileProblems = [
    ...filled.filter(({ name }) => name.trim() === "").map(({ row }) => `row ${row} has cells but no name; it says which rule a row is`),
    ...[...repeated].map(([name, rows]) => `the rule \`${name}\` stands in rows ${rows.join(", ")}; keep one of them`),
  ];
  return { ...preview(draft, changes), missing: table.rows.map(({ name }) => name).filter((name) => !held.has(name)), fileProblems };
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** Up to the last column in which anything stands. */
function widthOf(sheet: SheetRows): number {
  return Math.max(0, ...sheet.map((cells) => cells.findLastIndex((cell) => cell.trim() !== "") + 1));
}

function repeatedNames(named: readonly { readonly name: string; readonly row: number }[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const { name, row } of named) rows.set(name, [...(rows.get(name) ?? []), row]);
  return new Map([...rows].filter(([, own]) => own.length > 1));
}

function headProblems(sheet: SheetRows, titles: readonly string[], columns: readonly (ColumnId | null)[]): string[] {
  if (columns.length === 0) return ["there is nothing in it; the first row has the titles of the columns"];
  const problems = columns.flatMap((column, i) => (column === null ? [untitled(sheet, titles[i]?.trim() ?? "", i)] : []));
  const repeated = titles.filter((_, i) => columns[i] != null && columns.indexOf(columns[i] as ColumnId) < i);
  problems.push(...repeated.map((title) => `the column \`${title}\` stands twice; keep one of them`));
  if (!columns.includes("name")) problems.push("no column is titled `name`; it says which rule a row is");
  return problems;
}

function untitled(sheet: SheetRows, title: string, column: number): string {
  if (title !== "") return unknownColumn(title);
  const row = sheet.findIndex((cells) => (cells[column] ?? "").trim() !== "") + 1;
  return row === 0
    ? `column ${column + 1} has neither a title nor cells; delete it`
    : `column ${column + 1} has no title, but cells such as that of row ${row}`;
}

/** Cells from the clipboard, from one cell on, to the right and down over the rows and columns as they are shown. */
export function previewPaste(draft: Draft, text: string, rows: readonly TableRow[], columns: readonly ColumnId[]): TablePreview {
  const lines = separatedRows(text, "\t");
  const beyond = lines.length > rows.length || lines.some((cells) => cells.length > columns.length);
  const cells = lines.flatMap((line, i) => (rows[i] === undefined ? [] : changesOf(rows[i], rows[i].name, line, columns, i + 1)));
  const fileProblems = beyond ? ["the pasted cells reach beyond the table; add rows first, or paste fewer"] : [];
  return { ...preview(draft, cells), missing: [], fileProblems };
}

type PlacedChange = CellChange & { readonly row: number };

function preview(draft: Draft, changes: readonly PlacedChange[]): Omit<TablePreview, "missing" | "fileProblems"> {
  const edit = setCells(
    draft,
    changes.map(({ rule, column, after }) => ({ rule, column, text: after })),
  );
  const idOf = (rule: TypedCell["rule"]) => (typeof rule === "number" ? rule : rule.added);
  const places = new Map(changes.map((change) => [idOf(change.rule), change]));
  const told = edit.problems.map((problem): PreviewProblem => {
    const { name, row } = places.get(idOf(problem.rule)) as PlacedChange;
    return { ...problem, name, row };
  });
  // As a reader of the file meets them.
  const problems = told.toSorted((a, b) => a.row - b.row);
  const refused = new Set(problems.map(({ rule }) => idOf(rule)));
  const sound = changes.filter(({ rule }) => !refused.has(idOf(rule)));
  const added = new Set(sound.flatMap(({ rule, name }) => (typeof rule === "number" ? [] : [name])));
  return { ...edit, problems, changes: sound.map(({ row: _, ...change }) => change), added: [...added] };
}

/** Cells that differ from what would be written of the row now. */
function changesOf(
  row: TableRow | undefined,
  name: string,
  line: readonly string[],
  columns: readonly ColumnId[],
  placed: number,
): PlacedChange[] {
  return columns.slice(0, line.length).flatMap((column, i) => {
    const [before, after] = [writtenCell(row, column), line[i] as string];
    const rule = row?.position ?? { added: name };
    return before === after || before.trim() === after.trim() ? [] : [{ rule, name, column, before, after, row: placed }];
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

/** The cells of a separated text, without the apostrophes that guard them. */
export function separatedRows(text: string, delimiter: Separator): string[][] {
  const { data } = Papa.parse(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"), { delimiter, newline: "\n" });
  const last = data.findLastIndex((cells) => cells.length > 1 || cells[0] !== "");
  return data.slice(0, last + 1).map((cells) => cells.map(unguarded));
}
