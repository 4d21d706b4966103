/**
 * The page's state as search parameters: which sides, on whom, under which scenario and assumptions, what is filtered, what is open. What
 * is absent takes its default, so that URLs stay short; what names nothing that exists falls back too.
 */
import { type Decision, DECISIONS } from "#rules/evaluate";
import type { ChangeMeasure, DecisionPair, MoneyMeasure, Standard, SwapSet } from "#rules/figures";
import type { ScenarioCells } from "../../../_components/scenario/scenario";
import { scenarioCellsOf } from "../../../_components/scenario/scenario";
import { type Assumptions, readAssumptions } from "./assumptions";
import type { Choices } from "./queries";

/** A version's number as text, or "draft". */
export type VersionKey = string;

/** On whom: a fixture set, or a portfolio. */
export interface Borrowers {
  readonly kind: "set" | "portfolio";
  readonly name: string;
}

export interface Filters {
  /** Those that do not shift as well. */
  readonly all: boolean;
  readonly pair: DecisionPair | null;
  /** Fired on either side. */
  readonly rule: string | null;
  /** A change's id. */
  readonly change: string | null;
  readonly treatment: SwapSet | null;
  /** Only those with the same limit and decision who are told other reasons. */
  readonly told: boolean;
  /** Groups of the figures: by the grouping's name the group's key. */
  readonly where: Readonly<Record<string, string>>;
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
  /** Null where there is neither a fixture set nor a portfolio. */
  readonly borrowers: Borrowers | null;
  readonly scenario: ScenarioCells;
  readonly assumptions: Assumptions;
  /** Column of the outcome observed later; undefined: the one that the portfolio's mapping names; null: none. */
  readonly observed: string | null | undefined;
  readonly filters: Filters;
  readonly sort: Sort | null;
  readonly measure: MoneyMeasure;
  /** What the distribution of changes is of. */
  readonly moves: ChangeMeasure;
  /** Keys of subjects: what the breakdown is by, which protected fact fairness is told for, what the table has a column more for. */
  readonly by: string | null;
  readonly fair: string | null;
  readonly column: string | null;
  readonly standard: Standard;
  /** A change whose row is open. */
  readonly open: string | null;
  readonly borrower: string | null;
  readonly diff: boolean;
}

interface Params {
  get(name: string): string | null;
  entries(): Iterable<[string, string]>;
}

const WHERE = "where.";
/** Stands in URLs for "none", since an empty parameter is absent. */
export const NONE = "-";

export function readUrl(params: Params, choices: Choices): UrlState {
  const sides = defaultSides(choices);
  const known = (key: string | null) => (key !== null && isChoice(choices, key) ? key : null);
  return {
    baseline: known(params.get("baseline")) ?? sides.baseline,
    candidate: known(params.get("candidate")) ?? sides.candidate,
    borrowers: borrowersOf(params, choices),
    scenario: scenarioCellsOf(params),
    assumptions: readAssumptions(params),
    observed: params.get("observed") === NONE ? null : (params.get("observed") ?? undefined),
    filters: filtersOf(params),
    sort: sortOf(params.get("sort")),
    measure: params.get("measure") === "limit" ? "limit" : "available",
    moves: oneOf(["limit", "available"] as const, params.get("moves")) ?? "limit-percent",
    by: params.get("by") || null,
    fair: params.get("fair") || null,
    standard: params.get("standard") === "largest" ? "largest" : "most-favoured",
    column: params.get("column") || null,
    open: params.get("open") || null,
    borrower: params.get("borrower") || null,
    diff: params.get("diff") === "1",
  };
}

function borrowersOf(params: Params, { sets, portfolios }: Choices): Borrowers | null {
  const portfolio = portfolios.find(({ name }) => name === params.get("portfolio"));
  if (portfolio) return { kind: "portfolio", name: portfolio.name };
  const set = sets.find(({ name }) => name === params.get("set")) ?? sets[0];
  if (set) return { kind: "set", name: set.name };
  return portfolios[0] ? { kind: "portfolio", name: portfolios[0].name } : null;
}

function filtersOf(params: Params): Filters {
  const where = [...params.entries()].filter(([name, value]) => name.startsWith(WHERE) && value !== "");
  return {
    all: params.get("all") === "1",
    pair: pairOf(params.get("decision")),
    rule: params.get("rule") || null,
    change: params.get("change") || null,
    treatment: oneOf(["both", "restricted", "released", "neither"] as const, params.get("treatment")),
    told: params.get("told") === "1",
    where: Object.fromEntries(where.map(([name, value]) => [name.slice(WHERE.length), value])),
    text: params.get("q") ?? "",
  };
}

function isChoice(choices: Choices, key: string): boolean {
  return key === "draft" ? choices.draft !== null : choices.versions.some((version) => String(version.number) === key);
}

interface DefaultChoices extends Pick<Choices, "published"> {
  readonly versions: readonly { readonly number: number }[];
  readonly draft: unknown;
}

/** The published version against the latest; else the two latest; a lone version against the draft. */
export function defaultSides({ versions, published, draft }: DefaultChoices): { baseline: VersionKey; candidate: VersionKey } {
  const [latest, previous] = versions.map((version) => version.number);
  const candidate = previous === undefined && draft !== null ? "draft" : String(latest);
  const baseline = published !== null && published !== latest ? published : (previous ?? latest);
  return { baseline: String(baseline), candidate };
}

export function pairOf(text: string | null): DecisionPair | null {
  const [baseline, candidate, ...rest] = (text ?? "").split("-").map((word): Decision | null => oneOf(DECISIONS, word));
  return baseline && candidate && rest.length === 0 ? { baseline, candidate } : null;
}

export function pairKey({ baseline, candidate }: DecisionPair): string {
  return `${baseline}-${candidate}`;
}

export function sortOf(text: string | null): Sort | null {
  if (!text) return null;
  return text.startsWith("-") ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

export function sortKey(sort: Sort | null): string | null {
  return sort === null ? null : `${sort.descending ? "-" : ""}${sort.column}`;
}

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

/** Parameters that turn the filters that stand into others; null takes one away. */
export function filterParams(filters: Partial<Filters>, standing: Filters): Record<string, string | null> {
  const params: Record<string, string | null> = {};
  if (filters.all !== undefined) params.all = filters.all ? "1" : null;
  if (filters.pair !== undefined) params.decision = filters.pair === null ? null : pairKey(filters.pair);
  if (filters.rule !== undefined) params.rule = filters.rule;
  if (filters.change !== undefined) params.change = filters.change;
  if (filters.treatment !== undefined) params.treatment = filters.treatment;
  if (filters.told !== undefined) params.told = filters.told ? "1" : null;
  if (filters.text !== undefined) params.q = filters.text;
  if (filters.where === undefined) return params;
  for (const name of Object.keys(standing.where)) params[WHERE + name] = null;
  for (const [name, key] of Object.entries(filters.where)) params[WHERE + name] = key;
  return params;
}

export const NO_FILTERS: Filters = { all: false, pair: null, rule: null, change: null, treatment: null, told: false, where: {}, text: "" };

/** Whether anything but "all borrowers" is asked for. */
export function isFiltered({ all: _all, ...filters }: Filters): boolean {
  const { all: _none, ...nothing } = NO_FILTERS;
  return JSON.stringify(filters) !== JSON.stringify(nothing);
}
