/**
 * One borrower's values and conditions under a set of changes, read one by one: amounts and bounds that come from facts, and conditions that
 * were not compiled. What the same changed definitions give is computed once a row.
 */
import { type RawBatch, valueAt } from "#rules/compile";
import { evaluateExpression } from "#rules/evaluate";
import { type Condition, type FactValue, factsOf, roundToHundredths, type TestCondition } from "#rules/policy";
import type { ChangeSet, Definitions } from "./definitions.ts";

export class RowReader {
  row = -1;
  private readonly values = new Map<string, RowValue>();

  constructor(
    readonly definitions: Definitions,
    readonly batch: RawBatch,
  ) {}

  /** A fact or derived fact by name. */
  value(name: string): RowValue {
    const value = this.values.get(name) ?? new RowValue(this, name);
    this.values.set(name, value);
    return value;
  }

  /** Whether a condition is true. */
  isTrue(condition: Condition, set: ChangeSet): boolean {
    switch (condition.kind) {
      case "all":
        return condition.conditions.every((c) => this.isTrue(c, set));
      case "any":
        return condition.conditions.some((c) => this.isTrue(c, set));
      case "not":
        return !this.isTrue(condition.condition, set);
      case "reference":
        return this.isTrue(this.definitions.condition(condition.name, this.definitions.sound(set)), set);
      case "test":
        return this.passes(condition, set);
      default:
        return condition satisfies never;
    }
  }

  private passes({ fact, operator, operand }: TestCondition, set: ChangeSet): boolean {
    const actual = this.value(fact).under(set);
    const expected = operand.kind === "fact" ? this.value(operand.fact).under(set) : operand.value;
    switch (operator) {
      case "equal":
        return actual === expected;
      case "notEqual":
        return actual !== expected;
      case "in":
        return Array.isArray(expected) && expected.includes(actual);
      case "notIn":
        return !(Array.isArray(expected) && expected.includes(actual));
      case "contains":
        return Array.isArray(actual) && actual.includes(expected);
      case "doesNotContain":
        return Array.isArray(actual) && !actual.includes(expected);
      default:
        return typeof actual === "number" && typeof expected === "number" && ORDERINGS[operator](actual, expected);
    }
  }
}

const ORDERINGS = {
  lessThan: (a: number, b: number) => a < b,
  lessThanInclusive: (a: number, b: number) => a <= b,
  greaterThan: (a: number, b: number) => a > b,
  greaterThanInclusive: (a: number, b: number) => a >= b,
} as const;

/** Values that more changes can alter are computed anew each time: their combinations are too many. */
const MOST_REMEMBERED = 10;

/** A definition with what it reads. */
type Reading = ReturnType<Definitions["value"]> & { readonly reads: readonly RowValue[] };

/** A fact or derived fact, for the reader's row: its value by which of the changes that can alter it are in the set. */
export class RowValue {
  private readonly changes: readonly number[];
  private readonly isRemembered: boolean;
  /** By combination of the changes: the value, and the row that it was computed for. */
  private readonly known: FactValue[] = [];
  private readonly rows: number[] = [];
  /** Where no change alters what it reads. */
  private readonly fixed: Reading | null;

  constructor(
    private readonly reader: RowReader,
    private readonly name: string,
  ) {
    this.changes = reader.definitions.changesOfValue(name);
    this.isRemembered = this.changes.length <= MOST_REMEMBERED;
    this.fixed = this.changes.length === 0 ? this.readingUnder(NO_CHANGES) : null;
  }

  under(set: ChangeSet): FactValue {
    if (!this.isRemembered) return this.compute(set);
    const at = memberBits(this.changes, set);
    const { row } = this.reader;
    if (this.rows[at] !== row) {
      this.known[at] = this.compute(set);
      this.rows[at] = row;
    }
    return this.known[at] as FactValue;
  }

  /** As money, in whole hundredths; null where it is none. */
  hundredthsUnder(set: ChangeSet): number | null {
    const value = this.under(set);
    return typeof value === "number" ? roundToHundredths(value) : null;
  }

  private compute(set: ChangeSet): FactValue {
    const { reader, name } = this;
    const { value, scenario, reads } = this.fixed ?? this.readingUnder(set);
    if (value.kind === "fact") {
      const given = valueAt(reader.batch.columns.get(name), reader.row);
      return (given === undefined && value.scope === "scenario" ? scenario[name] : given) ?? null;
    }
    const operands: Record<string, FactValue> = {};
    for (const read of reads) operands[read.name] = read.under(set);
    return evaluateExpression(value.expression, operands) ?? value.default;
  }

  private readingUnder(set: ChangeSet): Reading {
    const { reader, name } = this;
    const definition = reader.definitions.value(name, reader.definitions.sound(set));
    const names = definition.value.kind === "derived" ? factsOf(definition.value.expression) : [];
    return { ...definition, reads: names.map((read) => reader.value(read)) };
  }
}

const NO_CHANGES: ChangeSet = new Uint8Array();

/** Which of some changes are in a set, as the number of a combination: bit j for `changes[j]`. */
export function memberBits(changes: readonly number[], set: ChangeSet): number {
  let bits = 0;
  for (let j = 0; j < changes.length; j++) bits |= (set[changes[j] as number] as number) << j;
  return bits;
}
