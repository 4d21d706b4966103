/**
 * The decision table as a file, and what a file is that someone chose: its rows as texts, or words why it has none.
 * What reads and writes workbooks is loaded when it is first needed.
 */
import { type DecisionTable, formatTable, type SheetRows, separatedRows, tableRows } from "#rules/editing";

export type FileRows = { readonly ok: true; readonly rows: SheetRows } | { readonly ok: false; readonly message: string };
export type TableFormat = "csv" | "xlsx";
export type TableFileMade = { readonly ok: true; readonly blob: Blob } | { readonly ok: false; readonly message: string };

/** A table of ten thousand rules stays below. */
export const MOST_BYTES = 10_000_000;
const MOST_ROWS = 20_000;

export async function tableFile(table: DecisionTable, format: TableFormat): Promise<TableFileMade> {
  // A byte order mark, by which spreadsheets know that it is UTF-8.
  if (format === "csv") return { ok: true, blob: new Blob(["\uFEFF", formatTable(table, ",")], { type: "text/csv;charset=utf-8" }) };
  const { workbookOf } = await import("./workbook");
  return workbookOf(tableRows(table));
}

/** The rows of a CSV, TSV or XLSX file. */
export async function rowsOfFile(file: Blob): Promise<FileRows> {
  if (file.size > MOST_BYTES) {
    const size = (file.size / 1e6).toFixed(1);
    return { ok: false, message: `it has ${size} MB; a table of rules has at most ${MOST_BYTES / 1e6} MB` };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = isArchive(bytes) ? await (await import("./workbook")).rowsOfWorkbook(bytes) : rowsOfText(bytes);
  if (!found.ok || found.rows.length <= MOST_ROWS) return found;
  return { ok: false, message: `it has ${found.rows.length} rows; a table of rules has at most ${MOST_ROWS}` };
}

/** A ZIP archive, as workbooks are, or the container of the old ones. */
function isArchive([a, b, c, d]: Uint8Array): boolean {
  return (a === 0x50 && b === 0x4b) || (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0);
}

function rowsOfText(bytes: Uint8Array): FileRows {
  const text = textOf(bytes);
  if (text === null) return { ok: false, message: "it is neither a workbook nor a text; choose an .xlsx or a .csv file" };
  if (text.trim() === "") return { ok: false, message: "the file is empty" };
  const [head = ""] = text.split(/\r?\n/, 1);
  return { ok: true, rows: separatedRows(text, head.includes("\t") ? "\t" : head.includes(";") && !head.includes(",") ? ";" : ",") };
}

/** UTF-8, UTF-16 with its mark, else GB 18030 as spreadsheets in China save it; null of what is no text. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes("\u0000") ? null : text;
    } catch {
      // The next one.
    }
  }
  return null;
}
