/** The memory in which the pages of a file are taken apart, and the functions that do (assembly/pages.ts). */
import { readSync } from "node:fs";
import type { FileHash } from "../hash-file.ts";
import { WasmMemory } from "../wasm-memory.ts";
import { PAGES } from "./wasm.ts";

/** Of assembly/pages.ts, which says what they do. */
interface PageFunctions {
  snappy(at: number, end: number, start: number, stop: number): number;
  levels(at: number, end: number, width: number, count: number, out: number): number;
  codes(at: number, end: number, width: number, count: number, entries: number, out: number): number;
  shortCodes(at: number, end: number, width: number, count: number, entries: number, out: number): number;
  onesOf(levels: number, rows: number): number;
  spreadCodes(codes: number, levels: number, rows: number, present: number): void;
  raiseCodes(codes: number, count: number, by: number): void;
  lookUp(bytes: number, dictionary: number, codes: number, count: number, out: number): void;
  nullsOf(levels: number, rows: number, out: number): number;
  spread(bytes: number, values: number, nulls: number, rows: number, present: number): void;
  fillNulls(values: number, nulls: number, rows: number, value: number): void;
  bits(at: number, count: number, out: number): void;
  narrow(bytes: number, from: number, count: number, out: number): number;
}

export class PageMemory extends WasmMemory<PageFunctions> {
  /** A page decompressed; its levels of repetition and definition; its codes. */
  readonly page = this.region();
  readonly levels = [this.region(), this.region()] as const;
  readonly codes = this.region();

  /** Part of a file as it stands there. */
  private readonly window = this.region();
  private windowAt = 0;
  private windowEnd = 0;

  /** Of an open file. */
  constructor(
    private readonly file: number,
    private readonly hash: FileHash,
  ) {
    super(PAGES);
  }

  /** Where `length` bytes of the file, from `at` on, are in the memory; `ahead` bytes are read where they are not there yet. Valid until more is read. */
  read(at: number, length: number, ahead: number): number {
    if (at < this.windowAt || at + length > this.windowEnd) this.fill(at, Math.max(length, ahead));
    return this.window.address + at - this.windowAt;
  }

  private fill(at: number, wanted: number): void {
    this.windowEnd = 0;
    this.reserve(this.window, wanted);
    const bytes = this.bytes(this.window.address, wanted);
    for (let read = 0; read < wanted; ) {
      const count = readSync(this.file, bytes, read, wanted - read, at + read);
      if (count === 0) throw new RangeError("the file ends too early");
      read += count;
    }
    this.hash.add(at, bytes);
    this.windowAt = at;
    this.windowEnd = at + wanted;
  }
}
