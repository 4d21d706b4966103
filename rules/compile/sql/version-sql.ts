/** One version's outcome as columns of SQL. */
import type { Program, VersionProgram } from "../program.ts";
import { firstError, numberOf, type RowError } from "./checks.ts";
import { type Combined, Combining } from "./combine.ts";
import { Hundredths, sizesOf } from "./hundredths.ts";
import { keyFactors, Reasons } from "./reasons.ts";
import { type Settled, Settling } from "./settle.ts";
import { type Piece, piece } from "./stages.ts";
import { Steps } from "./steps.ts";
import type { Values } from "./values.ts";

/** Bits of one word of a set. */
export const WORD = 32;

/** Columns of one version; only those that are asked for are computed. */
export class VersionSql {
  readonly error: Piece;
  readonly before: Piece;
  readonly settled: Settled;
  private readonly combined: Combined;
  private readonly money: Hundredths;
  private readonly steps: Steps;
  private readonly settling: Settling;

  constructor(
    private readonly values: Values,
    private readonly version: VersionProgram,
    errors: RowError[],
  ) {
    const { base, places } = keyFactors(values.program, version);
    const sizes = sizesOf(values, version, version.strategy === "sequential" ? base * places : 1);
    this.money = new Hundredths(values, sizes);
    this.before = this.money.ofMoney(version.limit.value, "zero");
    this.steps = new Steps(values, this.money, this.before);
    this.combined = new Combining(values, this.money, this.steps, version).combine();
    this.settling = new Settling(values, this.money, this.before, version);
    this.settled = this.settling.settle(this.combined);
    this.error = this.withTooLarge(firstError(values, version, errors), errors);
  }

  get width() {
    return this.money.sizes.width;
  }

  /** Null where the policy names no balance. */
  available(): Piece | null {
    return this.settling.available(this.settled);
  }

  review(): Piece {
    return this.settling.review(this.settled, this.combined);
  }

  /** Four places in the program's reasons, −1 where there are fewer. */
  reasons(): readonly Piece[] {
    return new Reasons(this.values, this.money, this.steps, this.version).told(this.combined, this.settled);
  }

  /** The rules that fired, one bit a rule in the total order. */
  fired(): readonly Piece[] {
    return this.words(this.combined.steps.map(({ fired }) => fired));
  }

  /** The place of the one applied rule; null under `sequential`, where those that fired were applied. */
  applied(): Piece | null {
    return this.combined.applied;
  }

  /** The guardrails that bound, one bit each. */
  bound(): readonly Piece[] {
    return this.words(this.settled.bound);
  }

  private words(bits: readonly Piece[]): readonly Piece[] {
    const { dialect, stages } = this.values;
    return Array.from({ length: Math.ceil(bits.length / WORD) }, (_, word) =>
      stages.column(
        piece(bits.slice(word * WORD, (word + 1) * WORD), (...tests) =>
          tests.map((test, i) => dialect.when([[test, dialect.whole(2n ** BigInt(i), "narrow")]], dialect.whole(0n, "narrow"))).join(" + "),
        ),
      ),
    );
  }

  private withTooLarge(error: Piece, errors: RowError[]): Piece {
    const { most, canExceed } = this.money.sizes;
    if (!canExceed) return error;
    const { dialect, stages } = this.values;
    const number = numberOf(errors, { code: "too-large", fact: this.version.policy.limit.fact });
    const limits = this.version.strategy === "sequential" ? [this.combined.limit] : [this.settled.limit];
    return stages.column(
      piece([error, ...limits], (e, ...all) =>
        dialect.when([[`${e} = 0 AND (${all.map((l) => `${l} > ${this.money.whole(most)}`).join(" OR ")})`, `${number}`]], e as string),
      ),
    );
  }
}

/** The nodes that a program's outcomes start from. */
export function rootsOf({ versions }: Program): number[] {
  return versions.flatMap(({ limit, rules, guardrails }) => [
    limit.value,
    ...(limit.balance === null ? [] : [limit.balance]),
    ...rules.flatMap(({ condition, amount }) => [condition, ...(amount?.kind === "value" ? [amount.value] : [])]),
    ...guardrails.flatMap(({ when, bound }) => [...(when === null ? [] : [when]), ...(bound.kind === "value" ? [bound.value] : [])]),
  ]);
}
