/** Every read of the Backtest pages. */
import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type Facts, labelOf, type Locale, parsePolicy, type ValidPolicy } from "#rules/policy";
import type { ColumnProfile } from "#rules/portfolio";
import {
  type BacktestRun,
  type BacktestRunSummary,
  findBacktest,
  getBacktestTexts,
  getPortfolio,
  listBacktests,
  listFixtureSets,
  listVersions,
} from "#store";
import { getPolicy } from "../../../_server/policies";
import { getPortfolios } from "../../../_server/portfolios";
import { getSession } from "../../../_server/session";

export interface VersionChoice {
  readonly number: number;
  readonly message: string;
  readonly author: string;
  readonly published: boolean;
}

export interface PortfolioChoice {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly rows: number | null;
  /** Tells one state of the portfolio from another. */
  readonly stamp: string;
}

/** What can be run, on what, and under which scenario unless told otherwise. */
export interface Choices {
  readonly policy: string;
  /** Newest first. */
  readonly versions: readonly VersionChoice[];
  readonly published: number | null;
  readonly portfolios: readonly PortfolioChoice[];
  /** The first fixture set's scenario. */
  readonly scenario: Facts;
}

export async function getChoices(policy: string): Promise<Choices> {
  const [summary, versions, portfolios, sets] = await Promise.all([
    getPolicy(policy),
    listVersions(policy),
    getPortfolios(),
    listFixtureSets(policy),
  ]);
  return {
    policy,
    versions: versions.map(({ number, message, author, published }) => ({ number, message, author, published })),
    published: summary.published,
    portfolios: portfolios.map(({ id, name, title, rows, updatedAt }) => ({ id, name, title, rows, stamp: updatedAt.toISOString() })),
    scenario: sets[0]?.scenario ?? {},
  };
}

/** A policy's runs, newest first. */
export async function getRuns(policy: string): Promise<BacktestRunSummary[]> {
  return listBacktests({ policy });
}

/** What the views of a run need to know of the policies and the portfolio that it is pinned to. */
export interface RunContext {
  readonly currency: string;
  /** Whether every borrower's balance is known, so that available credit is. */
  readonly hasBalance: boolean;
  /** Labels of facts and derived facts by name, in the reader's language. */
  readonly labels: Readonly<Record<string, string>>;
  readonly locale: Locale;
  /** The profile of the observed column; null where none was asked for, or where the profile is not there. */
  readonly observed: ColumnProfile | null;
  /** Whether the portfolio can still be opened; of a table only its database knows. */
  readonly portfolioLives: boolean;
  /** The portfolio's; null until it is profiled. */
  readonly rows: number | null;
}

/** A run of this policy with all that its page shows, or the page that says there is none. */
export const getRun = cache(async (policy: string, id: string): Promise<{ run: BacktestRun; context: RunContext }> => {
  const run = await findBacktest(id);
  if (run === null || run.policy !== policy) notFound();
  return { run, context: await contextOf(run) };
});

async function contextOf(run: BacktestRun): Promise<RunContext> {
  const [texts, portfolio, living, { locale }] = await Promise.all([
    getBacktestTexts(run.id),
    run.portfolio === null ? null : getPortfolio(run.portfolio.id),
    getPortfolios(),
    getSession(),
  ]);
  const policies = [texts.baseline, texts.candidate].flatMap((text) => validPolicy(text));
  const observed = portfolio?.profile?.columns.find((column) => column.name === run.mapping.observed);
  return {
    currency: policies[0]?.currency ?? "",
    hasBalance: policies.length > 0 && policies.every((policy) => policy.limit.balance !== null),
    labels: Object.fromEntries(
      policies.flatMap((policy) => [...policy.facts.keys(), ...policy.derived.keys()].map((name) => [name, labelOf(policy, name, locale)])),
    ),
    locale,
    observed: observed ?? null,
    portfolioLives: portfolio === null || living.some((one) => one.id === portfolio.id),
    rows: portfolio?.rows ?? null,
  };
}

function validPolicy(text: string | null): ValidPolicy[] {
  const parsed = text === null ? null : parsePolicy(text);
  return parsed?.ok ? [parsed.policy] : [];
}
