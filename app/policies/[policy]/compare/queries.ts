/** Every read of the Compare page. */
import "server-only";
import type { Facts } from "#rules/policy";
import { findDraft, findFixtureSet, findPortfolio, findVersion, listFixtures, listFixtureSets, listVersions } from "#store";
import { columnsOfBorrowers } from "../../../_components/borrowers/borrower-columns";
import { getDraft, getPolicy } from "../../../_server/policies";
import { type ColumnBytes, columnBytes, columnsUnder } from "../../../_server/portfolio-columns";
import { getPortfolios } from "../../../_server/portfolios";
import { getSession } from "../../../_server/session";

export interface VersionChoice {
  readonly number: number;
  readonly message: string;
  readonly author: string;
  readonly published: boolean;
}

export interface DraftChoice {
  readonly base: number;
  readonly revision: number;
}

export interface SetChoice {
  readonly name: string;
  readonly title: string;
  readonly fixtures: number;
  readonly scenario: Facts;
  /** Tells one state of the set from another. */
  readonly stamp: string;
}

/** A portfolio whose columns are profiled. */
export interface PortfolioChoice {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  /** Of its file. */
  readonly hash: string;
  /** Tells one state of the portfolio from another: when it was changed last, and its file's hash. */
  readonly stamp: string;
}

export interface Choices {
  readonly policy: string;
  /** Newest first. */
  readonly versions: readonly VersionChoice[];
  readonly published: number | null;
  readonly draft: DraftChoice | null;
  readonly sets: readonly SetChoice[];
  readonly portfolios: readonly PortfolioChoice[];
  /** Whether there are more, whose columns are being profiled. */
  readonly profiling: boolean;
}

/** What can be compared, and on whom. */
export async function getChoices(policy: string): Promise<Choices> {
  const [summary, versions, sets, draft, portfolios] = await Promise.all([
    getPolicy(policy),
    listVersions(policy),
    listFixtureSets(policy),
    getDraft(policy),
    getPortfolios(),
  ]);
  return {
    policy,
    versions: versions.map(({ number, message, author, published }) => ({ number, message, author, published })),
    published: summary.published,
    draft: draft && { base: draft.base, revision: draft.revision },
    sets: sets.map(({ name, title, fixtures, scenario, updatedAt }) => ({
      name,
      title,
      fixtures,
      scenario,
      stamp: updatedAt.toISOString(),
    })),
    portfolios: portfolios.flatMap(({ name, title, rows, hash, updatedAt }) =>
      rows === null ? [] : [{ name, title, rows, hash, stamp: `${updatedAt.toISOString()}, ${hash}` }],
    ),
    profiling: portfolios.some(({ rows }) => rows === null),
  };
}

/** The text of a version, or of the reader's own draft; null where there is none. */
export async function findText(policy: string, version: string): Promise<string | null> {
  if (version === "draft") return (await findDraft(policy, (await getSession()).author))?.text ?? null;
  if (!/^[1-9]\d{0,8}$/.test(version)) return null;
  return (await findVersion(policy, Number(version)))?.text ?? null;
}

/** The borrowers of a fixture set, in order; null where there is no such set. */
export async function findSetColumns(policy: string, set: string): Promise<ColumnBytes | null> {
  const found = await findFixtureSet(policy, set);
  return found && columnBytes(columnsOfBorrowers(await listFixtures(found.id)));
}

/** A portfolio's borrowers with the facts that the two versions declare; null where there is no such portfolio or version. */
export async function findPortfolioColumns(policy: string, name: string, versions: readonly string[]): Promise<ColumnBytes | null> {
  const [portfolio, ...texts] = await Promise.all([findPortfolio(name), ...versions.map((version) => findText(policy, version))]);
  const known = texts.filter((text) => text !== null);
  return portfolio && known.length === texts.length ? columnsUnder(portfolio, known) : null;
}
