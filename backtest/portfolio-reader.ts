/** Reads a portfolio batch by batch, in the order of the file: the columns that facts, names and the observed outcome come from, and no other. */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { ResolvedMapping } from "#rules/portfolio";
import type { ColumnMemory, ColumnNotes } from "./batch-memory.ts";
import { type ColumnSource, sourceOfFact, sourceOfObserved } from "./column-sources.ts";
import { Decoder } from "./decode.ts";
import type { Database } from "./duckdb.ts";
import type { NameColumn } from "./names.ts";
import { type PortfolioColumn, type PortfolioFile, reasonOf, unreadable } from "./portfolio-file.ts";

/** Rows of a chunk at most. */
const CHUNK = 2048;

export class PortfolioReader {
  readonly sources: readonly ColumnSource[];
  readonly nameKind: NameColumn["kind"];
  rows = 0;
  private readonly decoder: Decoder;
  private next: Promise<DuckDBDataChunk | null> = Promise.resolve(null);
  private fetch: () => Promise<DuckDBDataChunk | null> = async () => null;
  private ended = false;

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

  async open(): Promise<void> {
    await this.decoder.open();
    const result = await this.guarded(() =>
      this.database.connection.stream(`SELECT ${this.columns().join(", ")} FROM ${this.file.relation}`),
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
    this.decoder.begin();
    names.begin(this.rows);
    let filled = 0;
    while (!this.ended && filled + CHUNK <= capacity) {
      const chunk = await this.next;
      this.signal?.throwIfAborted();
      const rows = chunk?.rowCount ?? 0;
      if (chunk === null || rows === 0) {
        this.ended = true;
        break;
      }
      this.fetchNext();
      this.decoder.add(chunk, rows, memory, notes, names, filled);
      filled += rows;
    }
    this.rows += filled;
    return filled;
  }
}
