/**
 * The columns of portfolios that pages compare versions on, as compressed bytes. The last few are kept: a file's hash and the columns
 * that facts are read from give the same bytes every time. No `server-only`, and nothing of Next.js: the server's start uses this outside of requests.
 */
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type ColumnMapping, type FactColumn, type PortfolioProfile, resolveMapping, suggestMapping } from "#rules/portfolio";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { findBacktest, listBacktests, type Portfolio } from "#store";
import { type ColumnsRequest, readColumns } from "../../backtest/read-columns";
import type { BorrowerColumns } from "../_components/borrowers/borrower-columns";
import { encodeColumns } from "../_components/borrowers/columns-format";
import { LARGEST_WHOLE, SAMPLE } from "../_components/borrowers/sample-size";

export interface ColumnBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Tells these columns from others. */
  readonly tag: string;
}

const KEPT = 4;
const shared = globalThis as typeof globalThis & { limenColumns?: Map<string, Promise<ColumnBytes>> };

/** The whole portfolio, or of a larger one its pinned sample. Rejects with a `BacktestProblem`. */
async function portfolioColumns(portfolio: Portfolio, profile: PortfolioProfile, policies: readonly ValidPolicy[]): Promise<ColumnBytes> {
  const mapping = await mappingOf(portfolio, profile, policies);
  const request = requestOf(portfolio, profile, mapping, policies);
  const key = JSON.stringify([portfolio.hash, request, mapping.observed]);
  shared.limenColumns ??= new Map();
  const kept = shared.limenColumns;
  const columns = kept.get(key) ?? read(request, profile.rows, mapping.observed);
  kept.delete(key);
  kept.set(key, columns);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
  columns.catch(() => kept.delete(key));
  return columns;
}

/** The same under the texts of versions; one that is no valid policy declares no fact. Null while the portfolio is not profiled. */
export async function columnsUnder(portfolio: Portfolio, texts: readonly string[]): Promise<ColumnBytes | null> {
  if (portfolio.profile === null) return null;
  const policies = texts.flatMap((text) => {
    const parsed = parsePolicy(text);
    return parsed.ok ? [parsed.policy] : [];
  });
  return portfolioColumns(portfolio, portfolio.profile, policies);
}

async function read(request: ColumnsRequest, of: number, usualObserved: string | null): Promise<ColumnBytes> {
  const { names, batch, observed } = await readColumns(request);
  return columnBytes({ of, names, batch, observed, usualObserved });
}

export async function columnBytes(columns: BorrowerColumns): Promise<ColumnBytes> {
  const encoded = encodeColumns(columns);
  const tag = `"${createHash("sha256").update(encoded).digest("base64url")}"`;
  return { bytes: new Uint8Array(await promisify(gzip)(encoded, { level: 2 })), tag };
}

/** What the portfolio says of itself, then its last backtest under this policy, then what names and values suggest. */
async function mappingOf(portfolio: Portfolio, profile: PortfolioProfile, policies: readonly ValidPolicy[]): Promise<ColumnMapping> {
  const own = portfolio.mapping;
  const last = await lastMapping(portfolio.id, policies);
  const { mapping } = suggestMapping(profile, policies);
  return {
    facts: { ...mapping.facts, ...last?.facts, ...own.facts },
    id: own.id ?? last?.id ?? mapping.id,
    observed: own.observed ?? last?.observed ?? mapping.observed,
  };
}

async function lastMapping(portfolio: string, policies: readonly ValidPolicy[]): Promise<ColumnMapping | null> {
  const runs = (await Promise.all(namesOf(policies).map((policy) => listBacktests({ policy })))).flat();
  const last = runs.find((run) => run.portfolio?.id === portfolio);
  return last === undefined ? null : ((await findBacktest(last.id))?.mapping ?? null);
}

function namesOf(policies: readonly ValidPolicy[]): string[] {
  return [...new Set(policies.map(({ name }) => name))];
}

function requestOf(
  portfolio: Portfolio,
  profile: PortfolioProfile,
  mapping: ColumnMapping,
  policies: readonly ValidPolicy[],
): ColumnsRequest {
  const names = profile.columns.map(({ name }) => name);
  const { facts, id, ignored } = resolveMapping(names, mapping, policies);
  return {
    portfolio: portfolio.path,
    rows: profile.rows,
    wanted: profile.rows > LARGEST_WHOLE ? SAMPLE : profile.rows,
    facts: facts.filter((one): one is FactColumn & { column: string } => one.column !== null),
    id,
    observed: observedColumns(profile, mapping.observed, ignored),
  };
}

const MOST_OBSERVED = 8;

/** Columns of numbers or of yes and no that no fact is read from: the one of the mapping first, then those that call themselves observed. */
function observedColumns({ columns }: PortfolioProfile, usual: string | null, ignored: readonly string[]): string[] {
  const free = columns.filter(({ name, type }) => ignored.includes(name) && ["integer", "number", "boolean"].includes(type));
  const rank = (name: string) => (/^observed/i.test(name) ? 0 : 1);
  const others = free.map(({ name }) => name).sort((a, b) => rank(a) - rank(b));
  return [...new Set([...(usual === null ? [] : [usual]), ...others])].slice(0, MOST_OBSERVED);
}
