/**
 * The outcomes of a batch as rows of CSV: numbers as they are, lists of names and reasons as codes into texts, so that
 * each different list is put together once. The texts of a worker grow from batch to batch; only new ones are sent.
 */
import { type Bits, isMarked, type OutcomeColumns, type Program } from "#rules/compile";
import { hashOf, isRepeated, listText, type ListName, masksOfList, type RowMasks } from "./row-masks.ts";

/** Texts added to what a worker sent before; `from` is where they begin, 0 after a fresh start. */
export interface CodedTexts {
  readonly codes: Int32Array;
  readonly from: number;
  readonly added: readonly string[];
}

export interface VersionRows {
  /** Hundredths; `available` NaN where absent. */
  readonly limitAfter: Float64Array;
  readonly available: Float64Array;
  readonly decision: Uint8Array;
  readonly review: Bits;
  readonly lists: Readonly<Record<ListName, CodedTexts>>;
}

export interface OutcomeRows {
  /** The rows that have an outcome under every version. */
  readonly valid: Bits;
  readonly limitBefore: Float64Array;
  readonly versions: readonly VersionRows[];
}

/** Texts kept at most; more start anew. */
const MOST_KEPT = 1 << 16;

export class OutcomeRowsMaker {
  private readonly versions: readonly Readonly<Record<ListName, ListCodes>>[];

  constructor(program: Program) {
    this.versions = program.versions.map(({ rules, guardrails }) => {
      const [ruleNames, guardrailNames] = [rules.map(({ name }) => name), guardrails.map(({ name }) => name)];
      return {
        fired: new ListCodes((words) => namesIn(ruleNames, words)),
        applied: new ListCodes((words) => namesIn(ruleNames, words)),
        bound: new ListCodes((words) => namesIn(guardrailNames, words)),
        reasons: new ListCodes((words) => reasonsIn(program.reasons, words)),
      };
    });
  }

  /** Copies: the outcome columns are views that do not last. */
  make(outcomes: readonly OutcomeColumns[]): OutcomeRows {
    const [first] = outcomes as [OutcomeColumns];
    const { rows } = first;
    const valid = first.valid.slice(0, Math.ceil(rows / 32));
    for (const { valid: other } of outcomes) for (let w = 0; w < valid.length; w++) valid[w] = (valid[w] as number) & (other[w] as number);
    return { valid, limitBefore: first.limitBefore.slice(0, rows), versions: outcomes.map((columns, v) => this.makeVersion(columns, v)) };
  }

  private makeVersion(columns: OutcomeColumns, version: number): VersionRows {
    const { rows } = columns;
    const lists = this.versions[version] as Readonly<Record<ListName, ListCodes>>;
    return {
      limitAfter: columns.limitAfter.slice(0, rows),
      available: columns.available.slice(0, rows),
      decision: columns.decision.slice(0, rows),
      review: columns.review.slice(0, Math.ceil(rows / 32)),
      lists: {
        fired: lists.fired.encode(masksOfList(columns, "fired"), rows),
        applied: lists.applied.encode(masksOfList(columns, "applied"), rows),
        bound: lists.bound.encode(masksOfList(columns, "bound"), rows),
        reasons: lists.reasons.encode(masksOfList(columns, "reasons"), rows),
      },
    };
  }
}

function namesIn(names: readonly string[], words: Uint32Array): string {
  return listText(names.filter((_, i) => isMarked(words, i)));
}

function reasonsIn(reasons: readonly string[], words: Uint32Array): string {
  const codes = [...words].flatMap((word) => [word & 0xffff, word >>> 16]);
  return listText(codes.flatMap((code) => (code === 0 ? [] : [reasons[code - 1] as string])));
}

/** Codes of equal rows of words. */
class ListCodes {
  private texts: string[] = [];
  private keys: Uint32Array[] = [];
  private slots = new Int32Array(256);

  constructor(private readonly textOf: (words: Uint32Array) => string) {}

  encode({ words: masks, width }: RowMasks, rows: number): CodedTexts {
    if (this.texts.length > MOST_KEPT) this.forget();
    const from = this.texts.length;
    const codes = new Int32Array(rows);
    for (let row = 0; row < rows; row++)
      codes[row] = row > 0 && isRepeated(masks, row * width, width) ? (codes[row - 1] as number) : this.codeOf(masks, row * width, width);
    return { codes, from, added: this.texts.slice(from) };
  }

  private forget(): void {
    this.texts = [];
    this.keys = [];
    this.slots = new Int32Array(256);
  }

  private codeOf(masks: Uint32Array, at: number, width: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(masks, at, width) & mask;
    for (let entry = this.slots[slot] as number; entry !== 0; entry = this.slots[slot] as number) {
      if (this.matches(entry, masks, at, width)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return this.add(masks.slice(at, at + width), slot);
  }

  private matches(entry: number, masks: Uint32Array, at: number, width: number): boolean {
    const key = this.keys[entry - 1] as Uint32Array;
    for (let k = 0; k < width; k++) if (key[k] !== masks[at + k]) return false;
    return true;
  }

  private add(key: Uint32Array, slot: number): number {
    this.keys.push(key);
    const entry = this.texts.push(this.textOf(key));
    this.slots[slot] = entry;
    if (2 * entry > this.slots.length) this.rehash();
    return entry - 1;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    this.keys.forEach((key, i) => {
      let slot = hashOf(key, 0, key.length) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = i + 1;
    });
  }
}

/** The texts of one worker's column, put together from what it sends. */
export class ReceivedTexts {
  readonly texts: string[] = [];

  receive({ from, added }: CodedTexts): void {
    this.texts.length = from;
    for (const text of added) this.texts.push(text);
  }
}
