/** Texts of a page or a dictionary, as bytes, with what a reader makes of each. */
import { DAMAGED } from "./pages.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class TextTable {
  count = 0;
  bytes = new Uint8Array(0);
  /** Where the bytes of each text begin and end. */
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  /** −1 where nothing is made of it yet. */
  made = new Int32Array(0);

  /** Takes texts as a plain page has them: length in four bytes, lowest first, then the bytes. */
  fill(data: Uint8Array, count: number): void {
    if (this.bytes.length < data.length) this.bytes = new Uint8Array(data.length);
    this.bytes.set(data);
    if (this.starts.length < count) {
      this.starts = new Int32Array(count);
      this.ends = new Int32Array(count);
      this.made = new Int32Array(count);
    }
    this.count = count;
    this.forget();
    const view = new DataView(this.bytes.buffer, 0, data.length);
    let at = 0;
    for (let i = 0; i < count; i++) {
      if (at + 4 > data.length) throw new RangeError(DAMAGED);
      this.starts[i] = at + 4;
      at += 4 + view.getUint32(at, true);
      if (at > data.length) throw new RangeError(DAMAGED);
      this.ends[i] = at;
    }
  }

  forget(): void {
    this.made.fill(-1, 0, this.count);
  }

  /** What was made of a text: by its place, else what equal texts gave in `known`, else what `make` gives now. */
  madeOf(place: number, known: Map<string, number>, make: (text: string) => number): number {
    const before = this.made[place] as number;
    if (before !== -1) return before;
    const text = this.textAt(place);
    const made = known.get(text) ?? make(text);
    known.set(text, made);
    this.made[place] = made;
    return made;
  }

  textAt(i: number): string {
    try {
      return decoder.decode(this.bytes.subarray(this.starts[i], this.ends[i]));
    } catch {
      throw new RangeError("a text is not UTF-8");
    }
  }
}
