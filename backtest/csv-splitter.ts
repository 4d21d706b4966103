/**
 * A CSV file cut into rows, piece by piece, as borrowers' files are read: commas between cells, quotes around cells that hold commas,
 * quotes or line ends, a quote inside them written twice; lines end in any way, blank ones are no rows. What is no row (too few or too many cells, a stray or open quote, not
 * UTF-8, longer than 2 MB) is told and costs one line, however many follow it. Memory is that of a piece and a row.
 */
import { isAscii, isUtf8 } from "node:buffer";

export interface RowVisitor {
  /** The first row that is not blank. Gives how many cells the others have. */
  header(cells: readonly Buffer[]): number;
  /** A row. Its cells stand as they are between `from` and `to`, with commas between them, where `cells` is null. */
  row(bytes: Buffer, from: number, to: number, cells: readonly Buffer[] | null): void;
  unreadable(row: UnreadableRow): void;
}

/** A row that cannot be taken apart. */
export interface UnreadableRow {
  /** Place among the rows, from 1. */
  readonly number: number;
  /** Of the file, from 1. */
  readonly line: number;
  readonly message: string;
  readonly text: string;
}

const [TAB, FEED, RETURN, SPACE, QUOTE, COMMA] = [9, 10, 13, 32, 34, 44];
const MOST_ROW = 2 << 20;
const NEVER = Number.POSITIVE_INFINITY;
/** What a row needs more bytes for. */
const MORE = -1;

const TOO_FEW = "the row has fewer cells than the header names; add the missing commas";
const TOO_MANY = "the row has more cells than the header names; quote a cell that holds a comma";
const STRAY = "a quote stands inside a quoted cell; write it twice";
const OPEN = "a quote opened in this row is never closed; close it, or write a quote inside a cell twice";
const NO_UTF8 = "the row is not UTF-8; save the file as UTF-8";
const TOO_LONG = "the row is longer than 2 MB";

export class CsvSplitter {
  /** Rows so far, readable or not; without the header. */
  rows = 0;
  /** Whether another reader might cut a row elsewhere: line ends of several kinds, spaces around quotes, quotes in the middle of a cell. */
  isUnusual = false;
  private columns: number | null = null;
  private line = 1;
  private held: Buffer = Buffer.alloc(0);
  /** Inside a row that is too long. */
  private skipping = false;
  private checksBytes = false;
  private sawFeed = false;
  private sawReturnFeed = false;

  /** `end`: the byte that ends a line. */
  constructor(
    private readonly end: 10 | 13,
    private readonly visitor: RowVisitor,
  ) {}

  /** Takes the next bytes, which must not change any more. */
  push(piece: Buffer): void {
    const rest = this.skipping ? this.afterLongRow(piece) : piece;
    this.held = this.held.length === 0 ? rest : Buffer.concat([this.held, rest]);
    this.cut(false);
  }

  /** To be called after the last piece. */
  finish(): void {
    this.cut(true);
    if (this.sawFeed && this.sawReturnFeed) this.isUnusual = true;
  }

  private afterLongRow(piece: Buffer): Buffer {
    const end = piece.indexOf(this.end);
    if (end < 0) return piece.subarray(0, 0);
    this.skipping = false;
    this.line++;
    return piece.subarray(end + 1);
  }

  private cut(isLast: boolean): void {
    const { held } = this;
    this.checksBytes = !isAscii(held) && !isUtf8(isLast ? held : held.subarray(0, held.lastIndexOf(this.end) + 1));
    let start = 0;
    let quote = placeOf(held, QUOTE, 0);
    while (start < held.length) {
      const found = held.indexOf(this.end, start);
      if (found < 0 && !isLast) break;
      const end = found < 0 ? held.length : found;
      if (quote < start) quote = placeOf(held, QUOTE, start);
      const next = quote < end ? this.quotedRow(start, isLast) : this.plainRow(start, end);
      if (next === MORE) break;
      start = next;
    }
    this.held = start === 0 ? held : held.subarray(start);
    if (this.held.length > MOST_ROW && !isLast) this.skipLongRow();
  }

  private skipLongRow(): void {
    this.rows++;
    this.visitor.unreadable({ number: this.rows, line: this.line, message: TOO_LONG, text: `${this.held.toString("utf8", 0, 200)} …` });
    this.held = this.held.subarray(0, 0);
    this.skipping = true;
  }

  // --- a row without quotes ------------------------------------------------------------------------

  private plainRow(start: number, end: number): number {
    const { held } = this;
    const to = this.endOfCells(start, end);
    const line = this.line++;
    let commas = 0;
    let returns = 0;
    for (let at = start; at < to; at++) {
      const byte = held[at];
      if (byte === COMMA) commas++;
      else if (byte === RETURN) returns++;
    }
    if (returns > 0) this.isUnusual = true;
    if (commas === 0 && isBlank(held, start, to)) {
      if (to > start || this.columns === 1) this.isUnusual = true;
    } else if (this.columns === null || returns > 0 || commas + 1 > this.columns) this.take(cellsOf(held, start, to), start, end, line);
    else if (commas + 1 < this.columns) this.refuse(TOO_FEW, start, end, line);
    else if (this.isUtf8(start, to)) {
      this.rows++;
      this.visitor.row(held, start, to, null);
    } else this.refuse(NO_UTF8, start, end, line);
    return end + 1;
  }

  /** Without the carriage return before a line feed. */
  private endOfCells(start: number, end: number): number {
    const hasReturn = this.end === FEED && end > start && this.held[end - 1] === RETURN;
    if (hasReturn) this.sawReturnFeed = true;
    else if (end < this.held.length) this.sawFeed = true;
    return hasReturn ? end - 1 : end;
  }

  private isUtf8(from: number, to: number): boolean {
    return !this.checksBytes || isUtf8(this.held.subarray(from, to));
  }

  // --- a row with quotes -----------------------------------------------------------------------------

  private quotedRow(start: number, isLast: boolean): number {
    const { held } = this;
    const cells: Buffer[] = [];
    for (let at = start; ; ) {
      const cell = held[at] === QUOTE ? this.quotedCell(at, isLast) : this.bareCell(at, isLast);
      if (cell === MORE) return held.length - start > MOST_ROW ? this.refuseLine(OPEN, start, isLast) : MORE;
      if (typeof cell === "string") return this.refuseLine(cell, start, isLast);
      cells.push(cell.bytes);
      at = cell.end;
      if (at < held.length && held[at] === COMMA) at++;
      else {
        const line = this.line;
        for (let end = held.indexOf(this.end, start); end >= 0 && end <= at; end = held.indexOf(this.end, end + 1)) this.line++;
        if (at >= held.length) this.line++;
        this.take(cells, start, at, line);
        return at + 1;
      }
    }
  }

  /** Ends at the comma, the line's end or the end of the file; a text says why it is none. */
  private quotedCell(at: number, isLast: boolean): { readonly bytes: Buffer; readonly end: number } | string | typeof MORE {
    const { held } = this;
    let close = held.indexOf(QUOTE, at + 1);
    let isDoubled = false;
    for (; close >= 0 && held[close + 1] === QUOTE; close = held.indexOf(QUOTE, close + 2)) isDoubled = true;
    if (close < 0) return isLast ? OPEN : MORE;
    let end = close + 1;
    for (; held[end] === SPACE; end++) this.isUnusual = true;
    if (held[end] === RETURN && this.end === FEED && (held[end + 1] === FEED || (isLast && end + 1 === held.length))) {
      this.sawReturnFeed = true;
      end++;
    } else if (held[end] === this.end) this.sawFeed = true;
    if (end + 1 >= held.length && !isLast) return MORE;
    if (end < held.length && held[end] !== COMMA && held[end] !== this.end) return STRAY;
    const bytes = held.subarray(at + 1, close);
    return { bytes: isDoubled ? Buffer.from(bytes.toString("latin1").replaceAll('""', '"'), "latin1") : bytes, end };
  }

  private bareCell(at: number, isLast: boolean): { readonly bytes: Buffer; readonly end: number } | typeof MORE {
    const { held } = this;
    let end = at;
    for (; end < held.length && held[end] !== COMMA && held[end] !== this.end; end++)
      if (held[end] === QUOTE || (held[end] === RETURN && held[end + 1] !== this.end)) this.isUnusual = true;
    if (end >= held.length && !isLast) return MORE;
    const to = held[end] === COMMA ? end : this.endOfCells(at, end);
    return { bytes: held.subarray(at, to), end };
  }

  // --- what becomes of a row -----------------------------------------------------------------------

  private take(cells: readonly Buffer[], start: number, end: number, line: number): void {
    if (this.columns === null) {
      this.columns = this.visitor.header(cells);
      return;
    }
    const wrong = this.wrongWith(cells, this.columns, start, end);
    if (wrong !== null) {
      this.refuse(wrong, start, end, line);
      return;
    }
    if (cells.length > this.columns) this.isUnusual = true;
    this.rows++;
    this.visitor.row(this.held, start, end, cells.slice(0, this.columns));
  }

  private wrongWith(cells: readonly Buffer[], columns: number, start: number, end: number): string | null {
    if (cells.length < columns) return TOO_FEW;
    if (cells.slice(columns).some((cell) => !isBlank(cell, 0, cell.length))) return TOO_MANY;
    return this.isUtf8(start, end) ? null : NO_UTF8;
  }

  private refuse(message: string, start: number, end: number, line: number): void {
    this.rows++;
    this.visitor.unreadable({ number: this.rows, line, message, text: this.held.toString("utf8", start, end).replace(/\r$/, "") });
  }

  /** Refuses one line, and goes on with the next one. */
  private refuseLine(message: string, start: number, isLast: boolean): number {
    const found = this.held.indexOf(this.end, start);
    if (found < 0 && !isLast) return MORE;
    const end = found < 0 ? this.held.length : found;
    this.refuse(message, start, end, this.line++);
    return end + 1;
  }
}

function placeOf(bytes: Buffer, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at < 0 ? NEVER : at;
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB && bytes[at] !== RETURN) return false;
  return true;
}

function cellsOf(bytes: Buffer, from: number, to: number): Buffer[] {
  const cells: Buffer[] = [];
  let start = from;
  for (let at = bytes.indexOf(COMMA, from); at >= 0 && at < to; at = bytes.indexOf(COMMA, start)) {
    cells.push(bytes.subarray(start, at));
    start = at + 1;
  }
  return [...cells, bytes.subarray(start, to)];
}
