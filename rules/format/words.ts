/** What a comparison's figures say, in the words that its page and its report share. */
import type { ChangeBin, ChangeMeasure, Interval, LimitBand, Look, SwapSet } from "#rules/figures";
import { formatPercent, formatSignedMoney, withSign } from "./figures.ts";

const MEAN = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** A mean of an outcome observed later: a percentage where it is a rate. */
export function meanText(mean: number, rate: boolean): string {
  return rate ? formatPercent(mean) : withSign(mean, MEAN.format(Math.abs(mean)));
}

/** "38.1 – 39.9 %". */
export function intervalText({ low, high }: Interval, rate: boolean): string {
  if (!rate) return `${meanText(low, false)} – ${meanText(high, false)}`;
  return `${(low * 100).toFixed(1)} – ${(high * 100).toFixed(1)} %`;
}

/** 50000 → "50k": room for a figure in a narrow cell. */
export function shortAmount(value: number): string {
  return withSign(value, shortText(Math.abs(value)));
}

/** The same with a sign before a gain. */
export function shortSigned(value: number): string {
  return withSign(value, shortText(Math.abs(value)), "+");
}

function shortText(magnitude: number): string {
  const [unit, name] = magnitude >= 999_500_000 ? [1e9, "bn"] : magnitude >= 999_500 ? [1e6, "m"] : magnitude >= 1e3 ? [1e3, "k"] : [1, ""];
  const scaled = magnitude / unit;
  return `${Number(scaled.toFixed(scaled >= 100 || unit === 1 ? 0 : 1))}${name}`;
}

/** "20k – 50k". */
export function bandLabel({ from, to }: LimitBand): string {
  if (to === null) return `${shortAmount(from)} +`;
  return from === 0 ? `< ${shortAmount(to)}` : `${shortAmount(from)} – ${shortAmount(to)}`;
}

export const MEASURE_WORDS: Record<ChangeMeasure, string> = {
  "limit-percent": "change of limit, in percent",
  limit: "change of limit",
  available: "change of available credit",
};

/** Under a bar: its outer edge. */
export function binLabel({ from, to }: ChangeBin, measure: ChangeMeasure): string {
  const edge = to === null || (from !== null && from < 0) ? from : to;
  if (edge === null) return "less";
  const text = measure === "limit-percent" ? formatSignedMoney(edge) : shortSigned(edge);
  return to === null ? `${text} +` : text;
}

/** "−20 % to below −10 %". */
export function binWords({ key, from, to }: ChangeBin, measure: ChangeMeasure): string {
  const text = (edge: number) => (measure === "limit-percent" ? `${formatSignedMoney(edge)} %` : formatSignedMoney(edge));
  if (key === "0") return "no change";
  if (from === null) return `below ${text(to ?? 0)}`;
  if (to === null) return `${text(from)} or more`;
  return from === 0 ? `more than 0 to below ${text(to)}` : `${text(from)} to below ${text(to)}`;
}

export const SWAP_WORDS: Record<SwapSet, string> = {
  both: "restricted by both",
  restricted: "newly restricted",
  released: "released",
  neither: "restricted by neither",
};

export const LOOK_WORDS: Record<Look, string> = {
  worse: "worse than the newly restricted, beyond chance: the intervals do not meet",
  "perhaps-worse": "worse than the newly restricted, though within chance",
  few: "too few with a known value to tell",
};

/** A group's rate over that of the standard. Rounding hides no look: what is below `limit` does not read as it. */
export function ratioText(ratio: number | null, limit: number): string {
  if (ratio === null) return "–";
  const text = ratio.toFixed(2);
  return ratio < limit && text === limit.toFixed(2) ? `< ${text}` : text;
}

/** Reasons as told: "LNK-02, CAP-02". */
export function reasonsText(codes: readonly string[]): string {
  return codes.length === 0 ? "none" : codes.join(", ");
}
