/**
 * The page's state as search parameters: which sides, on whom, under which scenario, what is filtered, what is
 * open. What is absent takes its default, so that URLs stay short; what names nothing that exists falls back too.
 */
import { DECISIONS } from "#rules/evaluate";
import type { DecisionPair, Measure, Treatment } from "../../../_components/comparison/terms";
import type { ScenarioCells } from "../../../_components/scenario/scenario";
import { scenarioCellsOf } from "../../../_components/scenario/scenario";
import type { Choices } from "./queries";

/** A version's number as text, or "draft". */
export type VersionKey = string;

export interface Filters {
  /** Those that do not shift as well. */
  readonly all: boolean;
  readonly pair: DecisionPair | null;
  /** Fired on either side. */
  readonly rule: string | null;
  /** A change's id. */
  readonly change: string | null;
  readonly treatment: Treatment | null;
  /** Part of a borrower's name. */
  readonly text: string;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface UrlState {
  readonly baseline: VersionKey;
  readonly candidate: VersionKey;
  /** Name of a fixture set; null where the policy has none. */
  readonly set: string | null;
  readonly scenario: ScenarioCells;
  readonly filters: Filters;
  readonly sort: Sort | null;
  readonly measure: Measure;
  readonly borrower: string | null;
  readonly diff: boolean;
}

interface Params {
  get(name: string): string | null;
  entries(): Iterable<[string, string]>;
}

export function readUrl(params: Params, choices: Choices): UrlState {
  const sides = defaultSides(choices);
  const known = (key: string | null) => (key !== null && isChoice(choices, key) ? key : null);
  const set = choices.sets.find((one) => one.name === params.get("set")) ?? choices.sets[0];
  return {
    baseline: known(params.get("baseline")) ?? sides.baseline,
    candidate: known(params.get("candidate")) ?? sides.candidate,
    set: set?.name ?? null,
    scenario: scenarioCellsOf(params),
    filters: {
      all: params.get("all") === "1",
      pair: pairOf(params.get("decision")),
      rule: params.get("rule") || null,
      change: params.get("change") || null,
      treatment: oneOf(["restricted", "released"] as const, params.get("treatment")),
      text: params.get("q") ?? "",
    },
    sort: sortOf(params.get("sort")),
    measure: params.get("measure") === "limit" ? "limit" : "available",
    borrower: params.get("borrower") || null,
    diff: params.get("diff") === "1",
  };
}

function isChoice(choices: Choices, key: string): boolean {
  return key === "draft" ? choices.draft !== null : choices.versions.some((version) => String(version.number) === key);
}

/** The published version against the latest; else the two latest; a lone version against the draft. */
export function defaultSides({ versions, published, draft }: Choices): { baseline: VersionKey; candidate: VersionKey } {
  const [latest, previous] = versions.map((version) => version.number);
  const candidate = previous === undefined && draft !== null ? "draft" : String(latest);
  const baseline = published !== null && published !== latest ? published : (previous ?? latest);
  return { baseline: String(baseline), candidate };
}

function pairOf(text: string | null): DecisionPair | null {
  const [baseline, candidate, ...rest] = (text ?? "").split("-").map((word) => oneOf(DECISIONS, word));
  return baseline && candidate && rest.length === 0 ? { baseline, candidate } : null;
}

export function pairKey({ baseline, candidate }: DecisionPair): string {
  return `${baseline}-${candidate}`;
}

function sortOf(text: string | null): Sort | null {
  if (!text) return null;
  return text.startsWith("-") ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

export function sortKey(sort: Sort | null): string | null {
  return sort === null ? null : `${sort.descending ? "-" : ""}${sort.column}`;
}

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

/** Parameters of filters, all of them; null takes one away. */
export function filterParams(filters: Partial<Filters>): Record<string, string | null> {
  const params: Record<string, string | null> = {};
  if (filters.all !== undefined) params.all = filters.all ? "1" : null;
  if (filters.pair !== undefined) params.decision = filters.pair === null ? null : pairKey(filters.pair);
  if (filters.rule !== undefined) params.rule = filters.rule;
  if (filters.change !== undefined) params.change = filters.change;
  if (filters.treatment !== undefined) params.treatment = filters.treatment;
  if (filters.text !== undefined) params.q = filters.text;
  return params;
}

export const NO_FILTERS: Filters = { all: false, pair: null, rule: null, change: null, treatment: null, text: "" };
