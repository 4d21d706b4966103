/** Reads a portfolio batch by batch, in the order of the file: the columns that facts, names and the observed outcome come from, and no other. */
import { setImmediate } from "node:timers/promises";
import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { Fact } from "#rules/policy";
import type { ResolvedMapping } from "#rules/portfolio";
import type { ColumnMemory, ColumnNotes } from "./batch-memory.ts";
import { type ColumnSource, MOST_KNOWN, sourceOfFact, sourceOfObserved, withKnownItems, withKnownTexts } from "./column-sources.ts";
import { Decoder } from "./decode.ts";
import type { Database } from "./duckdb.ts";
import { type HashedFile, hashFile } from "./hash-file.ts";
import type { NameColumn } from "./names.ts";
import { isReadable, ParquetReader } from "./parquet/parquet-reader.ts";
import { type PortfolioColumn, type PortfolioFile, reasonOf, unreadable } from "./portfolio-file.ts";

export class PortfolioReader {
  sources: readonly ColumnSource[];
  readonly nameKind: NameColumn["kind"];
  rows = 0;
  private decoder: Decoder;
  private next: Promise<DuckDBDataChunk | null> = Promise.resolve(null);
  private fetch: () => Promise<DuckDBDataChunk | null> = async () => null;
  /** Rows that were taken of the next chunk. */
  private taken = 0;
  private ended = false;
  /** Reads the file where it needs no DuckDB. */
  private direct: ParquetReader | null = null;
  /** Made meanwhile where DuckDB reads. */
  private hashing: Promise<HashedFile> | null = null;

  constructor(
    private readonly database: Database,
    private readonly file: PortfolioFile,
    private readonly mapping: ResolvedMapping,
    private readonly signal: AbortSignal | undefined,
  ) {
    const column = (name: string) => file.columns.find((known) => known.name === name) as PortfolioColumn;
    const facts = mapping.facts.flatMap(({ fact, column: from }) => (from === null ? [] : [sourceOfFact(fact, column(from), file)]));
    this.sources = mapping.observed === null ? facts : [...facts, sourceOfObserved(column(mapping.observed), file)];
    this.nameKind = mapping.id === null ? "none" : this.namesAreNumbers(column(mapping.id)) ? "numbers" : "texts";
    this.decoder = new Decoder(this.sources);
  }

  private namesAreNumbers({ name }: PortfolioColumn): boolean {
    const [least, most] = this.file.ranges.get(name) ?? [-1, -1];
    return least >= 0 && most <= Number.MAX_SAFE_INTEGER;
  }

  /** Finds out how to read texts; `sources` is settled from here on. */
  async prepare(): Promise<void> {
    if (this.prepareDirect()) return;
    this.hashing = hashFile(this.file.path, this.signal);
    this.hashing.catch(() => {});
    if (this.file.format === "csv") return;
    this.sources = await Promise.all(this.sources.map((source) => this.prepared(source)));
    this.decoder = new Decoder(this.sources);
  }

  /** Of a file that needs no DuckDB; false for others. */
  private prepareDirect(): boolean {
    const { footer } = this.file;
    const { id } = this.mapping;
    if (footer === null || !this.sources.every((source) => isReadable(source, footer))) return false;
    if (this.nameKind === "texts" && footer.columns.some(({ name, physical, isList }) => name === id && (physical !== "text" || isList)))
      return false;
    this.sources = this.sources.map((source) => this.withDeclaredTexts(source));
    this.direct = new ParquetReader(this.file.path, footer, this.sources, id, this.nameKind);
    return true;
  }

  private withDeclaredTexts(source: ColumnSource): ColumnSource {
    const values = this.declaredOf(source);
    return source.kind === "codes" && values?.type === "string" ? withKnownTexts(source, values.texts) : source;
  }

  /** The values that a text fact declares, where they are few enough to be known beforehand. */
  private declaredOf({ fact: name }: ColumnSource): { readonly type: Fact["type"]; readonly texts: readonly string[] } | null {
    const fact = this.mapping.facts.find(({ fact }) => fact.name === name)?.fact;
    return fact?.values != null && fact.values.length <= MOST_KNOWN ? { type: fact.type, texts: fact.values } : null;
  }

  /** A column of few texts is read as codes of them; a fact's declared values are few, and almost certainly all. */
  private async prepared(source: ColumnSource): Promise<ColumnSource> {
    const declared = this.declaredOf(source);
    if (source.kind === "list-codes" && declared?.type === "strings") return withKnownItems(source, declared.texts);
    if (source.kind !== "codes") return source;
    if (declared?.type === "string") return withKnownTexts(source, declared.texts);
    const sql = `SELECT DISTINCT ${source.sql} AS value FROM ${this.file.relation} WHERE value IS NOT NULL ORDER BY value LIMIT ${MOST_KNOWN + 1}`;
    const texts = (await this.guarded(() => this.database.rows(sql))).map(([text]) => String(text));
    return texts.length > MOST_KNOWN ? source : withKnownTexts(source, texts);
  }

  /** Of the file's bytes, once its rows are read. */
  async hash(): Promise<string> {
    const hashed = this.hashing ?? this.guarded(async () => (this.direct as ParquetReader).finishHash(this.signal));
    return (await hashed).hash;
  }

  async open(): Promise<void> {
    if (this.direct !== null) return;
    await this.decoder.open();
    const result = await this.guarded(async () =>
      (await this.database.connection()).stream(`SELECT ${this.columns().join(", ")} FROM ${this.file.relation}`),
    );
    this.fetch = () => this.guarded(() => result.fetchChunk());
    this.fetchNext();
  }

  private columns(): string[] {
    const { id } = this.mapping;
    const name = this.file.columns.find((column) => column.name === id);
    const names = name === undefined ? [] : [`${name.sql}::${this.nameKind === "numbers" ? "DOUBLE" : "VARCHAR"}`];
    const all = [...this.sources.map(({ sql }) => sql), ...names];
    return all.length === 0 ? ["1::UTINYINT"] : all;
  }

  /** DuckDB decodes the next chunk while this one is taken over. */
  private fetchNext(): void {
    this.next = this.fetch();
    this.next.catch(() => {});
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.signal?.throwIfAborted();
      throw unreadable(this.file.path, reasonOf(error));
    }
  }

  /** Fills a batch; gives its rows, 0 after the last. */
  async fill(memory: readonly ColumnMemory[], notes: readonly ColumnNotes[], names: NameColumn, capacity: number): Promise<number> {
    names.begin(this.rows);
    return this.direct === null
      ? this.fillDecoded(memory, notes, names, capacity)
      : this.fillDirect(this.direct, memory, notes, names, capacity);
  }

  private async fillDirect(
    direct: ParquetReader,
    memory: readonly ColumnMemory[],
    notes: readonly ColumnNotes[],
    names: NameColumn,
    capacity: number,
  ): Promise<number> {
    // Answers and signals come in between.
    await setImmediate();
    this.signal?.throwIfAborted();
    const filled = await this.guarded(async () => direct.fill(memory, notes, names, capacity));
    this.rows += filled;
    return filled;
  }

  private async fillDecoded(
    memory: readonly ColumnMemory[],
    notes: readonly ColumnNotes[],
    names: NameColumn,
    capacity: number,
  ): Promise<number> {
    this.decoder.begin(notes);
    let filled = 0;
    while (!this.ended && filled < capacity) {
      const chunk = await this.next;
      this.signal?.throwIfAborted();
      const rows = chunk?.rowCount ?? 0;
      if (chunk === null || rows === 0) {
        this.ended = true;
        break;
      }
      // A chunk that does not fit is taken in two parts: batches are of the same rows however DuckDB cuts its chunks.
      const from = this.taken;
      const to = Math.min(rows, from + capacity - filled);
      this.taken = to === rows ? 0 : to;
      if (to === rows) this.fetchNext();
      this.decoder.add(chunk, { from, to }, memory, notes, names, filled);
      filled += to - from;
    }
    await this.findStrays(memory, notes, filled);
    this.rows += filled;
    return filled;
  }

  close(): void {
    this.direct?.close();
  }

  /** What the rows hold where a column of known texts holds another one. */
  private async findStrays(memory: readonly ColumnMemory[], notes: readonly ColumnNotes[], rows: number): Promise<void> {
    for (const [at, { known, read }] of this.sources.entries()) {
      if (known === undefined || !(memory[at] as ColumnMemory).values.subarray(0, rows).includes(known.stray as never)) continue;
      const numbered = this.file.relation.replace(/\)$/, ", file_row_number = true)");
      const sql = `SELECT (file_row_number - ${this.rows})::DOUBLE AS at, ${known.sql} AS text FROM ${numbered} WHERE file_row_number BETWEEN ${this.rows} AND ${this.rows + rows - 1} AND (${known.isStray})`;
      for (const [row, text] of await this.guarded(() => this.database.aside(sql)))
        (notes[at] as ColumnNotes).odd.push([Number(row), read(String(text))]);
    }
  }
}
