/**
 * What the SQL generator asks of an engine. Every function takes and gives text of SQL; operands named
 * "simple" are columns or literals, safe to write twice. Values arrive as JavaScript and leave quoted: no text of a user is
 * ever pasted. The meaning is the policy document's, so two-valued tests stay two-valued whatever the engine does with null.
 */
import type { ValueType } from "../program.ts";

/** How whole hundredths are held: in 64 bits, or in the engine's widest exact integers. */
export type Width = "narrow" | "wide";

export type DialectName = "duckdb" | "postgresql" | "clickhouse";

export interface Dialect {
  readonly name: DialectName;
  /** Whether integers beyond 64 bits can be had; without, rows that would need them are errors. */
  readonly hasWide: boolean;
  /** Whether arithmetic on doubles raises an error where it overflows or underflows. */
  readonly throwsOnRange: boolean;

  identifier(name: string): string;
  text(value: string): string;
  number(value: number): string;
  boolean(value: boolean): string;
  texts(values: readonly string[]): string;
  whole(value: bigint, width: Width): string;
  nothing(type: ValueType): string;
  /** A source column as the type that facts are computed in; null stays null. */
  read(column: string, type: ValueType): string;
  /** A source column as text, for names. */
  asText(column: string): string;
  /** A list's items with ` | ` between them, `none` for an empty one. Simple operand that is not null. */
  listAsText(list: string): string;

  when(branches: readonly (readonly [test: string, then: string])[], otherwise: string | null): string;
  /** True where a test of simple operands, some of which may be null, is true; else false, never null. */
  truth(test: string, nullable: readonly string[]): string;
  /** `=` of the policy document: null equals only null. Simple operands. */
  same(left: string, right: string): string;
  /** Three-valued; simple operands. */
  and(left: string, right: string): string;
  or(left: string, right: string): string;
  oneOf(value: string, constants: readonly string[]): string;
  coalesce(value: string, otherwise: string): string;
  least(values: readonly string[]): string;
  greatest(values: readonly string[]): string;

  /** A double without a fraction as a whole number. */
  toWhole(value: string, width: Width): string;
  /** Division of whole numbers, truncated toward zero; simple operands. */
  div(left: string, right: string, width: Width): string;
  /** What that division leaves; it has the sign of `left`. */
  rest(left: string, right: string, width: Width): string;
  /** Arithmetic on doubles whose range is not known: null where the result is not finite. Simple operands that are columns. */
  guarded(operator: "+" | "-" | "*" | "/", left: string, right: string): string;

  /** Of a list that is not null. */
  has(list: string, text: string): string;
  /** Whether all items are among the constants. */
  within(list: string, constants: readonly string[]): string;
  /** Whether a list holds an item twice or a null. Simple operand. */
  repeats(list: string): string;

  /** Sum of a whole number over rows, exact whatever their number. */
  sum(value: string): string;
  sumOfNumbers(value: string): string;
  /** The number of rows where a test is true. */
  countIf(test: string): string;
  count(): string;
  /** One more stage around a query; it must stay a stage of its own, so that what it computes is computed once. */
  stage(selected: readonly string[], from: string, isInner: boolean): string;
  /** What must stand at the end of a whole statement. */
  readonly settings: string;
}
