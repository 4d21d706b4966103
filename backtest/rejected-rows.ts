/** Rows without an outcome: counted by their first error, and, where asked, all of them in a CSV file with the values that were read. */
import { formatCell } from "#rules/borrowers";
import type { RawBatch, RejectedRow } from "#rules/compile";
import type { BorrowerError } from "#rules/evaluate";
import type { FactValue } from "#rules/policy";
import { valueAt } from "#rules/compile";
import type { Rejection } from "#rules/portfolio";
import type { ColumnSource } from "./column-sources.ts";
import type { NameColumn } from "./names.ts";
import { type FileMade, NewFile } from "./new-file.ts";
import { csvCell } from "./outcome-writer.ts";
import type { UnreadableRow } from "./csv-splitter.ts";

type Counted = { -readonly [K in keyof Rejection]: Rejection[K] };

export class RejectedRows {
  rows = 0;
  private readonly counts = new Map<string, Counted>();

  private constructor(
    private readonly sources: readonly ColumnSource[],
    private readonly file: NewFile | null,
  ) {}

  static async open(sources: readonly ColumnSource[], path: string | null): Promise<RejectedRows> {
    const rejected = new RejectedRows(sources, path === null ? null : await NewFile.create(path));
    await rejected.writeLines([["name", "side", "code", "fact", "message", ...sources.map(({ column }) => column)]]);
    return rejected;
  }

  /** Adds the rejected rows of a batch; batches come in the order of the file. */
  async add(found: readonly RejectedRow[], batch: RawBatch, names: NameColumn): Promise<void> {
    const lines: string[][] = [];
    for (const { row, side, errors } of found) {
      const name = names.textAt(row);
      const [first] = errors;
      if (first === undefined) throw new Error("a rejected row has errors");
      this.count(side, first, name);
      if (this.file !== null) lines.push([name, side, first.code, first.fact, messagesOf(errors), ...this.valuesOf(batch, row)]);
    }
    await this.writeLines(lines);
  }

  /** Adds rows of the file that are no rows. */
  async addUnreadable(found: readonly UnreadableRow[]): Promise<void> {
    const lines = found.map(({ line, message, text }) => {
      const name = `line ${line}`;
      this.count("file", { code: "unreadable-row", fact: "", message }, name);
      return [name, "file", "unreadable-row", "", `${message}: ${text}`, ...this.sources.map(() => "")];
    });
    await this.writeLines(lines);
  }

  private count(side: Rejection["side"], { code, fact, message }: BorrowerError, name: string): void {
    this.rows++;
    // Why a row of the file is none says its message alone.
    const key = JSON.stringify([side, code, fact, side === "file" ? message : ""]);
    const known = this.counts.get(key);
    if (known === undefined) this.counts.set(key, { side, code, fact, rows: 1, message, name });
    else known.rows++;
  }

  private valuesOf(batch: RawBatch, row: number): string[] {
    return this.sources.map(({ fact }) => {
      if (fact !== null) {
        const column = batch.columns.get(fact);
        return column === undefined ? "" : cellOf(valueAt(column, row) ?? null);
      }
      const observed = batch.observed?.[row] ?? Number.NaN;
      return Number.isNaN(observed) ? "" : String(observed);
    });
  }

  private async writeLines(lines: readonly (readonly string[])[]): Promise<void> {
    if (this.file === null || lines.length === 0) return;
    await this.file.write(new TextEncoder().encode(lines.map((cells) => `${cells.map(csvCell).join(",")}\n`).join("")));
  }

  /** The most frequent first. */
  rejections(): Rejection[] {
    const orderOf = ({ side, code, fact, message }: Rejection) => `${side} ${code} ${fact} ${side === "file" ? message : ""}`;
    return [...this.counts.values()].sort((a, b) => b.rows - a.rows || (orderOf(a) < orderOf(b) ? -1 : 1));
  }

  async finish(): Promise<FileMade | null> {
    return (await this.file?.finish()) ?? null;
  }

  async discard(): Promise<void> {
    await this.file?.discard();
  }
}

/** A list that holds something else than texts is no value of a fact, and stands as JSON. */
function cellOf(value: FactValue): string {
  return Array.isArray(value) && value.some((item) => typeof item !== "string") ? JSON.stringify(value) : formatCell(value);
}

function messagesOf(errors: readonly BorrowerError[]): string {
  return errors.map(({ message }) => message).join("; ");
}
