/** The amounts and decisions of a batch's outcomes as chunks of Parquet. */
import { DECISIONS } from "#rules/evaluate";
import { dictionaryChunk, doubleChunk, levelsOf, type ParquetChunk, plainTexts } from "./parquet-chunks.ts";
import type { RowMemory } from "./row-memory.ts";
import type { Region } from "./wasm-memory.ts";

/** So many amounts are looked at first; where more than an eighth of them differ, a dictionary is not worth it. */
const LOOK = 4096;
const MOST_AT_LOOK = LOOK / 8;
const MOST_AMOUNTS = 1 << 12;

export class ValueChunks {
  private readonly column: Region;
  private readonly amounts: Region;
  private readonly levels: Region;
  private readonly decisions = plainTexts(DECISIONS);

  constructor(private readonly memory: RowMemory) {
    const { wasm } = memory;
    [this.column, this.amounts, this.levels] = [wasm.region(), wasm.region(), wasm.region()];
  }

  /** Amounts in hundredths, in currency. */
  ofAmounts(hundredths: Float64Array): ParquetChunk {
    const { wasm, listed, count } = this.memory;
    this.take(hundredths);
    wasm.reserve(this.amounts, 8 * count);
    wasm.functions.amountsOf(this.column.address, listed, count, this.amounts.address);
    return this.chunk(count, null);
  }

  /** The same where one that is not a number is absent. */
  ofPresent(hundredths: Float64Array): ParquetChunk {
    const { wasm, listed, count } = this.memory;
    const bytes = Math.ceil(count / 8);
    this.take(hundredths);
    wasm.reserve(this.amounts, 8 * count);
    wasm.reserve(this.levels, bytes);
    const present = wasm.functions.presentOf(this.column.address, listed, count, this.levels.address, this.amounts.address);
    return this.chunk(present, levelsOf(wasm.bytes(this.levels.address, bytes), count));
  }

  private take({ buffer, byteOffset, BYTES_PER_ELEMENT }: Float64Array | Uint8Array): void {
    const { wasm, rows } = this.memory;
    const bytes = rows * BYTES_PER_ELEMENT;
    wasm.reserve(this.column, 8 * rows);
    wasm.bytes(this.column.address, bytes).set(new Uint8Array(buffer, byteOffset, bytes));
  }

  private chunk(present: number, levels: readonly Uint8Array[] | null): ParquetChunk {
    const { memory, amounts } = this;
    const different = this.differentOf(present);
    if (different === -1) return doubleChunk(memory.space, memory.wasm.bytes(amounts.address, 8 * present), levels, memory.count);
    const values = new Float64Array(memory.wasm.buffer, amounts.address, present);
    const entries = Float64Array.from(memory.viewOf(memory.firsts, different), (row) => values[row] as number);
    const packed = memory.packedCodes(different, present);
    return dictionaryChunk(
      memory.space,
      { bytes: new Uint8Array(entries.buffer), count: different },
      packed,
      present,
      levels,
      memory.count,
    );
  }

  /** How many amounts differ, by their bits; −1 where too many do. */
  private differentOf(present: number): number {
    if (present > LOOK && this.memory.codesOfFirst(this.amounts, 2, LOOK, MOST_AT_LOOK) === -1) return -1;
    return this.memory.codesOfFirst(this.amounts, 2, present, MOST_AMOUNTS);
  }

  ofDecisions(decision: Uint8Array): ParquetChunk {
    const { wasm, space, listed, count, codes } = this.memory;
    this.take(decision);
    wasm.functions.widened(this.column.address, listed, count, codes.address);
    return dictionaryChunk(space, this.decisions, this.memory.packedCodes(this.decisions.count), count, null);
  }
}
