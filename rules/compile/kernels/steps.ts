/**
 * From nodes to kernel calls: a plan is a list of steps that a tile of rows goes through. Values live in scratch, one tile long,
 * and are made anew for each tile; bits of conditions live in memory for all rows, so that an edit makes only those that are new.
 */
import type { ConditionNode, Node, NodeId, OrderOperator, Program, ValueNode } from "../program.ts";
import { isValueNode } from "../program.ts";
import type { Address, Arena } from "./arena.ts";
import { BYTES, type ColumnStore, NOTHING, type StoredColumn } from "./columns.ts";
import { above, below, greatestWhole, leastWhole } from "./bounds.ts";
import type { Kernels } from "./kernels.ts";
import { type Instruction, type Operands, type Operation, Plan, type Place, type Pointer } from "./plan.ts";
import { writeCodeTable } from "./swift-load.ts";

/** A boolean that may be null: neither true nor false. */
interface Truth {
  readonly yes: Place;
  readonly no: Place;
}

/** A truth of which each side is made when it is first asked for: most tests ask for one. */
function whenAsked(yes: () => Place, no: () => Place): Truth {
  const made: { yes?: Place; no?: Place } = {};
  return {
    get yes() {
      made.yes ??= yes();
      return made.yes;
    },
    get no() {
      made.no ??= no();
      return made.no;
    },
  };
}

export const AND = 0;
export const OR = 1;
export const AND_NOT = 2;
export const NAND = 3;

type Binary = "add" | "subtract" | "multiply" | "divide" | "least" | "greatest";

/** Bits for all rows. */
export function rowsOf(address: Address): Place {
  return { address, bytes: 1 / 8 };
}

/** Doubles, or reasons, for all rows. */
export function doublesOf(address: Address): Place {
  return { address, bytes: 8 };
}

export function bytesOf(address: Address): Place {
  return { address, bytes: 1 };
}

function columnAt(address: Address, bytes: number): Place {
  return { address, bytes, column: true };
}

export class StepMaker {
  private readonly instructions: Instruction[] = [];
  private readonly pointers: Pointer[] = [];
  private readonly numbers = new Map<NodeId, Place>();
  /** Conditions whose bits are made anew for each tile. */
  private readonly passing = new Map<NodeId, Place>();
  private readonly truths = new Map<NodeId, Truth>();
  private readonly texts = new Map<NodeId, Place>();
  private readonly amounts = new Map<NodeId, Place>();
  private readonly constants = new Map<string, Place>();
  private readonly blocks: { readonly address: Address; readonly bytes: number }[] = [];

  constructor(
    private readonly program: Program,
    private readonly columns: ColumnStore,
    private readonly arena: Arena,
    private readonly kernels: Kernels,
    /** Bits of conditions that are made, or will be before this plan runs. */
    private readonly conditions: ReadonlyMap<NodeId, Address>,
    private readonly interner: TextNumbers,
    /** Rows of a tile. */
    readonly tile: number,
  ) {}

  plan(): Plan {
    return new Plan(this.instructions, this.pointers, this.kernels, this.arena, (bytes) => this.scratch(bytes).address);
  }

  /** Gives back the scratch and the plan, which is not to be used any more. */
  dispose(): void {
    for (const { address, bytes } of this.blocks) this.arena.release(address, bytes);
  }

  /** Scratch of a tile's bits. */
  bits(): Place {
    return this.scratch(this.tile / 8);
  }

  /** Scratch of a tile's numbers. */
  vector(): Place {
    return this.scratch(this.tile * 8);
  }

  scratch(bytes: number): Place {
    const address = this.arena.allocate(bytes);
    this.blocks.push({ address, bytes });
    return { address, bytes: 0 };
  }

  push<O extends Operation>(operation: O, ...operands: Operands<O>): void {
    this.instructions.push({ operation, operands });
  }

  /** Lets a word of scratch hold where a place is. */
  point(at: Address, place: Place): void {
    this.pointers.push({ at, place });
  }

  private node(id: NodeId): Node {
    return this.program.nodes[id] as Node;
  }

  private value(id: NodeId): ValueNode {
    const node = this.node(id);
    if (!isValueNode(node)) throw new Error(`node ${id} is no value`);
    return node;
  }

  /** a and, or, and not, nand b. */
  combined(operator: number, a: Place, b: Place, out = this.bits()): Place {
    this.push("combine", operator, a, b, out);
    return out;
  }

  not(a: Place, out = this.bits()): Place {
    return this.combined(NAND, a, a, out);
  }

  private constantBits(value: boolean): Place {
    const bytes = this.tile / 8;
    return this.constant(`bits ${value}`, bytes, ({ address }) => void this.arena.u8(address, bytes).fill(value ? 255 : 0));
  }

  private constant(key: string, bytes: number, write: (place: Place) => void): Place {
    const known = this.constants.get(key);
    if (known) return known;
    const made = this.scratch(bytes);
    write(made);
    this.constants.set(key, made);
    return made;
  }

  // --- numbers ---------------------------------------------------------------------------------

  /** A number node's values as doubles, NaN for null. */
  number(id: NodeId): Place {
    const known = this.numbers.get(id);
    if (known) return known;
    const made = this.makeNumber(this.value(id));
    this.numbers.set(id, made);
    return made;
  }

  private makeNumber(node: ValueNode): Place {
    switch (node.kind) {
      case "column":
        return this.columnNumbers(this.columns.column(node.column));
      case "literal":
        return this.constantNumber(typeof node.value === "number" ? node.value : Number.NaN);
      case "arithmetic": {
        const operation = ({ "+": "add", "-": "subtract", "*": "multiply", "/": "divide" } as const)[node.operator];
        return this.binary(operation, this.number(node.left), this.number(node.right));
      }
      case "negate":
        return this.unary(0, node.operand);
      case "call":
        return this.call(node.function, node.arguments);
      case "choose": {
        const [test, a, b, out] = [this.truth(node.test).yes, this.number(node.then), this.number(node.otherwise), this.vector()];
        this.push("blend", test, a, b, out);
        return out;
      }
      case "default": {
        const [a, out, value] = [this.number(node.operand), this.vector(), node.value as number];
        this.push("default64", a, value, out);
        return out;
      }
      default:
        throw new Error(`a ${node.kind} is no number`);
    }
  }

  private columnPlace({ kind, address }: StoredColumn): Place {
    return columnAt(address, BYTES[kind]);
  }

  private columnNumbers(column: StoredColumn): Place {
    const from = this.columnPlace(column);
    if (column.kind === "f64") return from;
    const { divisor } = column;
    const out = this.vector();
    if (column.kind === "i8") this.push("widen8", from, out);
    else if (column.kind === "i16") this.push("widen16", from, divisor, out);
    else this.push("widen32", from, divisor, out);
    return out;
  }

  constantNumber(value: number): Place {
    return this.constant(
      `number ${Object.is(value, -0) ? "-0" : value}`,
      this.tile * 8,
      ({ address }) => void this.arena.f64(address, this.tile).fill(value),
    );
  }

  private binary(operation: Binary, a: Place, b: Place): Place {
    const out = this.vector();
    this.push(operation, a, b, out);
    return out;
  }

  private unary(operator: number, operand: NodeId): Place {
    const [a, out] = [this.number(operand), this.vector()];
    this.push("unary", operator, a, out);
    return out;
  }

  private call(name: Extract<ValueNode, { kind: "call" }>["function"], args: readonly NodeId[]): Place {
    if (name === "min" || name === "max") {
      const operation = name === "min" ? "least" : "greatest";
      return args.map((id) => this.number(id)).reduce((a, b) => this.binary(operation, a, b));
    }
    return this.unary({ abs: 1, floor: 2, ceiling: 3 }[name], args[0] as NodeId);
  }

  /** A number node's values as hundredths, rounded half away from zero; NaN for null. Where they are not made yet, they are made in `room`. */
  amount(id: NodeId, room: Place | null = null): Place {
    const known = this.amounts.get(id);
    if (known) return known;
    const out = room ?? this.vector();
    const column = this.hundredthsColumn(this.value(id));
    if (column !== null) this.push("widen32", this.columnPlace(column), 1, out);
    else this.push("hundredths", this.number(id), out);
    this.amounts.set(id, out);
    return out;
  }

  /** Rows whose amount, which stands at `amounts`, is from low to high hundredths. */
  amountsIn(id: NodeId, amounts: Place, low: number, high: number): Place {
    const out = this.bits();
    const column = this.hundredthsColumn(this.value(id));
    if (column === null) this.push("range64", amounts, low, high, out);
    else this.wholesIn(column, low, high, out);
    return out;
  }

  /** A column that holds hundredths. */
  private hundredthsColumn(node: ValueNode): StoredColumn | null {
    const column = node.kind === "column" ? this.columns.column(node.column) : null;
    return column?.kind === "i32" && column.divisor === 100 ? column : null;
  }

  // --- booleans that may be null ---------------------------------------------------------------

  private truth(id: NodeId): Truth {
    const known = this.truths.get(id);
    if (known) return known;
    const made = this.makeTruth(this.value(id));
    this.truths.set(id, made);
    return made;
  }

  private makeTruth(node: ValueNode): Truth {
    switch (node.kind) {
      case "column": {
        const { address } = this.columns.column(node.column);
        return whenAsked(
          () => this.codesIn(address, [1]),
          () => this.codesIn(address, [0]),
        );
      }
      case "literal":
        return { yes: this.constantBits(node.value === true), no: this.constantBits(node.value === false) };
      case "compare":
        return this.compare(node);
      case "logic": {
        const [a, b] = [this.truth(node.left), this.truth(node.right)];
        const both = node.operator === "and";
        return whenAsked(
          () => this.combined(both ? AND : OR, a.yes, b.yes),
          () => this.combined(both ? OR : AND, a.no, b.no),
        );
      }
      case "invert": {
        const operand = this.truth(node.operand);
        return whenAsked(
          () => operand.no,
          () => operand.yes,
        );
      }
      case "choose": {
        const [test, a, b] = [this.truth(node.test).yes, this.truth(node.then), this.truth(node.otherwise)];
        return whenAsked(
          () => this.chosen(test, a.yes, b.yes),
          () => this.chosen(test, a.no, b.no),
        );
      }
      case "default": {
        const operand = this.truth(node.operand);
        return node.value === true
          ? whenAsked(
              () => this.not(operand.no),
              () => operand.no,
            )
          : whenAsked(
              () => operand.yes,
              () => this.not(operand.yes),
            );
      }
      default:
        throw new Error(`a ${node.kind} is no truth`);
    }
  }

  private chosen(test: Place, a: Place, b: Place): Place {
    return this.combined(OR, this.combined(AND, a, test), this.combined(AND_NOT, b, test));
  }

  private compare({ operator, left, right }: Extract<ValueNode, { kind: "compare" }>): Truth {
    if (operator === "=" || operator === "!=") {
      const equal = this.equal(left, right, this.bits());
      const other = this.not(equal);
      return operator === "=" ? { yes: equal, no: other } : { yes: other, no: equal };
    }
    const opposite = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
    return whenAsked(
      () => this.ordered(operator, left, right, this.bits()),
      () => this.ordered(opposite[operator], left, right, this.bits()),
    );
  }

  private ordered(operator: OrderOperator, left: NodeId, right: NodeId, out: Place): Place {
    const swapped = operator === ">" || operator === ">=";
    const [a, b] = swapped ? [this.number(right), this.number(left)] : [this.number(left), this.number(right)];
    const code = operator === "<" || operator === ">" ? 0 : 1;
    this.push("order64", code, a, b, out);
    return out;
  }

  /** Equal, or both null. */
  private equal(left: NodeId, right: NodeId, out: Place): Place {
    if (this.isNothing(left)) return this.missing(right, out);
    if (this.isNothing(right)) return this.missing(left, out);
    switch (this.value(left).type) {
      case "number": {
        const [a, b] = [this.number(left), this.number(right)];
        const same = this.bits();
        this.push("order64", 2, a, b, same);
        return this.combined(OR, same, this.combined(AND, this.missing(left), this.missing(right)), out);
      }
      case "boolean": {
        const [a, b] = [this.truth(left), this.truth(right)];
        const both = this.combined(OR, this.combined(AND, a.yes, b.yes), this.combined(AND, a.no, b.no));
        return this.combined(OR, both, this.combined(AND, this.missing(left), this.missing(right)), out);
      }
      default: {
        const [a, b] = [this.textNumbers(left), this.textNumbers(right)];
        this.push("equal32", a, b, out);
        return out;
      }
    }
  }

  private isNothing(id: NodeId): boolean {
    const node = this.value(id);
    return node.kind === "literal" && node.value === null;
  }

  // --- null ------------------------------------------------------------------------------------

  private missing(id: NodeId, out: Place = this.bits()): Place {
    const node = this.value(id);
    if (node.kind === "column") return this.missingInColumn(this.columns.column(node.column), out);
    if (node.type === "number") {
      const a = this.number(id);
      const known = this.bits();
      this.push("range64", a, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, known);
      return this.not(known, out);
    }
    if (node.type === "boolean") {
      const { yes, no } = this.truth(id);
      return this.not(this.combined(OR, yes, no), out);
    }
    const a = this.textNumbers(id);
    this.push("range32", a, -1, -1, out);
    return out;
  }

  private missingInColumn({ kind, address, nulls }: StoredColumn, out: Place): Place {
    if (!nulls) {
      this.copyBits(this.constantBits(false), out);
      return out;
    }
    switch (kind) {
      case "i8":
      case "i16":
      case "i32":
        return this.wholeRange(kind, address, NOTHING[kind], NOTHING[kind], out);
      case "f64": {
        const known = this.bits();
        const from: Place = columnAt(address, 8);
        this.push("range64", from, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, known);
        return this.not(known, out);
      }
      case "codes8":
        return this.codesIn(address, [255], out);
      case "codes32":
        return this.wholeRange("i32", address, -1, -1, out);
      default:
        return kind satisfies never;
    }
  }

  private wholeRange(kind: "i8" | "i16" | "i32", address: Address, low: number, high: number, out: Place): Place {
    const operation = ({ i8: "range8", i16: "range16", i32: "range32" } as const)[kind];
    this.push(operation, columnAt(address, BYTES[kind]), low, high, out);
    return out;
  }

  // --- texts -----------------------------------------------------------------------------------

  /** A text node's values as numbers that are equal where the texts are; −1 for null. */
  private textNumbers(id: NodeId): Place {
    const known = this.texts.get(id);
    if (known) return known;
    const made = this.makeTexts(this.value(id));
    this.texts.set(id, made);
    return made;
  }

  private makeTexts(node: ValueNode): Place {
    switch (node.kind) {
      case "column":
        return this.columnTexts(this.columns.column(node.column));
      case "literal":
        return this.constantText(typeof node.value === "string" ? this.interner.numberOf(node.value) : -1);
      case "choose": {
        const [test, a, b, out] = [
          this.truth(node.test).yes,
          this.textNumbers(node.then),
          this.textNumbers(node.otherwise),
          this.scratch(this.tile * 4),
        ];
        this.push("select32", test, a, b, out);
        return out;
      }
      case "default": {
        const [missing, b, a, out] = [
          this.missing(node.operand),
          this.textNumbers(node.operand),
          this.constantText(this.interner.numberOf(node.value as string)),
          this.scratch(this.tile * 4),
        ];
        this.push("select32", missing, a, b, out);
        return out;
      }
      default:
        throw new Error(`a ${node.kind} is no text`);
    }
  }

  private constantText(number: number): Place {
    return this.constant(`text ${number}`, this.tile * 4, ({ address }) => void this.arena.i32(address, this.tile).fill(number));
  }

  private columnTexts(column: StoredColumn): Place {
    const { kind, dictionary } = column;
    const values = dictionary?.values ?? [];
    const numbers = values.map((value) => (typeof value === "string" ? this.interner.numberOf(value) : -2));
    const from = this.columnPlace(column);
    const out = this.scratch(this.tile * 4);
    if (kind === "codes8") {
      const table = this.scratch(256 * 4);
      const view = this.arena.i32(table.address, 256).fill(-1);
      view.set(numbers);
      view[255] = -1;
      this.push("map8", from, table, out);
    } else {
      const table = this.scratch((numbers.length + 1) * 4);
      this.arena.i32(table.address, numbers.length + 1).set([-1, ...numbers]);
      this.push("map32", from, table, out);
    }
    return out;
  }

  // --- conditions ------------------------------------------------------------------------------

  /** Makes a condition's bits for a tile, in scratch; its operands' are made already. */
  passingCondition(id: NodeId, node: ConditionNode): void {
    const out = this.bits();
    this.passing.set(id, out);
    this.makeCondition(node, out);
  }

  /** Makes a condition's bits for all rows; its operands' are made already. */
  condition(node: ConditionNode, address: Address): void {
    this.makeCondition(node, rowsOf(address));
  }

  private makeCondition(node: ConditionNode, out: Place): void {
    switch (node.kind) {
      case "constant":
        this.copyBits(this.constantBits(node.value), out);
        return;
      case "is-null":
        this.missing(node.value, out);
        return;
      case "order":
        this.order(node, out);
        return;
      case "order-values":
        this.ordered(node.operator, node.left, node.right, out);
        return;
      case "one-of":
        this.oneOf(node, out);
        return;
      case "equal-values":
        this.equal(node.left, node.right, out);
        return;
      case "has":
        this.has(node, out);
        return;
      case "has-value":
        this.hasValue(node, out);
        return;
      case "all":
      case "any":
        this.group(
          node.kind === "all" ? AND : OR,
          node.conditions.map((id) => this.made(id)),
          out,
        );
        return;
      case "not":
        this.not(this.made(node.condition), out);
        return;
      default:
        node satisfies never;
    }
  }

  /** Where a condition's bits are. */
  made(id: NodeId): Place {
    const passing = this.passing.get(id);
    if (passing !== undefined) return passing;
    const address = this.conditions.get(id);
    if (address === undefined) throw new Error(`condition ${id} is not made`);
    return rowsOf(address);
  }

  copyBits(from: Place, to: Place): void {
    this.push("copyRows", 1, from, to);
  }

  private group(operator: number, [first, ...others]: readonly Place[], out: Place): void {
    if (first === undefined) throw new Error("a group has conditions");
    if (others.length === 0) this.copyBits(first, out);
    others.forEach((other, i) => void this.combined(operator, i === 0 ? first : out, other, out));
  }

  private order({ operator, value, constant }: Extract<ConditionNode, { kind: "order" }>, out: Place): void {
    const [low, high] = {
      "<": [Number.NEGATIVE_INFINITY, below(constant)],
      "<=": [Number.NEGATIVE_INFINITY, constant],
      ">": [above(constant), Number.POSITIVE_INFINITY],
      ">=": [constant, Number.POSITIVE_INFINITY],
    }[operator] as [number, number];
    this.range(value, low, high, out);
  }

  /** low ≤ value ≤ high. */
  private range(value: NodeId, low: number, high: number, out: Place): void {
    const node = this.value(value);
    const column = node.kind === "column" ? this.columns.column(node.column) : null;
    if (column?.kind === "i8" || column?.kind === "i16" || column?.kind === "i32") {
      this.wholesIn(column, leastWhole(low, column.divisor), greatestWhole(high, column.divisor), out);
      return;
    }
    const a = this.number(value);
    this.push("range64", a, low, high, out);
  }

  /** low ≤ whole number ≤ high. */
  private wholesIn({ kind, address, nulls }: StoredColumn, low: number, high: number, out: Place): void {
    if (kind !== "i8" && kind !== "i16" && kind !== "i32") throw new Error(`a column of ${kind} has no whole numbers`);
    // An open end costs nothing where the least value is no null.
    const [least, most] = [NOTHING[kind] + (nulls ? 1 : 0), -1 - NOTHING[kind]];
    const [from, to] = [Math.max(least, low), Math.min(most, high)];
    if (from > to) this.copyBits(this.constantBits(false), out);
    else this.wholeRange(kind, address, from, to, out);
  }

  private oneOf({ value, constants }: Extract<ConditionNode, { kind: "one-of" }>, out: Place): void {
    const node = this.value(value);
    if (node.type === "number") this.ranges(value, constants as readonly number[], out);
    else if (node.type === "boolean") this.oneOfTruths(value, constants, out);
    else if (node.kind === "column") this.columnIn(this.columns.column(node.column), (text) => constants.includes(text as string), out);
    else this.oneOfTexts(value, constants as readonly string[], out);
  }

  private oneOfTruths(value: NodeId, constants: readonly (number | boolean | string)[], out: Place): void {
    const truth = this.truth(value);
    if (constants.length > 1) this.combined(OR, truth.yes, truth.no, out);
    else this.copyBits(constants[0] === true ? truth.yes : truth.no, out);
  }

  private oneOfTexts(value: NodeId, constants: readonly string[], out: Place): void {
    const a = this.textNumbers(value);
    const each = constants.map((constant) => {
      const number = this.interner.numberOf(constant);
      const bits = this.bits();
      this.push("range32", a, number, number, bits);
      return bits;
    });
    this.group(OR, each, out);
  }

  private ranges(value: NodeId, numbers: readonly number[], out: Place): void {
    if (numbers.length === 1) {
      this.range(value, numbers[0] as number, numbers[0] as number, out);
      return;
    }
    const each = numbers.map((number) => {
      const bits = this.bits();
      this.range(value, number, number, bits);
      return bits;
    });
    this.group(OR, each, out);
  }

  private has({ list, text }: Extract<ConditionNode, { kind: "has" }>, out: Place): void {
    const node = this.value(list);
    if (node.kind !== "column") throw new Error("only a fact is a list");
    this.columnIn(this.columns.column(node.column), (value) => Array.isArray(value) && value.includes(text), out);
  }

  /** Rows whose text or list passes a test, made on the dictionary. */
  private columnIn(column: StoredColumn, test: (value: string | readonly string[]) => boolean, out: Place): void {
    const { kind, address, dictionary } = column;
    const values = dictionary?.values ?? [];
    const codes = values.flatMap((value, code) => (value !== null && test(value) ? [code] : []));
    if (kind === "codes8") {
      this.codesIn(address, codes, out);
      return;
    }
    const from = this.columnPlace(column);
    const table = this.scratch(values.length + 1);
    const view = this.arena.u8(table.address, values.length + 1);
    for (const code of codes) view[code + 1] = 1;
    this.push("codes32", from, table, values.length, out);
  }

  private codesIn(address: Address, codes: readonly number[], out = this.bits()): Place {
    const [least, most] = [Math.min(...codes), Math.max(...codes)];
    if (codes.length > 0 && most < 128 && most - least === codes.length - 1) return this.wholeRange("i8", address, least, most, out);
    const table = this.scratch(32);
    writeCodeTable(this.arena.u8(table.address, 32), codes);
    const from: Place = columnAt(address, 1);
    this.push("codes8", from, table, out);
    return out;
  }

  /** A list that holds the text of another value: each text of the dictionary's lists is tried. */
  private hasValue({ list, text }: Extract<ConditionNode, { kind: "has-value" }>, out: Place): void {
    const node = this.value(list);
    if (node.kind !== "column") throw new Error("only a fact is a list");
    const column = this.columns.column(node.column);
    const texts = this.textNumbers(text);
    const lists = (column.dictionary?.values ?? []).map((value) =>
      Array.isArray(value) ? value.map((one: string) => this.interner.numberOf(one)) : [],
    );
    const codes = column.kind === "codes8" ? 256 : lists.length;
    const [starts, members] = [this.scratch((codes + 2) * 4), this.scratch(lists.flat().length * 4)];
    this.arena.i32(members.address, lists.flat().length).set(lists.flat());
    const view = this.arena.u32(starts.address, codes + 2);
    for (let i = 1; i < view.length; i++) view[i] = (view[i - 1] as number) + (lists[i - 2]?.length ?? 0);
    this.push("holds", BYTES[column.kind], this.columnPlace(column), starts, members, texts, out);
  }
}

/** Numbers for texts, the same for the same text. */
export class TextNumbers {
  private readonly numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, known);
    return known;
  }
}
