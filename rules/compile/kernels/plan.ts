/**
 * Plans as data: instructions in the kernels' memory, which `runPlan` works through for a tile in one call. An instruction is the number of an
 * operation and its arguments: a word each, a double two. The words that are addresses of rows are listed, so that they move on from tile to tile.
 */
import type { Address, Arena } from "./arena.ts";
import type { Kernels } from "./kernels.ts";

/** Where something lies: `bytes` a row from the address on, or in scratch (0) at the address for every tile. */
export interface Place {
  readonly address: Address;
  readonly bytes: number;
  /** Whether it is a column, of which an evaluator may work on a part. */
  readonly column?: boolean;
}

/**
 * The kernels that an instruction may call, by their numbers in `runPlan`, and their arguments before the number of rows: a an address, i a whole number, d a
 * double.
 */
export const OPERATIONS = {
  range8: "aiia",
  range16: "aiia",
  range32: "aiia",
  range64: "adda",
  codes8: "aaa",
  codes32: "aaia",
  order64: "iaaa",
  equal32: "aaa",
  holds: "iaaaaa",
  widen8: "aa",
  widen16: "ada",
  widen32: "ada",
  map8: "aaa",
  map32: "aaa",
  add: "aaa",
  subtract: "aaa",
  multiply: "aaa",
  divide: "aaa",
  least: "aaa",
  greatest: "aaa",
  unary: "iaa",
  select32: "aaaa",
  default64: "ada",
  combine: "iaaa",
  takeFirst: "aaa",
  choose: "aaaa",
  differing: "aaa",
  clear: "aii",
  copyRows: "iaa",
  hundredths: "aa",
  copyWhere: "aaa",
  blend: "aaaa",
  setWhere: "ada",
  step: "aidaaa",
  share: "adaa",
  tryLowest: "aidaaaai",
  takeLowest: "aaaaai",
  settle: "aiaaaiaaaddddaaa",
  available: "aaaa",
  decisions: "aaaaaaa",
  tellReasons: "aiiai",
  markRows: "aiaa",
  markedNumbers: "aiaa",
  writeReasons: "aaiaaa",
  sequentialReasons: "aaaaiaai",
  shifts: "aaaaaaaaaaa",
  tally: "aaaaaaaaia",
} as const;

export type Operation = keyof typeof OPERATIONS;

/** Numbers, and places or fixed addresses. */
export type Operands<O extends Operation> = OperandsOf<(typeof OPERATIONS)[O]>;
type OperandsOf<S extends string> = S extends `${infer Kind}${infer Others}`
  ? [Kind extends "a" ? Place | Address : number, ...OperandsOf<Others>]
  : [];

export interface Instruction {
  readonly operation: Operation;
  readonly operands: readonly (number | Place)[];
}

/** A word outside the instructions that holds where a place is, such as in a table of guardrails. */
export interface Pointer {
  readonly at: Address;
  readonly place: Place;
}

/** Words that move on alike. */
interface Movers {
  readonly bytes: number;
  readonly column: boolean;
  readonly list: Address;
  readonly count: number;
}

const NUMBERS = new Map(Object.keys(OPERATIONS).map((name, number) => [name, number]));

/** Instructions written into memory. */
export class Plan {
  private readonly start: Address;
  private readonly end: Address;
  private readonly movers: readonly Movers[];
  private row = 0;
  private columnRow = 0;

  /** Writes them into blocks that `allocate` gives. */
  constructor(
    instructions: readonly Instruction[],
    pointers: readonly Pointer[],
    private readonly kernels: Kernels,
    arena: Arena,
    allocate: (bytes: number) => Address,
  ) {
    const { words, places } = encode(instructions);
    this.start = allocate(words.length * 4);
    this.end = this.start + words.length * 4;
    arena.u32(this.start, words.length).set(words);
    for (const { at, place } of pointers) arena.u32(at, 1)[0] = place.address;
    const moving = [...pointers, ...places.map(([index, place]) => ({ at: this.start + index * 4, place }))];
    this.movers = moversOf(moving, arena, allocate);
  }

  /** Runs on the `n` rows from `row` on, which stand from `columnRow` on in columns. */
  run(row: number, columnRow: number, n: number): void {
    for (const { bytes, column, list, count } of this.movers) {
      const rows = column ? columnRow - this.columnRow : row - this.row;
      if (rows !== 0) this.kernels.advance(list, count, rows * bytes);
    }
    this.row = row;
    this.columnRow = columnRow;
    this.kernels.runPlan(this.start, this.end, n);
  }
}

/** The words of instructions for row 0, and which of them are places. */
function encode(instructions: readonly Instruction[]): { words: number[]; places: [index: number, place: Place][] } {
  const words: number[] = [];
  const places: [number, Place][] = [];
  for (const { operation, operands } of instructions) {
    words.push(NUMBERS.get(operation) as number);
    operands.forEach((operand, i) => {
      if (typeof operand !== "number") {
        places.push([words.length, operand]);
        words.push(operand.address);
      } else if (OPERATIONS[operation][i] === "d") words.push(...wordsOf(operand));
      else words.push(operand);
    });
  }
  return { words, places };
}

function wordsOf(double: number): Uint32Array {
  return new Uint32Array(Float64Array.of(double).buffer);
}

function moversOf(pointers: readonly Pointer[], arena: Arena, allocate: (bytes: number) => Address): Movers[] {
  const groups = new Map<string, Pointer[]>();
  for (const pointer of pointers) {
    const { bytes, column } = pointer.place;
    if (bytes === 0) continue;
    const key = `${bytes} ${column === true}`;
    const group = groups.get(key);
    if (group) group.push(pointer);
    else groups.set(key, [pointer]);
  }
  return [...groups.values()].map((group) => {
    const list = allocate(group.length * 4);
    arena.u32(list, group.length).set(group.map(({ at }) => at));
    const { bytes, column = false } = (group[0] as Pointer).place;
    return { bytes, column, list, count: group.length };
  });
}
