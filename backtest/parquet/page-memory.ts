/** The memory in which the pages of a file are taken apart, and the functions that do (assembly/pages.ts). */
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
  /** A page as it stands in the file, and decompressed; its levels of repetition and definition; its codes. */
  readonly packed = this.region();
  readonly page = this.region();
  readonly levels = [this.region(), this.region()] as const;
  readonly codes = this.region();

  constructor() {
    super(PAGES);
  }
}
