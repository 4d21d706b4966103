/** What a filter says on its chip. */
import type { BandGrouping, ChangeBin, ChangeMeasure, FactGroup, ReasonMove } from "#rules/figures";
import { bandLabel, binWords, MEASURE_WORDS, reasonsText, shortChangeName } from "#rules/format";
import { labelOf, type Locale } from "#rules/policy";
import { DRIVER } from "./filter-rows";
import { groupingNamed, sidedKey } from "./groupings";
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
  if (name === DRIVER) {
    const change = shown.outcomes.versions.changes.find(({ id }) => id === key);
    return `above all by ${change === undefined ? key : shortChangeName(change)}`;
  }
  return sidedWords(shown, name, key) ?? groupWords(shown, name, key, locale) ?? `${name} ${key}`;
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
