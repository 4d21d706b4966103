/** What both versions mean for the book: limits, drawing, exposure and loss. */
import type { PackedOutcomes } from "#rules/columns";
import { fromHundredths } from "#rules/policy";
import { comparedRows, inAll } from "./masks.ts";
import { codesOf } from "./tally.ts";
import { IS_RESTRICTIVE } from "./treatment.ts";
import type { Compared, Mask } from "./types.ts";

/** What a loss is reckoned with. */
export interface LossAssumptions {
  /** Share of the available credit that is drawn before a default, 0 to 1. */
  readonly ccf: number;
  /** Share of the exposure that is lost in a default, 0 to 1. */
  readonly lgd: number;
  /** Probability of default, 0 to 1: of each row, NaN where not known, or one for all. */
  readonly pd: Float64Array | number;
}

export interface BookOptions {
  readonly only?: Mask | undefined;
  /** By row in currency, NaN where not known. */
  readonly balance?: Float64Array | undefined;
  readonly assumptions?: LossAssumptions | undefined;
  /** Rows that were late lately. */
  readonly delinquent?: Mask | undefined;
}

/** One side's figures, money in currency. Null where what they need is not given. */
export interface BookSide {
  readonly limit: number;
  /** Of those whose available credit is known. */
  readonly available: number;
  /** Sum of balances over sum of limits, of those whose balance is known. */
  readonly utilisation: number | null;
  /** Borrowers whose balance is above the limit after. */
  readonly overLimit: number | null;
  /** Balance + CCF × available credit, of those of whom both are known. */
  readonly exposureAtDefault: number | null;
  /** Exposure at default × LGD × PD, of those whose PD is known as well. */
  readonly expectedLoss: number | null;
  /** Borrowers restricted without having been late lately. */
  readonly cutsWithoutDelinquency: number | null;
}

export interface Book {
  readonly borrowers: number;
  /** How many the figures that need a balance, or a probability of default, are about. */
  readonly withBalance: number;
  readonly withProbability: number;
  readonly baseline: BookSide;
  readonly candidate: BookSide;
}

export function bookOf(compared: Compared, options: BookOptions = {}): Book {
  const rows = inAll([comparedRows(compared), options.only]) as Mask;
  const [a, b] = [sumsOf(compared.baseline, rows, options), sumsOf(compared.candidate, rows, options)];
  return {
    borrowers: a.borrowers,
    withBalance: a.withBalance,
    withProbability: a.withProbability,
    baseline: sideOf(a, options),
    candidate: sideOf(b, options),
  };
}

type Sums = ReturnType<typeof noSums>;

function noSums() {
  return {
    borrowers: 0,
    limit: 0,
    available: 0,
    withBalance: 0,
    balance: 0,
    limitWithBalance: 0,
    overLimit: 0,
    exposures: 0,
    exposure: 0,
    withProbability: 0,
    loss: 0,
    cutsWithoutDelinquency: 0,
  };
}

/** Money in hundredths. */
function sumsOf(outcomes: PackedOutcomes, rows: Mask, { balance, assumptions, delinquent }: BookOptions): Sums {
  const sums = noSums();
  const { decision } = codesOf(outcomes);
  for (let row = 0; row < rows.length; row++) {
    if (rows[row] === 0) continue;
    const limit = outcomes.limitAfter[row] as number;
    const available = outcomes.available[row] as number;
    sums.borrowers++;
    sums.limit += limit;
    if (!Number.isNaN(available)) sums.available += available;
    if (balance !== undefined) addBalance(sums, 100 * (balance[row] as number), limit, available, assumptions, row);
    if (delinquent?.[row] === 0) sums.cutsWithoutDelinquency += IS_RESTRICTIVE[decision[outcomes.kind[row] as number] as number] as number;
  }
  return sums;
}

function addBalance(
  sums: Sums,
  balance: number,
  limit: number,
  available: number,
  assumed: LossAssumptions | undefined,
  row: number,
): void {
  if (Number.isNaN(balance)) return;
  sums.withBalance++;
  sums.balance += balance;
  sums.limitWithBalance += limit;
  if (balance > limit) sums.overLimit++;
  if (assumed === undefined) return;
  const { exposure, loss } = exposureAt(balance, available, assumed, row);
  if (Number.isNaN(exposure)) return;
  sums.exposures++;
  sums.exposure += exposure;
  if (Number.isNaN(loss)) return;
  sums.withProbability++;
  sums.loss += loss;
}

/** Hundredths; NaN where something that it needs is not known. */
function exposureAt(
  balance: number,
  available: number,
  { ccf, lgd, pd }: LossAssumptions,
  row: number,
): { exposure: number; loss: number } {
  const exposure = balance + ccf * available;
  return { exposure, loss: exposure * lgd * (typeof pd === "number" ? pd : (pd[row] as number)) };
}

/** What each row of a side adds to exposure at default and expected loss, in hundredths; NaN where it adds to neither. `balance` in currency. */
export function exposureRows(
  { available, kind, kinds }: PackedOutcomes,
  balance: Float64Array,
  assumed: LossAssumptions,
): { readonly exposure: Float64Array; readonly loss: Float64Array } {
  const parts = Array.from(available, (open, row) =>
    kinds[kind[row] as number] ? exposureAt(100 * (balance[row] as number), open, assumed, row) : NOTHING,
  );
  return { exposure: Float64Array.from(parts, (one) => one.exposure), loss: Float64Array.from(parts, (one) => one.loss) };
}

const NOTHING = { exposure: Number.NaN, loss: Number.NaN };

function sideOf(sums: Sums, { delinquent }: BookOptions): BookSide {
  const known = sums.withBalance > 0;
  return {
    limit: fromHundredths(sums.limit),
    available: fromHundredths(sums.available),
    utilisation: known && sums.limitWithBalance > 0 ? sums.balance / sums.limitWithBalance : null,
    overLimit: known ? sums.overLimit : null,
    exposureAtDefault: sums.exposures > 0 ? fromHundredths(sums.exposure) : null,
    expectedLoss: sums.withProbability > 0 ? fromHundredths(sums.loss) : null,
    cutsWithoutDelinquency: delinquent === undefined ? null : sums.cutsWithoutDelinquency,
  };
}
