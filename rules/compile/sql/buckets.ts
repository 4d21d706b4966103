/**
 * Numbers by groups, in SQL: the place of a value among given edges, and the buckets with two significant digits that
 * rules/portfolio/number-buckets.ts defines. Both give the very same bucket: every edge is one exact product or quotient.
 */
import type { Dialect } from "./dialect.ts";
import { type Piece, piece } from "./stages.ts";
import type { Values } from "./values.ts";

/** How many of the ascending edges a value reaches, as a balanced tree of tests. Simple operand. */
export function reached(dialect: Dialect, value: string, edges: readonly string[], result: (place: number) => string): string {
  const among = (from: number, to: number): string => {
    if (from === to) return result(from);
    const middle = (from + to) >> 1;
    return dialect.when([[`${value} < ${edges[middle]}`, among(from, middle)]], among(middle + 1, to));
  };
  return among(0, edges.length);
}

const LEAST_EXPONENT = -9;
const DECADES = 28;
const A_DECADE = 90;
const POWERS = Array.from({ length: DECADES - 1 }, (_, i) => Number(`1e${LEAST_EXPONENT + 1 + i}`));
/** The edge with the digits d of decade i is d times the one, by the other: 10 to the (i − 10). */
const times = (decade: number) => 10 ** Math.max(0, decade - 10);
const by = (decade: number) => 10 ** Math.max(0, 10 - decade);

/** A number's bucket, farther from zero by a half where the number is not whole. A column or literal, which must not be null where it counts. */
export function bucketOf({ dialect, stages }: Values, value: Piece): Piece {
  const { number, when } = dialect;
  const column = (operands: readonly Piece[], write: (...sql: string[]) => string) => stages.column(piece(operands, write));
  const size = column([value], (v) => `abs(${v})`);
  const powers = POWERS.map(number);
  const ofDecade = (figure: (decade: number) => number) =>
    column([size], (a) => reached(dialect, a as string, powers, (i) => number(figure(i))));
  const [first, up, down] = [ofDecade((i) => i * A_DECADE), ofDecade(times), ofDecade(by)];
  // At most one beside the digits: the product may be rounded.
  const near = column([size, up, down], (a, m, q) => `floor(${a} * ${q} / ${m})`);
  const capped = column([near], (n) => when([[`${n} < ${number(100)}`, n as string]], number(100)));
  const digits = column([capped, size, up, down, value], (n, a, m, q, v) => {
    const reaches = (d: string) => `(${d} * ${m} / ${q} < ${a} OR (${d} * ${m} / ${q} = ${a} AND ${v} > 0))`;
    const next = `(${n} + ${number(1)})`;
    return when(
      [
        [reaches(next), next],
        [reaches(n as string), n as string],
      ],
      `(${n} - ${number(1)})`,
    );
  });
  const place = column([first, digits], (f, d) => `(${f} + ${d} - ${number(10)})`);
  const within = column([place], (k) => {
    const last = number(DECADES * A_DECADE - 1);
    return when(
      [
        [`${k} < 0`, number(0)],
        [`${k} > ${last}`, last],
      ],
      k as string,
    );
  });
  const distance = column([within, value], (k, v) => `(${k} + ${when([[`${v} = floor(${v})`, number(1)]], number(1.5))})`);
  return column([value, distance], (v, k) =>
    when(
      [
        [`${v} > 0`, k as string],
        [`${v} < 0`, `(${number(0)} - ${k})`],
      ],
      number(0),
    ),
  );
}
