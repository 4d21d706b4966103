/** Facts that a borrower can move: which the policy reads, which way they go, on which grid their values stand, and what a move costs. */
import { type Fact, type FactValue, MONEY_MAX, type ValidPolicy } from "#rules/policy";
import { factsRead } from "./facts-read.ts";

/** Facts of the borrower that decide outcomes and may be moved; the limit is not the borrower's to move. */
export function movableFacts(policy: ValidPolicy): Fact[] {
  const read = factsRead(policy);
  return [...policy.facts.values()].filter(
    (fact) =>
      fact.change !== "none" && !fact.protected && fact.scope === "borrower" && fact.name !== policy.limit.fact && read.has(fact.name),
  );
}

// --- numbers on a grid -----------------------------------------------------------------------------

/** Distance of two values; a number fact's own has no grid, and moves by ten-thousandths. */
export function unitOf({ type }: Fact): number {
  return type === "integer" ? 1 : type === "money" ? 0.01 : 0.0001;
}

const DECIMALS = 4;

/** The value of the grid at a place. */
export function valueAtPlace(fact: Fact, place: number): number {
  return fact.type === "integer" ? place : Number((place * unitOf(fact)).toFixed(fact.type === "money" ? 2 : DECIMALS));
}

/** The places on the grid that the fact may take, from the one beside its value outwards; `toward` is 1 up, −1 down. */
export interface Track {
  readonly fact: Fact;
  readonly from: number;
  readonly toward: 1 | -1;
  /** The first place beyond the present value, and the last that is valid. */
  readonly first: number;
  readonly last: number;
}

/** The ways that a number may go; none where it is not known or stands at its bound. */
export function tracksOf(fact: Fact, value: FactValue | undefined): Track[] {
  if (typeof value !== "number") return [];
  const unit = unitOf(fact);
  const most = fact.type === "money" ? MONEY_MAX : fact.type === "integer" ? 1e12 : 1e9;
  const [low, high] = [Math.ceil((fact.min ?? -most) / unit - 1e-6), Math.floor((fact.max ?? most) / unit + 1e-6)];
  const above = placeAbove(fact, value);
  const below = -placeAbove(fact, -value);
  const tracks: Track[] = [
    { fact, from: value, toward: 1, first: above, last: high },
    { fact, from: value, toward: -1, first: below, last: low },
  ];
  return tracks.filter(
    ({ toward, first, last }) =>
      (fact.change === "either" || (fact.change === "increase") === (toward === 1)) && (last - first) * toward >= 0,
  );
}

/** The first place whose value is above a number. */
export function placeAbove(fact: Fact, value: number): number {
  const place = Math.floor(value / unitOf(fact) + 1e-6);
  return valueAtPlace(fact, place) > value ? place : place + 1;
}

// --- what is not a number --------------------------------------------------------------------------

/** Every value that a truth, text or list may be changed to in one step. */
export function otherValues(fact: Fact, value: FactValue | undefined): FactValue[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "boolean") return fact.change === "either" || (fact.change === "increase") !== value ? [!value] : [];
  if (typeof value === "string") return fact.change === "either" ? (fact.values ?? []).filter((other) => other !== value) : [];
  if (typeof value === "number") return [];
  const fewer = fact.change === "increase" ? [] : value.map((gone) => value.filter((text) => text !== gone));
  const more =
    fact.change === "decrease" ? [] : (fact.values ?? []).filter((text) => !value.includes(text)).map((text) => [...value, text]);
  return [...fewer, ...more];
}

/** How far a move goes, the further the more: of a number, the part of the fact's range or, without one, of the sum of both values' sizes; else 1. */
export function costOf(fact: Fact, from: FactValue, to: FactValue): number {
  if (typeof from !== "number" || typeof to !== "number") return 1;
  const scale = fact.min !== null && fact.max !== null ? fact.max - fact.min : Math.abs(from) + Math.abs(to);
  return Math.abs(to - from) / scale;
}
