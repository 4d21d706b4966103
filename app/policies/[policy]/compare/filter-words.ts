/** What a filter says on its chip. */
import type { BandGrouping, ChangeBin, ChangeMeasure, FactGroup, ReasonMove } from "#rules/figures";
import { bandLabel, binWords, MEASURE_WORDS, reasonsText, shortChangeName } from "#rules/format";
import { labelOf, type Locale } from "#rules/policy";
import { failureGroups } from "./failures";
import { FAILED } from "./filter-rows";
import { groupingNamed, sidedKey } from "./groupings";
import { splitKeys } from "./keys";
import { MOVES, partsLabel } from "./parts";
import { ALONE, BOTH, DRIVER, readAlone } from "./share-rows";
import { type Shown, titlesOf } from "./shown";
import { findSubject, type Subject } from "./subjects";

/** A fact, derived fact or shared condition in the reader's language. */
export function subjectLabel({ baseline, candidate }: Shown, { name, kind }: Subject, locale: Locale): string {
  if (kind === "condition") return name;
  const policy = [candidate.policy, baseline.policy].find(({ facts, derived }) => facts.has(name) || derived.has(name));
  return policy === undefined ? name : labelOf(policy, name, locale);
}

/** "limit 50k – 100k → 20k – 50k"; the bare key where it names no group. */
export function whereWords(shown: Shown, name: string, key: string, locale: Locale): string {
  return (
    shareWords(shown, name, key) ??
    sidedWords(shown, name, key) ??
    otherWords(shown, name, key) ??
    groupWords(shown, name, key, locale) ??
    `${name} ${key}`
  );
}

function shareWords(shown: Shown, name: string, key: string): string | null {
  const nameOf = (id: string) => {
    const change = shown.outcomes.versions.changes.find((one) => one.id === id);
    return change === undefined ? id : shortChangeName(change);
  };
  switch (name) {
    case DRIVER:
      return `above all by ${nameOf(key)}`;
    case ALONE: {
      const turned = readAlone(key);
      return turned && `${nameOf(turned.change)} alone: ${turned.baseline} → ${turned.candidate}`;
    }
    case BOTH:
      return `touched by ${splitKeys(key).map(nameOf).join(" and by ")}`;
    default:
      return null;
  }
}

function otherWords(shown: Shown, name: string, key: string): string | null {
  switch (name) {
    case MOVES:
      return partsLabel(shown, key);
    case FAILED: {
      const failure = failureGroups(shown).find((group) => group.key === key);
      return failure === undefined ? null : `no outcome in ${titlesOf(shown)[failure.side]}: ${failure.message}`;
    }
    case "seen":
      return `${key} is known`;
    default:
      return null;
  }
}

function sidedWords(shown: Shown, name: string, key: string): string | null {
  const [side, code] = sidedKey(key);
  if (side === null) return null;
  const title = titlesOf(shown)[side];
  switch (name) {
    case "decided":
      return `${code} in ${title}`;
    case "review":
      return `needs review in ${title}`;
    case "told":
      return `told ${code} in ${title}`;
    case "over":
      return `over limit after ${title}`;
    case "restricted":
      return `frozen, referred or decreased in ${title}`;
    case "unrestricted":
      return `neither frozen, referred nor decreased in ${title}`;
    case "banded": {
      const band = (groupingNamed(shown, "band") as BandGrouping).bands.find(({ from }) => String(from) === code);
      return band ? `limit ${bandLabel(band)} in ${title}` : null;
    }
    case "cut":
      return `restricted by ${title} without recent delinquency`;
    default:
      return null;
  }
}

function groupWords(shown: Shown, name: string, key: string, locale: Locale): string | null {
  const grouping = groupingNamed(shown, name);
  const group = grouping?.groups.find((one) => one.key === key);
  if (grouping === null || group === undefined) return null;
  const [kind, ...rest] = name.split(".");
  const of = rest.join(".");
  switch (kind) {
    case "band":
      return bandWords(grouping as BandGrouping, key);
    case "change":
      return `${MEASURE_WORDS[of as ChangeMeasure]}: ${binWords(group as ChangeBin, of as ChangeMeasure)}`;
    case "reasons":
      return `told ${reasonsText((group as ReasonMove).before)} → ${reasonsText((group as ReasonMove).after)}`;
    case "by": {
      const subject = findSubject(shown, of);
      return subject && `${subjectLabel(shown, subject, locale)}: ${(group as FactGroup).label}`;
    }
    default:
      return null;
  }
}

function bandWords({ bands, groups }: BandGrouping, key: string): string | null {
  const group = groups.find((one) => one.key === key);
  const [before, after] = [bands[group?.baseline ?? -1], bands[group?.candidate ?? -1]];
  return before && after ? `limit ${bandLabel(before)} → ${bandLabel(after)}` : null;
}
