/**
 * The outcomes of a batch as a row group of Parquet, all but the borrowers' names: made where the batch is evaluated, so that the thread that writes has
 * only to append.
 */
import type { Bits, OutcomeColumns, Program } from "#rules/compile";
import { DECISIONS } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";
import { booleanChunk, codedChunk, doubleChunk, type ParquetChunk, plainTexts } from "./parquet-chunks.ts";
import { ListChunks, type ListNames } from "./list-chunks.ts";
import { LISTS, type ListName, rowsIn } from "./row-masks.ts";

export interface OutcomeChunks {
  /** The rows that have an outcome under every version, and how many they are. */
  readonly valid: Bits;
  readonly rows: number;
  /** `limit_before`, then for each version what `outcome-writer.ts` lists, in its order. */
  readonly chunks: readonly ParquetChunk[];
}

export class OutcomeChunksMaker {
  private readonly lists = new ListChunks();
  private readonly names: readonly Readonly<Record<ListName, ListNames>>[];
  private readonly decisions = plainTexts(DECISIONS);

  constructor(program: Program) {
    const reasons = this.lists.namesOf(program.reasons);
    this.names = program.versions.map(({ rules, guardrails }) => {
      const names = this.lists.namesOf(rules.map(({ name }) => name));
      return { fired: names, applied: names, bound: this.lists.namesOf(guardrails.map(({ name }) => name)), reasons };
    });
  }

  make(outcomes: readonly OutcomeColumns[]): OutcomeChunks {
    const [first] = outcomes as [OutcomeColumns];
    const valid = first.valid.slice(0, Math.ceil(first.rows / 32));
    for (const { valid: other } of outcomes) for (let w = 0; w < valid.length; w++) valid[w] = (valid[w] as number) & (other[w] as number);
    const rows = rowsIn(valid, first.rows);
    this.lists.begin(first.rows, rows);
    const versions = outcomes.flatMap((columns, v) => this.version(columns, this.names[v] as Readonly<Record<ListName, ListNames>>, rows));
    return { valid, rows: rows.length, chunks: [doubleChunk(inCurrency(first.limitBefore, rows), null), ...versions] };
  }

  private version(columns: OutcomeColumns, names: Readonly<Record<ListName, ListNames>>, rows: Int32Array): ParquetChunk[] {
    const { limitAfter, available, decision, review } = columns;
    return [
      doubleChunk(inCurrency(limitAfter, rows), null),
      doubleChunk(inCurrency(available, rows), absentIn(available, rows)),
      codedChunk(this.decisions, decisionsOf(decision, rows)),
      booleanChunk(bitsOf(review, rows), rows.length),
      ...LISTS.map((list) => this.lists.chunk(columns, list, names[list])),
    ];
  }
}

/** Valid until the next column is read. */
let amountsOf = new Float64Array(0);

function inCurrency(hundredths: Float64Array, rows: Int32Array): Float64Array<ArrayBuffer> {
  if (amountsOf.length < rows.length) amountsOf = new Float64Array(rows.length);
  const amounts = amountsOf.subarray(0, rows.length);
  for (let i = 0; i < rows.length; i++) amounts[i] = fromHundredths(hundredths[rows[i] as number] as number);
  return amounts;
}

/** A bit a row: not a number. */
function absentIn(numbers: Float64Array, rows: Int32Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) {
    const number = numbers[rows[i] as number] as number;
    bits[i >> 3] = (bits[i >> 3] as number) | (Number(Number.isNaN(number)) << (i & 7));
  }
  return bits;
}

function bitsOf(set: Bits, rows: Int32Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows.length / 8));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    bits[i >> 3] = (bits[i >> 3] as number) | ((((set[row >> 5] as number) >>> (row & 31)) & 1) << (i & 7));
  }
  return bits;
}

function decisionsOf(decision: Uint8Array, rows: Int32Array): Int32Array {
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = decision[rows[i] as number] as number;
  return codes;
}
