/**
 * CSV ↔ borrowers. The delimiter is always a comma; one column per fact, `name` or `id` for
 * the name (else the row's number), optional `expect.KEY`, `tags`, `note`; an empty cell is
 * null. `createCsvReader` takes rows one at a time, so that a file of any length streams
 * through it; lines are counted from the cells, as a quoted cell may hold line breaks.
 */
import Papa, { type ParseResult } from "papaparse";
import type { Outcome } from "#rules/evaluate";
import type { Fact, FactValue } from "#rules/policy";
import {
  EXPECTATION_KEYS,
  expectationCell,
  formatExpectationCell,
  isExpectationKey,
  readExpectation,
  unknownKeyMessage,
} from "./expectation.ts";
import { formatList, formatText, readList, readText } from "./list-cell.ts";
import { formatCell, looseValue, valueMessage } from "./read-cell.ts";
import type { BorrowerEntry, BorrowerFile, Expectation, FactCatalogue, Fixture, RowProblem } from "./types.ts";

type Column =
  | { readonly kind: "name" | "tags" | "note" | "ignored"; readonly title: string }
  | { readonly kind: "fact"; readonly title: string; readonly fact: Fact }
  | { readonly kind: "expect"; readonly title: string; readonly key: keyof Outcome };

export interface CsvReader {
  /** Takes what papaparse made of the next piece of text; the first row is the header. */
  read(piece: ParseResult): BorrowerEntry[];
  /** To be called after the last piece; gives what is wrong with the file as a whole. */
  readonly problems: readonly RowProblem[];
  readonly ignored: readonly string[];
}

/** The row separator of a text: papaparse's own guess goes wrong where a file mixes them. */
export function newlineOf(text: string): "\n" | "\r" {
  return !text.includes("\n") && text.includes("\r") ? "\r" : "\n";
}

export function parseCsv(text: string, catalogue: FactCatalogue): BorrowerFile {
  const reader = createCsvReader(catalogue);
  const entries = reader.read(Papa.parse(text, { delimiter: ",", newline: newlineOf(text) }));
  return { entries, problems: headed(reader.problems, text), ignored: reader.ignored };
}

function headed(problems: readonly RowProblem[], text: string): readonly RowProblem[] {
  return text.trim() === "" ? [EMPTY_FILE] : problems;
}

/** The problem of a file without a header. */
export const EMPTY_FILE: RowProblem = { row: 0, message: "the file is empty: its first line must name the columns" };

export function createCsvReader(catalogue: FactCatalogue): CsvReader {
  const problems: RowProblem[] = [];
  const ignored: string[] = [];
  let columns: readonly Column[] | null = null;
  let line = 1;
  let row = 0;

  function readRow(cells: string[], broken: string | undefined): BorrowerEntry | null {
    const at = line;
    line += 1 + lineBreaks(cells);
    if (cells.length === 1 && cells[0]?.trim() === "" && broken === undefined) return null;
    if (columns === null) {
      columns = readHeader(cells, catalogue, problems);
      ignored.push(...ignoredTitles(columns));
      return null;
    }
    row += 1;
    return readEntry(cells, columns, { row, line: at, broken });
  }

  return {
    read(piece) {
      const broken = new Map(piece.errors.filter((error) => error.type === "Quotes").map((error) => [error.row, error.code]));
      const entries: BorrowerEntry[] = [];
      piece.data.forEach((cells, index) => {
        const entry = readRow(withoutReturn(cells), broken.get(index));
        if (entry) entries.push(entry);
      });
      return entries;
    },
    problems,
    ignored,
  };
}

function lineBreaks(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) if (cell.includes("\n") || cell.includes("\r")) breaks += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
  return breaks;
}

/** Rows are cut at line feeds; the carriage return of a CRLF is left on the last cell. */
function withoutReturn(cells: string[]): string[] {
  const last = cells.at(-1);
  if (last?.endsWith("\r")) cells[cells.length - 1] = last.slice(0, -1);
  return cells;
}

function ignoredTitles(columns: readonly Column[]): readonly string[] {
  return [...new Set(columns.filter((column) => column.kind === "ignored" && column.title !== "").map((column) => column.title))];
}

const SEPARATORS: readonly (readonly [separator: string, named: string])[] = [
  [";", "`;`"],
  ["\t", "tabs"],
];

/** Why a first line names no columns as spreadsheets of some countries write it: another separator, or a note of which one it is. Null where it may name them. */
export function strangeHeader(titles: readonly string[]): string | null {
  const [first = "", ...others] = titles;
  const [, named] = SEPARATORS.find(([separator]) => first.includes(separator)) ?? [];
  const separated = named === undefined ? null : `its columns are separated by ${named}; save it with commas between them`;
  if (/^sep=.?$/i.test(first) && others.every((title) => title === "")) {
    const note = "its first line is a note to a spreadsheet (`sep=`); delete it: the first line must name the columns";
    return separated === null ? note : `${separated}, and without the first line, a note to a spreadsheet (\`sep=\`)`;
  }
  return others.length === 0 ? separated : null;
}

function readHeader(cells: readonly string[], catalogue: FactCatalogue, problems: RowProblem[]): readonly Column[] {
  const titles = cells.map((cell) => cell.replace(/^\uFEFF/, "").trim());
  const strange = strangeHeader(titles);
  if (strange !== null) problems.push({ row: 0, line: 1, message: strange });
  const naming = nameColumn(titles, catalogue);
  const columns = titles.map((title) => columnOf(title, naming, catalogue));
  columns.forEach((column, index) => {
    if (column.kind === "ignored" && column.title.startsWith("expect.")) {
      problems.push({ row: 0, line: 1, column: column.title, message: unknownKeyMessage(column.title.slice("expect.".length)) });
    } else if (column.kind !== "ignored" && titles.indexOf(column.title) < index) {
      problems.push({ row: 0, line: 1, column: column.title, message: `column \`${column.title}\` stands twice; keep one of them` });
    }
  });
  return columns;
}

/** `name`, else `id`; a title that is a fact's name serves only where no other is there. */
function nameColumn(titles: readonly string[], catalogue: FactCatalogue): string | null {
  const present = ["name", "id"].filter((title) => titles.includes(title));
  return present.find((title) => !catalogue.facts.has(title)) ?? present[0] ?? null;
}

function columnOf(title: string, naming: string | null, catalogue: FactCatalogue): Column {
  const fact = catalogue.facts.get(title);
  if (fact) return { kind: "fact", title, fact };
  if (title === naming) return { kind: "name", title };
  if (title === "tags" || title === "note") return { kind: title, title };
  const key = title.startsWith("expect.") ? title.slice("expect.".length) : "";
  return isExpectationKey(key) ? { kind: "expect", title, key } : { kind: "ignored", title };
}

interface Place {
  readonly row: number;
  readonly line: number;
  readonly broken: string | undefined;
}

function readEntry(cells: readonly string[], columns: readonly Column[], place: Place): BorrowerEntry {
  const { row, line } = place;
  const name = nameOf(cells, columns) || String(row);
  const unreadable = wholeRowMessage(cells, columns, place);
  if (unreadable !== null) return { row, line, name, fixture: null, problems: [{ row, line, name, message: unreadable }] };
  const problems: RowProblem[] = [];
  const refuse = (column: string, message: string) => problems.push({ row, line, name, column, message });
  const fixture = { name, ...readColumns(cells, columns, refuse) };
  return { row, line, name, fixture, problems };
}

function nameOf(cells: readonly string[], columns: readonly Column[]): string {
  const own = columns.findIndex((column) => column.kind === "name");
  const index = own >= 0 ? own : columns.findIndex((column) => column.title === "name" || column.title === "id");
  return cells[index]?.trim() ?? "";
}

function wholeRowMessage(cells: readonly string[], columns: readonly Column[], { broken }: Place): string | null {
  if (broken === "MissingQuotes") return "a quote opened in this row is never closed; close it, or write a quote inside a cell twice";
  if (broken !== undefined) return "a quote stands inside a quoted cell; write it twice";
  const surplus = cells.slice(columns.length).some((cell) => cell.trim() !== "");
  if (!surplus && cells.length >= columns.length) return null;
  return `the row has ${cells.length} cells and the header names ${columns.length}; ${surplus ? "quote a cell that holds a comma" : "add the missing commas"}`;
}

function readColumns(
  cells: readonly string[],
  columns: readonly Column[],
  refuse: (column: string, message: string) => void,
): Omit<Fixture, "name"> {
  const facts: Record<string, FactValue> = {};
  const expect: Record<string, unknown> = {};
  let tags: readonly string[] | undefined;
  let note: string | undefined;
  columns.forEach((column, index) => {
    const cell = cells[index] ?? "";
    if (column.kind === "fact") readFact(column.fact, cell, facts, refuse);
    if (cell === "") return;
    if (column.kind === "expect") expect[column.key] = expectationCell(column.key, cell);
    if (column.kind === "tags") tags = readList(cell);
    if (column.kind === "note") note = readText(cell);
  });
  const expectation = checkedExpectation(expect, refuse);
  return { facts, ...(expectation && { expect: expectation }), ...(tags && { tags }), ...(note !== undefined && { note }) };
}

/** An empty cell of a fact that the run supplies, and that cannot be null, is not given: the scenario's value stands. */
function readFact(fact: Fact, cell: string, facts: Record<string, FactValue>, refuse: (column: string, message: string) => void): void {
  const value = looseValue(fact, cell);
  if (value === null && fact.scope === "scenario" && !fact.nullable) return;
  facts[fact.name] = value;
  const message = valueMessage(fact, value);
  if (message !== null) refuse(fact.name, message);
}

function checkedExpectation(expect: Record<string, unknown>, refuse: (column: string, message: string) => void): Expectation | undefined {
  if (Object.keys(expect).length === 0) return undefined;
  const reading = readExpectation(expect);
  if (reading.ok) return reading.expectation;
  for (const { key, message } of reading.problems) refuse(key, message);
  return undefined;
}

/**
 * Fixtures as CSV. A fact stands in a column if any fixture has it; one that others lack reads
 * back as null there. Facts that the policy does not declare have no column.
 */
export function formatCsv(fixtures: readonly Fixture[], catalogue: FactCatalogue): string {
  const naming = catalogue.facts.has("name") && !catalogue.facts.has("id") ? "id" : "name";
  const facts = [...catalogue.facts.keys()].filter((name) => fixtures.some((fixture) => Object.hasOwn(fixture.facts, name)));
  const keys = EXPECTATION_KEYS.filter((key) => fixtures.some((fixture) => fixture.expect?.[key] !== undefined));
  const tags = !catalogue.facts.has("tags") && fixtures.some((fixture) => fixture.tags);
  const note = !catalogue.facts.has("note") && fixtures.some((fixture) => fixture.note !== undefined);
  const fields = [naming, ...facts, ...keys.map((key) => `expect.${key}`), ...(tags ? ["tags"] : []), ...(note ? ["note"] : [])];
  const data = fixtures.map((fixture) => [
    fixture.name,
    ...facts.map((name) => formatCell(fixture.facts[name] ?? null)),
    ...keys.map((key) => formatExpectationCell(fixture.expect?.[key])),
    ...(tags ? [fixture.tags ? formatList(fixture.tags) : ""] : []),
    ...(note ? [fixture.note === undefined ? "" : formatText(fixture.note)] : []),
  ]);
  return `${Papa.unparse({ fields, data }, { newline: "\n" })}\n`;
}
