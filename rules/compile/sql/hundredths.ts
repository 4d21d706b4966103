/**
 * Whole hundredths in SQL: how wide they must be for a version, and the arithmetic of amounts. 64 bits serve wherever no limit of
 * the version can outgrow them; else the engine's widest integers do, to 10^26 hundredths. A limit beyond `most` makes its row an error
 * (`too-large`), never a wrong figure. Amounts are cut at `cap`, which lies so far beyond that no outcome tells the difference.
 */
import type { NodeId, RuleProgram, ValueAmount, VersionProgram } from "../program.ts";
import type { Width } from "./dialect.ts";
import { type Piece, piece } from "./stages.ts";
import type { Values } from "./values.ts";

const LARGEST_BEFORE = 1e14;
const WIDE_MOST = 10n ** 26n;
const NARROW_BITS = 58;
const BASE = 10_000n;

export interface Sizes {
  readonly width: Width;
  /** Largest limit that is exact. */
  readonly most: bigint;
  readonly cap: bigint;
  /** Larger than any key of a reason. */
  readonly none: bigint;
  /** Whether a limit can reach `most`. */
  readonly canExceed: boolean;
}

/** `scale` is what steps are multiplied by to put reasons in order: 1 where they are not. */
export function sizesOf(values: Values, version: VersionProgram, scale: number): Sizes {
  const largest = largestLimit(values, version);
  const narrowMost = 2n ** BigInt(NARROW_BITS - Math.ceil(Math.log2(scale)));
  const fits = largest < Number(narrowMost);
  const width: Width = fits || !values.dialect.hasWide ? "narrow" : "wide";
  const most = width === "narrow" ? narrowMost : WIDE_MOST;
  return { width, most, cap: 4n * most, none: width === "narrow" ? 2n ** 62n : 10n ** 37n, canExceed: !(width === "narrow" && fits) };
}

/** A bound of all limits on the way, in hundredths: every step of `sequential` may follow the others, otherwise one alone is taken. */
function largestLimit(values: Values, { strategy, rules }: VersionProgram): number {
  const after = (before: number, rule: RuleProgram) => Math.max(before, largestAfter(values, rule, before));
  if (strategy === "sequential") return rules.reduce(after, LARGEST_BEFORE);
  return Math.max(LARGEST_BEFORE, ...rules.map((rule) => largestAfter(values, rule, LARGEST_BEFORE)));
}

function largestAfter(values: Values, { type, amount }: RuleProgram, before: number): number {
  if (amount === null || type === "decrease") return before;
  if (amount.kind === "percent") return before * (1 + amount.basisPoints / 10_000) * 1.0001;
  const most = amount.kind === "amount" ? amount.hundredths : values.ranges.of(amount.value).most * 100.01;
  return type === "set" ? most : before + most;
}

/** The arithmetic of one version's limits. */
export class Hundredths {
  constructor(
    private readonly values: Values,
    readonly sizes: Sizes,
  ) {}

  whole(value: number | bigint): string {
    return this.values.dialect.whole(BigInt(value), this.sizes.width);
  }

  /** Of a money fact that is checked elsewhere; 0, or null where asked, where it is not money. */
  ofMoney(id: NodeId, otherwise: "zero" | "null"): Piece {
    const { dialect, stages } = this.values;
    const { width } = this.sizes;
    return stages.column(
      piece([this.values.simple(id)], (x) => {
        const cents = dialect.toWhole(`floor(${x} * ${dialect.number(100)} + ${dialect.number(0.5)})`, width);
        return dialect.when([[`abs(${x}) <= ${dialect.number(1e12)}`, cents]], otherwise === "zero" ? this.whole(0) : null);
      }),
    );
  }

  /** Of any value: rounded half away from zero, null where it is null. */
  ofAmount({ value }: ValueAmount): Piece {
    const { dialect, stages } = this.values;
    const { number } = dialect;
    const cap = number(Number(this.sizes.cap));
    const given = this.values.simple(value);
    const scaled = stages.column(
      piece([given], (x) => {
        const isSmall = `abs(${x}) < ${number(Number(this.sizes.cap) / 100)}`;
        return dialect.when(
          [
            [isSmall, `abs(${x}) * ${number(100)}`],
            [`${x} IS NOT NULL`, cap],
          ],
          null,
        );
      }),
    );
    const size = stages.column(
      piece([scaled], (y) => {
        const up = dialect.when([[`${y} - floor(${y}) >= ${number(0.5)}`, number(1)]], number(0));
        const cents = dialect.toWhole(`floor(${y}) + ${up}`, this.sizes.width);
        return dialect.when(
          [
            [`${y} < ${cap}`, cents],
            [`${y} IS NOT NULL`, this.whole(this.sizes.cap)],
          ],
          null,
        );
      }),
    );
    return stages.column(piece([given, size], (x, y) => dialect.when([[`${x} < 0`, `-${y}`]], y as string)));
  }

  /** A percentage of a limit, truncated toward zero. */
  share(limit: string, basisPoints: number): string {
    const { dialect } = this.values;
    const { width } = this.sizes;
    const [base, points] = [this.whole(BASE), this.whole(basisPoints)];
    if (width === "wide") return dialect.div(`(${limit} * ${points})`, base, width);
    const rest = dialect.div(`(${dialect.rest(limit, base, width)} * ${points})`, base, width);
    return `(${dialect.div(limit, base, width)} * ${points} + ${rest})`;
  }

  /** The least whole number that is not below a percentage of a limit that is not negative. */
  shareUp(limit: string, basisPoints: number): string {
    const { dialect } = this.values;
    const { width } = this.sizes;
    const [base, points] = [this.whole(BASE), this.whole(basisPoints)];
    const rest = dialect.div(`(${dialect.rest(limit, base, width)} * ${points} + ${this.whole(BASE - 1n)})`, base, width);
    return `(${dialect.div(limit, base, width)} * ${points} + ${rest})`;
  }
}
