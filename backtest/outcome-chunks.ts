/**
 * The outcomes of a batch as a row group of Parquet, all but the borrowers' names: made where the batch is evaluated, so that the thread that writes has
 * only to append.
 */
import { areAllMarked, type Bits, type OutcomeColumns, type Program } from "#rules/compile";
import { ListChunks, type ListNames } from "./list-chunks.ts";
import { PageSpace } from "./page-space.ts";
import { booleanChunk, type ParquetChunk } from "./parquet-chunks.ts";
import { LISTS, type ListName, rowsIn } from "./row-masks.ts";
import { RowMemory } from "./row-memory.ts";
import { ValueChunks } from "./value-chunks.ts";

export interface OutcomeChunks {
  /** The rows that have an outcome under every version, and how many they are. */
  readonly valid: Bits;
  readonly rows: number;
  /** `limit_before`, then for each version what `outcome-writer.ts` lists, in its order. */
  readonly chunks: readonly ParquetChunk[];
}

export class OutcomeChunksMaker {
  private readonly spaces: PageSpace[] = [];
  private readonly memory = new RowMemory();
  private readonly values = new ValueChunks(this.memory);
  private readonly lists = new ListChunks(this.memory);
  private readonly names: readonly Readonly<Record<ListName, ListNames>>[];

  constructor(program: Program) {
    const reasons = this.lists.namesOf(program.reasons);
    this.names = program.versions.map(({ rules, guardrails }) => {
      const names = this.lists.namesOf(rules.map(({ name }) => name));
      return { fired: names, applied: names, bound: this.lists.namesOf(guardrails.map(({ name }) => name)), reasons };
    });
  }

  close(): void {
    this.memory.wasm.close();
  }

  /** The chunks stand in memory of the batch's slot, until the next batch there. */
  make(outcomes: readonly OutcomeColumns[], slot = 0): OutcomeChunks {
    const [first] = outcomes as [OutcomeColumns];
    const valid = first.valid.slice(0, Math.ceil(first.rows / 32));
    for (const { valid: other } of outcomes) for (let w = 0; w < valid.length; w++) valid[w] = (valid[w] as number) & (other[w] as number);
    const listed = areAllMarked(valid, first.rows) ? null : rowsIn(valid, first.rows);
    this.spaces[slot] ??= new PageSpace();
    this.memory.begin(first.rows, listed, this.spaces[slot]);
    const versions = outcomes.flatMap((columns, v) =>
      this.version(columns, this.names[v] as Readonly<Record<ListName, ListNames>>, listed),
    );
    return { valid, rows: this.memory.count, chunks: [this.values.ofAmounts(first.limitBefore), ...versions] };
  }

  private version(columns: OutcomeColumns, names: Readonly<Record<ListName, ListNames>>, listed: Int32Array | null): ParquetChunk[] {
    const { values } = this;
    const { space } = this.memory;
    const { rows, limitAfter, available, decision, review } = columns;
    return [
      values.ofAmounts(limitAfter),
      values.ofPresent(available),
      values.ofDecisions(decision),
      listed === null ? booleanChunk(space, firstBits(review, rows), rows) : booleanChunk(space, bitsOf(review, listed), listed.length),
      ...LISTS.map((list) => this.lists.chunk(columns, list, names[list])),
    ];
  }
}

/** The bits of the first rows, and none after them. */
function firstBits({ buffer, byteOffset }: Bits, rows: number): Uint8Array {
  const bits = new Uint8Array(buffer, byteOffset, Math.ceil(rows / 8)).slice();
  if ((rows & 7) !== 0) bits[rows >> 3] = (bits[rows >> 3] as number) & ((1 << (rows & 7)) - 1);
  return bits;
}

/** The bits of some rows. */
function bitsOf(set: Bits, rows: Int32Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    bits[i >> 3] = (bits[i >> 3] as number) | ((((set[row >> 5] as number) >>> (row & 31)) & 1) << (i & 7));
  }
  return bits;
}
