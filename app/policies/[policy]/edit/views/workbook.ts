/**
 * The decision table as an XLSX workbook, and rows of texts from one. In: rows of texts, or a file's bytes. Out: a workbook
 * whose every cell is a text or a plain number, never a formula; rows of texts as a person would type them, or words
 * why the file is none. Law: what is written reads back as it was.
 */
import { unzipSync } from "fflate";
import { type CellValue, readXlsx, writeXlsx } from "hucre/xlsx";
import type { SheetRows } from "#rules/editing";
import type { FileRows } from "./table-file";

/** A cell's most characters, by the format. */
export const MOST_IN_CELL = 32_767;
/** What a file may come to once it is unpacked; a table of thousands of rules stays far below. */
const MOST_UNPACKED = 100_000_000;

export type WorkbookMade = { readonly ok: true; readonly blob: Blob } | { readonly ok: false; readonly message: string };

/** A workbook of one sheet, its titles and first column in sight while one scrolls. */
export async function workbookOf(rows: SheetRows): Promise<WorkbookMade> {
  const long = rows.findIndex((cells) => cells.some((cell) => cell.length > MOST_IN_CELL));
  if (long >= 0) {
    const column = rows[long]?.findIndex((cell) => cell.length > MOST_IN_CELL) ?? 0;
    const message = `the cell \`${rows[0]?.[column]}\` of \`${rows[long]?.[0]}\` is longer than the ${MOST_IN_CELL} characters that a workbook takes; export CSV instead`;
    return { ok: false, message };
  }
  const columns = (rows[0] ?? []).map((_, i) => ({ width: widthOf(rows, i), numFmt: TEXT_FORMAT }));
  const sheet = { name: "Rules", columns, rows: rows.map((cells) => cells.map(workbookValue)), freezePane: { rows: 1, columns: 1 } };
  const bytes = await writeXlsx({ sheets: [sheet] });
  return { ok: true, blob: new Blob([bytes as Uint8Array<ArrayBuffer>], { type: WORKBOOK_TYPE }) };
}

const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** Keeps a cell a text when it is opened in a spreadsheet and left again. */
const TEXT_FORMAT = "@";

function widthOf(rows: SheetRows, column: number): number {
  const longest = rows.slice(0, 200).reduce((most, cells) => Math.max(most, cells[column]?.length ?? 0), 0);
  return Math.min(60, Math.max(8, longest + 2));
}

/** A number only where it reads back as the same text. */
function workbookValue(text: string): CellValue {
  if (text === "") return null;
  return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) && String(Number(text)) === text ? Number(text) : escaped(text);
}

/** Characters that XML does not take, and what reads as their escape, as `_xHHHH_`. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(NOT_IN_XML, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that it is about
const NOT_IN_XML = /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The texts of a workbook's first sheet; cells of formulas as what they came to. */
export async function rowsOfWorkbook(bytes: Uint8Array): Promise<FileRows> {
  if (bytes[0] === 0xd0)
    return { ok: false, message: "it is a workbook of the old kind (.xls) or one with a password; save it as .xlsx without one" };
  try {
    const unpacked = unpackedSize(bytes);
    if (unpacked > MOST_UNPACKED)
      return { ok: false, message: `unpacked it comes to ${Math.round(unpacked / 1e6)} MB, more than a table of rules can be` };
    const [sheet] = (await readXlsx(bytes, { sheets: [0] })).sheets;
    const rows = sheet?.rows ?? [];
    const broken = [...(sheet?.cells ?? [])].filter(([, cell]) => cell.type === "error").map(([place]) => addressOf(place));
    if (broken.length === 0) return { ok: true, rows: rows.map((cells) => cells.map(textOf)) };
    return { ok: false, message: `cells hold errors instead of values: ${broken.slice(0, 20).join(", ")}; mend them first` };
  } catch {
    return { ok: false, message: "it is no workbook that can be read; choose an .xlsx or a .csv file, or save it as one again" };
  }
}

/** "1,0" → "A2". */
function addressOf(place: string): string {
  const [row = 0, column = 0] = place.split(",").map(Number);
  const letters = column < 26 ? "" : String.fromCharCode(64 + Math.floor(column / 26));
  return `${letters}${String.fromCharCode(65 + (column % 26))}${row + 1}`;
}

function textOf(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === "number" ? plainNumber(cell) : String(cell);
}

/** As one would type it: without the digits that binary fractions add, and without an exponent where that can be. */
function plainNumber(number: number): string {
  return String(Number(number.toPrecision(15)));
}

/** What the archive says that it comes to; nothing is unpacked for it. */
function unpackedSize(bytes: Uint8Array): number {
  let size = 0;
  if (bytes[0] !== 0x50) return size;
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      size += originalSize;
      return false;
    },
  });
  return size;
}
