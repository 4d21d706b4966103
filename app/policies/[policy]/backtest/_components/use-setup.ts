"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { type ColumnMapping, type PortfolioProfile, suggestMapping } from "#rules/portfolio";
import { type Fact, type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";
import { scenarioFactsOf, sideScenario } from "../../../../_components/scenario/scenario";
import { type Loaded, useLoaded } from "../../../../_components/use-loaded";
import { type MappedColumns, mapColumns } from "../columns";
import type { Choices } from "../queries";
import { mappingOf, readSetup, type Setup } from "../setup";

export interface LoadedPortfolio {
  readonly profile: PortfolioProfile | null;
  readonly mapping: ColumnMapping;
}

export interface ReadySetup {
  readonly portfolio: string;
  readonly policies: readonly ValidPolicy[];
  readonly profile: PortfolioProfile;
  /** Before the reader's choices. */
  readonly usual: ColumnMapping;
  readonly mapping: ColumnMapping;
  readonly columns: MappedColumns;
  readonly scenarioFacts: readonly Fact[];
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** Scenario facts without a value on a side that reads them: every row would be rejected. */
  readonly missing: readonly string[];
}

export interface SetupState {
  readonly setup: Setup;
  /** Everything that the run needs to know; null until it is loaded. */
  readonly ready: ReadySetup | null;
  readonly loading: string | null;
  readonly failed: { readonly message: string; readonly retry: () => void } | null;
  /** Whether the portfolio has no profile yet. */
  readonly unprofiled: boolean;
}

/** The setup that the URL describes, with the texts and the profile that it speaks of. */
export function useSetup(choices: Choices): SetupState {
  const params = useSearchParams();
  const setup = useMemo(() => readSetup(params, choices), [params, choices]);
  const chosen = choices.portfolios.find(({ name }) => name === setup.portfolio);
  const baseline = useVersion(choices.policy, setup.baseline);
  const candidate = useVersion(choices.policy, setup.candidate);
  const portfolio = useLoaded<LoadedPortfolio>(chosen ? `/api/portfolios/${chosen.id}` : null, chosen?.stamp ?? "");
  const ready = useMemo(
    () => readyOf(setup, choices, baseline.value, candidate.value, portfolio.value),
    [setup, choices, baseline.value, candidate.value, portfolio.value],
  );
  const parts: readonly Loaded<unknown>[] = [baseline.loaded, ...(setup.candidate === null ? [] : [candidate.loaded]), portfolio];
  const failed = parts.find((part) => part.status === "failed");
  const loading = chosen !== undefined && parts.some((part) => part.status === "loading");
  return {
    setup,
    ready,
    loading: loading ? "Reading the versions and the portfolio’s columns…" : null,
    failed: failed?.status === "failed" ? failed : null,
    unprofiled: portfolio.value?.profile === null,
  };
}

function useVersion(policy: string, number: number | null) {
  const loaded = useLoaded<{ readonly text: string }>(number === null ? null : `/api/policies/${policy}/versions/${number}`, "");
  const text = loaded.value?.text ?? null;
  const value = useMemo(() => {
    const parsed = text === null ? null : parsePolicy(text);
    return parsed?.ok ? parsed.policy : null;
  }, [text]);
  return { loaded, value };
}

function readyOf(
  setup: Setup,
  choices: Choices,
  baseline: ValidPolicy | null,
  candidate: ValidPolicy | null,
  portfolio: LoadedPortfolio | null,
): ReadySetup | null {
  if (baseline === null || !portfolio?.profile || (setup.candidate !== null && candidate === null)) return null;
  const policies = candidate === null || setup.candidate === null ? [baseline] : [baseline, candidate];
  const { profile } = portfolio;
  const usual = usualMapping(portfolio.mapping, profile, policies);
  const mapping = mappingOf(setup, usual);
  const { both } = setup.scenario;
  const side = (policy: ValidPolicy, own: Setup["scenario"]["both"]) => sideScenario(policy, choices.scenario, both, own);
  const scenario = {
    baseline: side(baseline, setup.scenario.baseline),
    candidate: candidate === null ? {} : side(candidate, setup.scenario.candidate),
  };
  const columnNames = new Set(profile.columns.map((column) => column.name));
  const lacks = (policy: ValidPolicy, given: Facts) =>
    scenarioFactsOf([policy]).filter(({ name }) => !(name in given) && !columnNames.has(mapping.facts[name] ?? name));
  const missing = [
    ...lacks(baseline, scenario.baseline),
    ...(candidate === null || setup.candidate === null ? [] : lacks(candidate, scenario.candidate)),
  ];
  return {
    portfolio: setup.portfolio ?? "",
    policies,
    profile,
    usual,
    mapping,
    columns: mapColumns(policies, mapping, profile),
    scenarioFacts: scenarioFactsOf(policies),
    scenario,
    missing: [...new Set(missing.map((fact) => fact.name))],
  };
}

/** What the portfolio says of itself, then what names and values suggest. */
function usualMapping(own: ColumnMapping, profile: PortfolioProfile, policies: readonly ValidPolicy[]): ColumnMapping {
  const declared = new Set(policies.flatMap((policy) => [...policy.facts.keys()]));
  const { mapping } = suggestMapping(profile, policies);
  const facts = Object.entries({ ...mapping.facts, ...own.facts }).filter(([fact]) => declared.has(fact));
  return { facts: Object.fromEntries(facts), id: own.id ?? mapping.id, observed: own.observed ?? mapping.observed };
}
