/**
 * Lists of texts of a DuckDB vector as codes into a dictionary. The items of all rows stand in a vector of their own; each different list is
 * made once, by a walk along its items from one node of a tree to the next.
 */
import { isMarked } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { STRAY, STRAY_LIST } from "./column-sources.ts";
import { type ChunkRows, MOST_KEPT, TextCodes, type TextVector } from "./text-cells.ts";

/** Where a list that begins alike ends; `code` is −1 where no list ends there. */
interface Ending {
  code: number;
  /** By the code of the next item. */
  readonly next: (Ending | undefined)[];
}

export class ListCodes {
  /** By code; 0 is what an absent list stands for. */
  dictionary: (FactValue | undefined)[];
  private root: Ending = { code: -1, next: [] };

  /** `absent`: what no list means. */
  constructor(private readonly absent: null | undefined) {
    this.dictionary = [absent];
  }

  /** Forgets all lists. */
  clear(): void {
    this.dictionary = [this.absent];
    this.root = { code: -1, next: [] };
  }

  /** The code of the list of items `from` to `to`; `textOf` gives the text of an item's code. */
  codeOf(items: ArrayLike<number>, from: number, to: number, textOf: (code: number) => string | null): number {
    let ending = this.root;
    for (let item = from; item < to; item++) {
      const code = items[item] as number;
      ending = ending.next[code] ?? grow(ending, code);
    }
    if (ending.code === -1) {
      const list = Array.from({ length: to - from }, (_, i) => textOf(items[from + i] as number));
      ending.code = this.dictionary.push(list as string[]) - 1;
    }
    return ending.code;
  }
}

function grow(ending: Ending, code: number): Ending {
  const longer = { code: -1, next: [] };
  ending.next[code] = longer;
  return longer;
}

/** The lists of a chunk: `words` has four a row, where its items begin and, two words on, how many they are; rows whose validity bit is 0 have none. */
export interface ListVector {
  readonly words: Uint32Array;
  readonly validity: Uint32Array | null;
}

/** Writes the code of each row's list; 0 where there is none. */
function encodeRows(
  { words, validity }: ListVector,
  rows: ChunkRows,
  codes: Int32Array,
  offset: number,
  codeOf: (from: number, to: number) => number,
) {
  for (let row = rows.from; row < rows.to; row++) {
    const isNull = validity !== null && !isMarked(validity, row);
    const from = words[4 * row] as number;
    codes[offset + row - rows.from] = isNull ? 0 : codeOf(from, from + (words[4 * row + 2] as number));
  }
}

/** Lists of any texts. */
export class TextLists {
  private readonly lists: ListCodes;
  private readonly items = new TextCodes((text) => text, null);
  private itemCodes = new Int32Array(0);

  constructor(absent: null | undefined) {
    this.lists = new ListCodes(absent);
  }

  get dictionary(): (FactValue | undefined)[] {
    return this.lists.dictionary;
  }

  /** To be called before each batch. */
  begin(): void {
    if (this.items.begin() || this.dictionary.length > MOST_KEPT) this.lists.clear();
  }

  /** Writes the codes of a chunk's rows; `items` are the texts of all lists, nothing where their validity bit is 0. */
  encode(
    vector: ListVector,
    rows: ChunkRows,
    items: TextVector,
    count: number,
    validity: Uint32Array | null,
    codes: Int32Array,
    offset: number,
  ) {
    if (this.itemCodes.length < count) this.itemCodes = new Int32Array(2 * count);
    this.items.encode(items, { from: 0, to: count }, validity, this.itemCodes, 0);
    const textOf = (code: number) => this.items.dictionary[code] as string | null;
    encodeRows(vector, rows, codes, offset, (from, to) => this.lists.codeOf(this.itemCodes, from, to, textOf));
  }
}

/** Lists of known texts, whose items come as codes from 1. */
export class KnownLists {
  private readonly lists: ListCodes;

  constructor(
    private readonly texts: readonly string[],
    absent: null | undefined,
  ) {
    this.lists = new ListCodes(absent);
  }

  get dictionary(): (FactValue | undefined)[] {
    return this.lists.dictionary;
  }

  /** To be called before each batch. */
  begin(): void {
    if (this.dictionary.length > MOST_KEPT) this.lists.clear();
  }

  /** Writes the codes of a chunk's rows; `STRAY_LIST` where an item is a stray. */
  encode(vector: ListVector, rows: ChunkRows, items: Uint8Array, codes: Int32Array, offset: number): void {
    const textOf = (code: number) => this.texts[code - 1] as string;
    const strays = items.includes(STRAY);
    encodeRows(vector, rows, codes, offset, (from, to) =>
      strays && items.subarray(from, to).includes(STRAY) ? STRAY_LIST : this.lists.codeOf(items, from, to, textOf),
    );
  }
}
