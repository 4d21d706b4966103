/** A column of lists of texts, list by list: where the levels say that a row begins, goes on, is empty or null. */
import type { LeafColumn } from "./footer.ts";
import { DAMAGED, type DataPage, type PageSource } from "./pages.ts";
import { TextTable } from "./text-table.ts";

export class ListColumn {
  private readonly dictionary = new TextTable();
  private readonly plain = new TextTable();
  private table = this.dictionary;
  private places = new Int32Array(0);
  private levels = 0;
  private definitions = new Uint8Array(0);
  private repetitions = new Uint8Array(0);
  /** In the page: the next level, and the next text. */
  private level = 0;
  private text = 0;
  /** What a level is where the row is null, where the list is empty, and where the item is null; −1 where that cannot be. */
  private readonly missing: number;
  private readonly empty: number;
  private readonly nothing: number;

  constructor(
    private readonly pages: PageSource,
    { nullable, nullableItems }: LeafColumn,
  ) {
    this.missing = nullable ? 0 : -1;
    this.empty = Number(nullable);
    this.nothing = nullableItems ? this.empty + 1 : -1;
  }

  /** Forgets what was made of texts. */
  forget(): void {
    for (const table of [this.dictionary, this.plain]) table.forget();
  }

  /** The next row's items by `add`, −1 for null ones; gives whether there is a list. */
  next(add: (table: TextTable, place: number) => void): boolean {
    if (!this.atLevel()) throw new RangeError("a column has fewer rows than the file");
    const first = this.takeLevel();
    if (first === this.missing) return false;
    if (first === this.empty) return true;
    this.addItem(first, add);
    while (this.atLevel() && this.repetition() === 1) this.addItem(this.takeLevel(), add);
    return true;
  }

  private addItem(definition: number, add: (table: TextTable, place: number) => void): void {
    if (definition === this.nothing) add(this.table, -1);
    else add(this.table, this.places[this.text++] as number);
  }

  private takeLevel(): number {
    return this.definitions[this.level++] as number;
  }

  private repetition(): number {
    return this.repetitions[this.level] as number;
  }

  /** Goes on to the next page where this one is at its end; false after the last. */
  private atLevel(): boolean {
    while (this.level === this.levels) {
      const page = this.pages.next();
      if (page === null) return false;
      if (page.kind === "dictionary") this.dictionary.fill(this.pages.memory.bytes(page.at, page.end - page.at), page.values);
      else this.takePage(page);
    }
    return true;
  }

  private takePage(page: DataPage): void {
    const { memory } = this.pages;
    const { values } = page;
    memory.reserve(memory.codes, 4 * values);
    this.levels = values;
    this.level = 0;
    this.text = 0;
    this.repetitions = this.levelsOf(page.repetitions, 0, values);
    this.definitions = this.levelsOf(page.definitions, 1, values);
    const present = countOf(this.definitions, (this.nothing === -1 ? this.empty : this.nothing) + 1);
    if (page.encoding === "runs") throw new RangeError(DAMAGED);
    if (page.encoding === "plain") this.takePlain(page, present);
    else this.takeCodes(page, present);
  }

  /** Copies: they are read as rows are wanted. */
  private levelsOf(alike: number | null, of: 0 | 1, values: number): Uint8Array<ArrayBuffer> {
    const { memory } = this.pages;
    return alike === null ? memory.bytes(memory.levels[of].address, values).slice() : new Uint8Array(values).fill(alike);
  }

  private takePlain({ at, end }: DataPage, present: number): void {
    this.table = this.plain;
    this.plain.fill(this.pages.memory.bytes(at, end - at), present);
    this.places = Int32Array.from({ length: present }, (_, i) => i);
  }

  private takeCodes({ at, end }: DataPage, present: number): void {
    this.table = this.dictionary;
    if (present === 0) return;
    const { memory } = this.pages;
    const { address } = memory.codes;
    const width = memory.bytes(at, 1)[0] as number;
    if (at >= end || memory.functions.codes(at + 1, end, width, present, this.dictionary.count, address) !== 0)
      throw new RangeError(DAMAGED);
    this.places = new Int32Array(memory.buffer, address, present).slice();
  }
}

function countOf(levels: Uint8Array, full: number): number {
  let count = 0;
  for (const level of levels) if (level === full) count++;
  return count;
}
