/**
 * The figures' groups by the names that stand in URLs, as in `where.band=50000-20000`: each laid out once a comparison, when first asked
 * for. And the rows behind a group, whatever drew it.
 */
import { type Decision, DECISIONS } from "#rules/evaluate";
import {
  type BandGrouping,
  bandGroups,
  byKind,
  type ChangeMeasure,
  changeBins,
  comparedRows,
  factGroups,
  type Grouping,
  inAll,
  type Mask,
  migrationGroups,
  reasonMoves,
  RESTRICTIVE,
  rowsDecided,
  rowsOf,
  rowsTold,
  type SideName,
  swapSetGroups,
} from "#rules/figures";
import { type Assumed, balanceOf, lateRows } from "./book";
import type { Shown } from "./shown";
import { findSubject, valuesOf } from "./subjects";

const kept = new WeakMap<Shown["outcomes"], Map<string, Grouping>>();

/** Null where there is no grouping of that name. */
export function groupingNamed(shown: Shown, name: string): Grouping | null {
  const groupings = kept.get(shown.outcomes) ?? new Map<string, Grouping>();
  kept.set(shown.outcomes, groupings);
  const made = groupings.get(name) ?? makeGrouping(shown, name);
  if (made !== null) groupings.set(name, made);
  return made;
}

function makeGrouping(shown: Shown, name: string): Grouping | null {
  const { outcomes } = shown;
  const [kind, ...rest] = name.split(".");
  const of = rest.join(".");
  switch (kind) {
    case "decision":
      return migrationGroups(outcomes);
    case "swap":
      return swapSetGroups(outcomes);
    case "band":
      return bandGroups(outcomes);
    case "reasons":
      return reasonMoves(outcomes);
    case "change":
      return isChangeMeasure(of) ? changeBins(outcomes, of) : null;
    case "by": {
      const subject = findSubject(shown, of);
      return subject && factGroups(outcomes, valuesOf(shown, subject));
    }
    default:
      return null;
  }
}

function isChangeMeasure(text: string): text is ChangeMeasure {
  return text === "limit-percent" || text === "limit" || text === "available";
}

/** The rows that `where.NAME=KEY` keeps; null where the name is none. */
export function rowsWhere(shown: Shown, name: string, key: string, { assumptions, observed }: Assumed): Mask | null {
  const grouping = groupingNamed(shown, name);
  if (grouping !== null) return rowsOf(grouping, key);
  if (name === "seen") return observed && Uint8Array.from(observed, (value) => (Number.isNaN(value) ? 0 : 1));
  const [side, code] = sidedKey(key);
  if (side === null) return null;
  const outcomes = shown.outcomes[side];
  switch (name) {
    case "decided":
      return rowsDecided(outcomes, new Set(DECISIONS.filter((decision) => decision === code)));
    case "review":
      return byKind(outcomes, ({ review }) => review);
    case "told":
      return rowsTold(outcomes, code);
    case "over":
      return overLimit(shown, side);
    case "restricted":
      return rowsDecided(outcomes, RESTRICTIVE);
    case "unrestricted":
      return rowsDecided(outcomes, UNRESTRICTIVE);
    case "cut": {
      const late = lateRows(shown, assumptions.late);
      return late && (inAll([rowsDecided(outcomes, RESTRICTIVE), late.map((bit) => 1 - bit)]) ?? null);
    }
    case "banded":
      return rowsBanded(shown, side, code);
    default:
      return null;
  }
}

const UNRESTRICTIVE: ReadonlySet<Decision> = new Set(DECISIONS.filter((decision) => !RESTRICTIVE.has(decision)));

/** Rows whose limit one side leaves in the band that begins at `from`. */
function rowsBanded(shown: Shown, side: SideName, from: string): Mask | null {
  const { bands, groups, groupOf } = groupingNamed(shown, "band") as BandGrouping;
  const place = bands.findIndex((band) => String(band.from) === from);
  return place < 0 ? null : Uint8Array.from(groupOf, (group) => Number(groups[group]?.[side] === place));
}

/** Such as `candidate:freeze`, or only `candidate`. */
export function sidedKey(key: string): [SideName | null, string] {
  const at = key.indexOf(":");
  const side = at < 0 ? key : key.slice(0, at);
  return [side === "baseline" || side === "candidate" ? side : null, at < 0 ? "" : key.slice(at + 1)];
}

function overLimit(shown: Shown, side: SideName): Mask | null {
  const balance = balanceOf(shown);
  const { limitAfter } = shown.outcomes[side];
  return (
    balance &&
    comparedRows(shown.outcomes).map((bit, row) => Number(bit === 1 && 100 * (balance[row] as number) > (limitAfter[row] as number)))
  );
}
