/**
 * Backtests: runs of one version or two over a portfolio, with what each was asked, how far it is and what it
 * found. queued → running → done, failed or cancelled; an ended run never changes again, and asking for a change of
 * it gives false. A run belongs to the data folder (`home`) whose server took it: its files lie there.
 */
import { randomUUID } from "node:crypto";
import type { Backtest, ColumnMapping } from "#rules/portfolio";
import type { Facts } from "#rules/policy";
import type { BacktestProgress, DatabaseEngine, FileEngine } from "../../backtest/types.ts";
import { openDatabase, reader, transaction } from "../client/index.ts";
import { type BacktestStatus, Prisma, type Backtest as Row } from "../generated/client.ts";
import { homeId } from "./files.ts";
import { NotFound } from "./not-found.ts";
import { storable, storableJson } from "./storable.ts";
import { getVersion } from "./versions.ts";

export type { BacktestStatus };

/** One side of a run: a stored version, or (null) a document that came with the request. */
export interface BacktestSide {
  readonly version: number | null;
  /** Of the text. */
  readonly hash: string;
}

/** A file that a run wrote into its folder. */
export interface BacktestFile {
  readonly name: string;
  readonly bytes: number;
  /** `sha256:` and the hex digest. */
  readonly sha256: string;
}

/** A table that a database evaluates itself. */
export interface DatabaseTable {
  /** The name that the server knows the database by; its address stays with the server. */
  readonly connection: string;
  /** Perhaps with its schema: `risk.portfolio`. */
  readonly table: string;
  /** A table that is made there with the outcome of every borrower. */
  readonly results: string | null;
  /** ClickHouse: the cluster on whose shards `table` is a local table. */
  readonly cluster: string | null;
}

export interface BacktestError {
  readonly code: string;
  readonly message: string;
}

export interface BacktestRunSummary {
  readonly id: string;
  /** The baseline's. */
  readonly policy: string;
  readonly baseline: BacktestSide;
  readonly candidate: BacktestSide | null;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** Null where a table was evaluated where it lies. */
  readonly portfolio: { readonly id: string; readonly name: string; readonly title: string; readonly hash: string } | null;
  /** Null where a portfolio's file was read. */
  readonly table: DatabaseTable | null;
  readonly by: readonly string[];
  readonly engine: FileEngine | DatabaseEngine;
  /** The build that ran it; null until it is done. */
  readonly build: string | null;
  readonly status: BacktestStatus;
  readonly progress: BacktestProgress | null;
  /** Of the result; null until it is done. */
  readonly summary: Backtest["summary"] | null;
  readonly error: BacktestError | null;
  readonly files: { readonly outcomes: BacktestFile | null; readonly rejected: BacktestFile | null };
  readonly author: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface BacktestRun extends BacktestRunSummary {
  readonly mapping: ColumnMapping;
  /** Whether outcomes are kept row by row. */
  readonly keepsOutcomes: boolean;
  /** Whether the shift is divided among the changes, where there are two versions. */
  readonly attribution: boolean;
  readonly result: Backtest | null;
}

export interface NewBacktest {
  readonly policy: string;
  readonly baseline: BacktestSide & { readonly text: string };
  readonly candidate: (BacktestSide & { readonly text: string }) | null;
  readonly scenario: { readonly baseline: Facts; readonly candidate: Facts };
  /** Either a portfolio or a table. */
  readonly portfolio: { readonly id: string; readonly hash: string } | null;
  readonly table: DatabaseTable | null;
  readonly mapping: ColumnMapping;
  readonly by: readonly string[];
  readonly engine: FileEngine | DatabaseEngine;
  readonly keepsOutcomes: boolean;
  readonly attribution: boolean;
  readonly author: string;
}

/** Newest first; of one policy, or of all. */
export async function listBacktests({ policy }: { policy?: string | undefined } = {}): Promise<BacktestRunSummary[]> {
  const rows = await (await reader()).backtest.findMany({
    where: policy === undefined ? {} : { policyName: policy },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    omit: { result: true, baselineText: true, candidateText: true },
    include: PORTFOLIO,
  });
  const summaries = await summariesOf(rows.map(({ id }) => id));
  return rows.map((row) => summaryOf(row, summaries.get(row.id) ?? null));
}

export async function findBacktest(id: string): Promise<BacktestRun | null> {
  const row = UUID.test(id) ? await (await reader()).backtest.findUnique({ where: { id }, include: PORTFOLIO }) : null;
  if (!row) return null;
  const result = row.result as unknown as Backtest | null;
  const mapping = row.mapping as unknown as ColumnMapping;
  const { keepsOutcomes, attribution } = row;
  return { ...summaryOf(row, result?.summary ?? null), mapping, keepsOutcomes, attribution, result };
}

/** Throws `NotFound`. */
export async function getBacktest(id: string): Promise<BacktestRun> {
  const run = await findBacktest(id);
  if (!run) throw new NotFound("there is no such backtest");
  return run;
}

/** The texts that a run is pinned to. Throws `NotFound`. */
export async function getBacktestTexts(id: string): Promise<{ readonly baseline: string; readonly candidate: string | null }> {
  const row = UUID.test(id) ? await (await reader()).backtest.findUnique({ where: { id }, select: TEXTS }) : null;
  if (!row) throw new NotFound("there is no such backtest");
  const textOf = async (text: string | null, version: number | null) =>
    version === null ? text : (await getVersion(row.policyName, version)).text;
  return {
    baseline: (await textOf(row.baselineText, row.baselineVersion)) ?? "",
    candidate: await textOf(row.candidateText, row.candidateVersion),
  };
}

/** Queues a run. */
export async function createBacktest(given: NewBacktest): Promise<BacktestRun> {
  const id = randomUUID();
  const data = {
    id,
    policyName: given.policy,
    baselineVersion: given.baseline.version,
    baselineHash: given.baseline.hash,
    baselineText: given.baseline.version === null ? given.baseline.text : null,
    baselineScenario: json(given.scenario.baseline),
    candidateVersion: given.candidate?.version ?? null,
    candidateHash: given.candidate?.hash ?? null,
    candidateText: given.candidate && given.candidate.version === null ? given.candidate.text : null,
    candidateScenario: json(given.scenario.candidate),
    portfolioId: given.portfolio?.id ?? null,
    portfolioHash: given.portfolio?.hash ?? null,
    table: given.table ? json(given.table) : Prisma.DbNull,
    mapping: json(given.mapping),
    by: given.by.map(storable),
    engine: given.engine,
    keepsOutcomes: given.keepsOutcomes,
    attribution: given.attribution,
    home: await homeId(),
    author: given.author,
  };
  return transaction(async (tx) => {
    await tx.backtest.createMany({ data: [data] });
    return getBacktest(id);
  });
}

/** Queues a new run with what an earlier one was asked. Throws `NotFound`. */
export async function restartBacktest({ id, author }: { id: string; author: string }): Promise<BacktestRun> {
  const { policy, baseline, candidate, scenario, portfolio, table, mapping, by, engine, keepsOutcomes, attribution } =
    await getBacktest(id);
  const texts = await getBacktestTexts(id);
  return createBacktest({
    ...{ policy, scenario, portfolio, table, mapping, by, engine, keepsOutcomes, attribution, author },
    baseline: { ...baseline, text: texts.baseline },
    candidate: candidate && { ...candidate, text: texts.candidate ?? "" },
  });
}

/** Whether it was queued, and now runs. */
export function startBacktest(id: string): Promise<boolean> {
  return change(id, ["queued"], { status: "running", startedAt: new Date() });
}

/** Whether it runs still. */
export function recordBacktestProgress(id: string, progress: BacktestProgress): Promise<boolean> {
  return change(id, ["running"], { progress: json(progress) });
}

export function finishBacktest(
  id: string,
  given: { readonly result: Backtest; readonly outcomes: BacktestFile | null; readonly rejected: BacktestFile | null },
): Promise<boolean> {
  const { result, outcomes, rejected } = given;
  return change(id, ["running"], {
    ...ended("done"),
    build: result.build,
    result: json(result),
    outcomes: outcomes ? json(outcomes) : Prisma.DbNull,
    rejected: rejected ? json(rejected) : Prisma.DbNull,
  });
}

export function failBacktest(id: string, { code, message }: BacktestError): Promise<boolean> {
  return change(id, ["queued", "running"], { ...ended("failed"), errorCode: code, errorMessage: storable(message) });
}

export function cancelBacktest(id: string): Promise<boolean> {
  return change(id, ["queued", "running"], ended("cancelled"));
}

/** Why a run whose server is gone did not end. */
export const SERVER_ENDED: BacktestError = { code: "server-ended", message: "the server ended while it ran; start it again" };

/** Marks the runs that a dead server of this data folder left queued or running as failed; gives their ids. Only before any is started. */
export async function failAbandonedBacktests(): Promise<readonly string[]> {
  const { kind } = await openDatabase();
  // The embedded database has one server at a time; after a restore the folder may have another name.
  const own = kind === "embedded" ? {} : { home: await homeId() };
  return transaction(async (tx) => {
    const rows = await tx.backtest.findMany({ where: { ...own, status: { in: ["queued", "running"] } }, select: { id: true } });
    for (const { id } of rows) await failBacktest(id, SERVER_ENDED);
    return rows.map(({ id }) => id);
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PORTFOLIO = { portfolio: { select: { id: true, name: true, title: true } } } as const;
const TEXTS = { policyName: true, baselineVersion: true, baselineText: true, candidateVersion: true, candidateText: true } as const;

async function change(id: string, from: readonly BacktestStatus[], data: Prisma.BacktestUpdateManyMutationInput): Promise<boolean> {
  return transaction(async (tx) => {
    const { count } = await tx.backtest.updateMany({ where: { id, status: { in: [...from] } }, data });
    return count > 0;
  });
}

function ended(status: BacktestStatus) {
  return { status, finishedAt: new Date(), progress: Prisma.DbNull };
}

function json(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(storableJson(value));
}

/** The `summary` of each result, without reading the rest of it. */
async function summariesOf(ids: readonly string[]): Promise<Map<string, Backtest["summary"]>> {
  const rows = await (await reader()).$queryRaw<{ id: string; summary: Backtest["summary"] }[]>`
    select id::text as id, result -> 'summary' as summary from backtest where id::text = any(${[...ids]}) and result is not null`;
  return new Map(rows.map(({ id, summary }) => [id, summary]));
}

type SummaryRow = Omit<Row, "result" | "baselineText" | "candidateText"> & {
  readonly portfolio: { readonly id: string; readonly name: string; readonly title: string } | null;
};

function summaryOf(row: SummaryRow, summary: Backtest["summary"] | null): BacktestRunSummary {
  const { id, policyName: policy, by, build, status, author, createdAt, startedAt, finishedAt } = row;
  return {
    ...{ id, policy, by, build, status, summary, author, createdAt, startedAt, finishedAt },
    baseline: { version: row.baselineVersion, hash: row.baselineHash },
    candidate: row.candidateHash === null ? null : { version: row.candidateVersion, hash: row.candidateHash },
    scenario: { baseline: row.baselineScenario as Facts, candidate: row.candidateScenario as Facts },
    portfolio: row.portfolio && { ...row.portfolio, hash: row.portfolioHash ?? "" },
    table: row.table as DatabaseTable | null,
    engine: row.engine as FileEngine | DatabaseEngine,
    progress: row.progress as BacktestProgress | null,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
    files: { outcomes: row.outcomes as BacktestFile | null, rejected: row.rejected as BacktestFile | null },
  };
}
