/**
 * One borrower's values and conditions under a set of changes, read one by one: amounts and bounds that come from facts, and conditions that
 * were not compiled. What the same changed definitions give is computed once a row.
 */
import { type RawBatch, valueAt } from "#rules/compile";
import { evaluateExpression } from "#rules/evaluate";
import { type Condition, type FactValue, factsOf, roundToHundredths, type TestCondition } from "#rules/policy";
import type { ChangeSet, Definitions } from "./definitions.ts";

/** A name's values for one borrower, by which of the changes that can alter it are in the set. */
interface NameMemory {
  readonly changes: readonly number[];
  row: number;
  readonly values: Map<number, FactValue>;
}

export class RowReader {
  private row = -1;
  private readonly names = new Map<string, NameMemory>();

  constructor(
    private readonly definitions: Definitions,
    private readonly batch: RawBatch,
  ) {}

  at(row: number): void {
    this.row = row;
  }

  /** A fact's or derived fact's value. */
  value(name: string, set: ChangeSet): FactValue {
    const memory = this.memoryOf(name);
    const key = memberBits(memory.changes, set);
    const known = memory.values.get(key);
    if (known !== undefined) return known;
    const value = this.compute(name, this.definitions.sound(set));
    if (memory.changes.length <= MOST_REMEMBERED) memory.values.set(key, value);
    return value;
  }

  private memoryOf(name: string): NameMemory {
    let memory = this.names.get(name);
    if (memory === undefined) {
      memory = { changes: this.definitions.changesOfValue(name), row: this.row, values: new Map() };
      this.names.set(name, memory);
    }
    if (memory.row !== this.row) memory.values.clear();
    memory.row = this.row;
    return memory;
  }

  /** A value as money, in whole hundredths; null where it is none. */
  hundredths(name: string, set: ChangeSet): number | null {
    const value = this.value(name, set);
    return typeof value === "number" ? roundToHundredths(value) : null;
  }

  private compute(name: string, set: ChangeSet): FactValue {
    const { value, scenario } = this.definitions.value(name, set);
    if (value.kind === "fact") {
      const given = valueAt(this.batch.columns.get(name), this.row);
      return (given === undefined && value.scope === "scenario" ? scenario[name] : given) ?? null;
    }
    const operands = Object.fromEntries(factsOf(value.expression).map((read) => [read, this.value(read, set)]));
    return evaluateExpression(value.expression, operands) ?? value.default;
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
    const actual = this.value(fact, set);
    const expected = operand.kind === "fact" ? this.value(operand.fact, set) : operand.value;
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

/** Values that more changes can alter are computed anew each time: their combinations have no number. */
const MOST_REMEMBERED = 31;

/** Which of some changes are in a set, as the number of a combination: bit j for `changes[j]`. */
export function memberBits(changes: readonly number[], set: ChangeSet): number {
  let bits = 0;
  for (let j = 0; j < changes.length; j++) bits |= (set[changes[j] as number] as number) << j;
  return bits;
}
