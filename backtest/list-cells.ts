/**
 * Lists of texts of a DuckDB vector as codes into a dictionary. An entry is 16 bytes, where its items begin in the vector of all items and how
 * many they are; each different list is made once, by a walk along its items from one node of a tree to the next.
 */
import type { FactValue } from "#rules/policy";
import { MOST_KEPT, TextCodes, type TextVector } from "./text-cells.ts";

/** Where a list that begins alike ends; `code` is −1 where no list ends there. */
interface Ending {
  code: number;
  /** By the code of the next item. */
  readonly next: (Ending | undefined)[];
}

export class ListCodes {
  /** By code; 0 is what an absent list stands for. */
  dictionary: (FactValue | undefined)[];
  private readonly items = new TextCodes((text) => text, null);
  private itemCodes = new Int32Array(0);
  private root: Ending = { code: -1, next: [] };

  /** `absent`: what no list means. */
  constructor(private readonly absent: null | undefined) {
    this.dictionary = [absent];
  }

  /** To be called before each batch. */
  begin(): void {
    if (this.dictionary.length <= MOST_KEPT && !this.items.begin()) return;
    this.dictionary = [this.absent];
    this.root = { code: -1, next: [] };
  }

  /** Writes the codes of a chunk's rows; `entries` has four words a row, `items` the texts of all lists. */
  encode(
    entries: Uint32Array,
    rows: number,
    validity: Uint32Array | null,
    items: TextVector,
    itemCount: number,
    itemValidity: Uint32Array | null,
    codes: Int32Array,
    offset: number,
  ): void {
    if (this.itemCodes.length < itemCount) this.itemCodes = new Int32Array(2 * itemCount);
    this.items.encode(items, itemCount, itemValidity, this.itemCodes, 0);
    for (let row = 0; row < rows; row++) {
      const isNull = validity !== null && (((validity[row >> 5] as number) >>> (row & 31)) & 1) === 0;
      codes[offset + row] = isNull ? 0 : this.codeOf(entries[4 * row] as number, entries[4 * row + 2] as number);
    }
  }

  private codeOf(from: number, length: number): number {
    const { itemCodes } = this;
    let ending = this.root;
    for (let item = from; item < from + length; item++) {
      const code = itemCodes[item] as number;
      ending = ending.next[code] ?? this.grow(ending, code);
    }
    if (ending.code === -1) ending.code = this.add(itemCodes.subarray(from, from + length));
    return ending.code;
  }

  private grow(ending: Ending, code: number): Ending {
    const longer = { code: -1, next: [] };
    ending.next[code] = longer;
    return longer;
  }

  private add(codes: Int32Array): number {
    const { dictionary } = this.items;
    return this.dictionary.push(Array.from(codes, (code) => dictionary[code] as string)) - 1;
  }
}
