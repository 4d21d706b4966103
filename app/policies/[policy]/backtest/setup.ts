/**
 * What is to be run, as search parameters: sides, portfolio, scenario, columns, breakdowns. What is absent takes its
 * usual value, so that URLs stay short; what names nothing that exists falls back too. And the request made of it.
 */
import { FILE_ENGINES, type FileEngine } from "../../../../backtest/types";
import type { ColumnMapping } from "#rules/portfolio";
import type { Facts } from "#rules/policy";
import { type ScenarioCells, scenarioCellsOf } from "../../../_components/scenario/scenario";
import type { Choices } from "./queries";

/** Stands in URLs for "none", since an empty parameter is absent. */
export const NONE = "-";

export interface Setup {
  readonly baseline: number;
  /** Null: the baseline alone. */
  readonly candidate: number | null;
  /** A portfolio's name; null where there is none. */
  readonly portfolio: string | null;
  readonly scenario: ScenarioCells;
  /** By fact: the column that the reader chose for it. */
  readonly facts: Readonly<Record<string, string>>;
  /** Undefined: as usual; null: none. */
  readonly id: string | null | undefined;
  readonly observed: string | null | undefined;
  readonly by: readonly string[];
  readonly outcomes: boolean;
  /** Whether the shift is divided among the changes. */
  readonly attribution: boolean;
  readonly engine: FileEngine;
  /** Whether the columns are open. */
  readonly columns: boolean | null;
}

interface Params {
  get(name: string): string | null;
  entries(): Iterable<[string, string]>;
}

export function readSetup(params: Params, choices: Choices): Setup {
  const sides = defaultSides(choices);
  const known = (text: string | null) => choices.versions.find(({ number }) => String(number) === text)?.number;
  const candidate = params.get("candidate");
  const portfolio = choices.portfolios.find(({ name, id }) => [name, id].includes(params.get("portfolio") ?? "")) ?? choices.portfolios[0];
  return {
    baseline: known(params.get("baseline")) ?? sides.baseline,
    candidate: candidate === NONE ? null : (known(candidate) ?? sides.candidate),
    portfolio: portfolio?.name ?? null,
    scenario: scenarioCellsOf(params),
    facts: Object.fromEntries(
      [...params.entries()]
        .filter(([name, value]) => name.startsWith(MAP) && value)
        .map(([name, value]) => [name.slice(MAP.length), value]),
    ),
    id: columnOf(params.get("id")),
    observed: columnOf(params.get("observed")),
    by: (params.get("by") ?? "").split(",").filter(Boolean),
    outcomes: params.get("outcomes") !== "0",
    attribution: params.get("attribution") !== "0",
    engine: FILE_ENGINES.find((engine) => engine === params.get("engine")) ?? "kernels",
    columns: params.get("columns") === null ? null : params.get("columns") === "1",
  };
}

export const MAP = "map.";

function columnOf(text: string | null): string | null | undefined {
  return text === null ? undefined : text === NONE ? null : text;
}

/** The published version against the latest; else the two latest; a lone version alone. */
export function defaultSides({ versions, published }: Pick<Choices, "versions" | "published">): {
  baseline: number;
  candidate: number | null;
} {
  const [latest = 1, previous] = versions.map((version) => version.number);
  if (published !== null && published !== latest) return { baseline: published, candidate: latest };
  return previous === undefined ? { baseline: latest, candidate: null } : { baseline: previous, candidate: latest };
}

/** The mapping that a run gets: the portfolio's, overlaid by what the reader chose. */
export function mappingOf(setup: Pick<Setup, "facts" | "id" | "observed">, usual: ColumnMapping): ColumnMapping {
  return {
    facts: { ...usual.facts, ...setup.facts },
    id: setup.id === undefined ? usual.id : setup.id,
    observed: setup.observed === undefined ? usual.observed : setup.observed,
  };
}

export interface BacktestBody {
  readonly baseline: { readonly name: string; readonly version: number };
  readonly candidate?: { readonly name: string; readonly version: number };
  readonly portfolio: string;
  readonly baselineScenario: Facts;
  readonly candidateScenario?: Facts;
  readonly mapping: ColumnMapping;
  readonly by: readonly string[];
  readonly engine: FileEngine;
  readonly outcomes: boolean;
  readonly attribution: boolean;
}

/** What the HTTP API is asked; its `POST /api/backtests` is the one way to a run. */
export function bodyOf(
  policy: string,
  setup: Setup,
  mapping: ColumnMapping,
  scenario: { baseline: Facts; candidate: Facts },
): BacktestBody {
  const side = (version: number) => ({ name: policy, version });
  return {
    baseline: side(setup.baseline),
    ...(setup.candidate === null ? {} : { candidate: side(setup.candidate), candidateScenario: scenario.candidate }),
    portfolio: setup.portfolio ?? "",
    baselineScenario: scenario.baseline,
    mapping,
    by: setup.by,
    engine: setup.engine,
    outcomes: setup.outcomes,
    attribution: setup.attribution,
  };
}

interface AskedRun {
  readonly baseline: { readonly version: number | null };
  readonly candidate: { readonly version: number | null } | null;
  readonly portfolio: { readonly name: string } | null;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  readonly mapping: ColumnMapping;
  readonly by: readonly string[];
  readonly engine: string;
  readonly keepsOutcomes: boolean;
  readonly attribution: boolean;
}

/** The parameters that ask again for what a run was asked, to change something of it. Null where a side is no stored version, or no portfolio was read. */
export function paramsOf(run: AskedRun): URLSearchParams | null {
  if (run.baseline.version === null || run.candidate?.version === null || run.portfolio === null) return null;
  const params = new URLSearchParams({ baseline: String(run.baseline.version), candidate: String(run.candidate?.version ?? NONE) });
  params.set("portfolio", run.portfolio.name);
  const { baseline, candidate } = run.scenario;
  const same = JSON.stringify(baseline) === JSON.stringify(candidate);
  for (const [fact, value] of Object.entries(baseline)) params.set(`${same ? "scenario" : "baseline"}.${fact}`, cellOf(value));
  if (!same) for (const [fact, value] of Object.entries(candidate)) params.set(`candidate.${fact}`, cellOf(value));
  for (const [fact, column] of Object.entries(run.mapping.facts)) params.set(MAP + fact, column);
  params.set("id", run.mapping.id ?? NONE);
  params.set("observed", run.mapping.observed ?? NONE);
  if (run.by.length > 0) params.set("by", run.by.join(","));
  if (!run.keepsOutcomes) params.set("outcomes", "0");
  if (!run.attribution) params.set("attribution", "0");
  if (run.engine !== "kernels") params.set("engine", run.engine);
  return params;
}

function cellOf(value: Facts[string]): string {
  return value === null || value === undefined ? NONE : Array.isArray(value) ? value.join("|") : String(value);
}
