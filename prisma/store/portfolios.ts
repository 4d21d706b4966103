/**
 * Portfolios: named files of borrowers with the profile of their columns and the mapping that runs use unless told
 * otherwise. File and hash are pinned; deleting marks the portfolio, and its file and runs stay.
 */
import type { ColumnMapping, PortfolioProfile } from "#rules/portfolio";
import { reader, type Transaction, transaction } from "../client/index.ts";
import type { Portfolio as Row } from "../generated/client.ts";
import { portfolioPath } from "./files.ts";
import { NotFound } from "./not-found.ts";
import { storable, storableJson } from "./storable.ts";

export const PORTFOLIO_FORMATS = ["csv", "parquet"] as const;
export type PortfolioFormat = (typeof PORTFOLIO_FORMATS)[number];

export interface PortfolioSummary {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The file's name as it was given. */
  readonly file: string;
  readonly format: PortfolioFormat;
  readonly bytes: number;
  /** `sha256:…` of the file. */
  readonly hash: string;
  /** Null until the profile is made. */
  readonly rows: number | null;
  /** Whether the file lies outside the data folder, where its owner may change it. */
  readonly registered: boolean;
  readonly author: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface Portfolio extends PortfolioSummary {
  /** Absolute. */
  readonly path: string;
  /** Null until it is made. */
  readonly profile: PortfolioProfile | null;
  readonly mapping: ColumnMapping;
}

export interface NewPortfolio {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly file: string;
  /** As `keepPortfolioFile` gives it; absolute for a file that stays where it lies. */
  readonly path: string;
  readonly format: PortfolioFormat;
  readonly bytes: number;
  readonly hash: string;
  readonly mapping: ColumnMapping;
  readonly author: string;
}

export type CreatePortfolioResult =
  | { readonly ok: true; readonly portfolio: Portfolio }
  | { readonly ok: false; readonly reason: "name-taken" };

/** Living portfolios by title. */
export async function listPortfolios(): Promise<PortfolioSummary[]> {
  const rows = await (await reader()).portfolio.findMany({
    where: { deletedAt: null },
    orderBy: [{ title: "asc" }, { name: "asc" }],
    omit: { profile: true, mapping: true },
  });
  return rows.map(summaryOf);
}

/** A living portfolio by its id or its name. */
export async function findPortfolio(idOrName: string): Promise<Portfolio | null> {
  const named = UUID.test(idOrName) ? { id: idOrName } : { name: idOrName };
  const row = await (await reader()).portfolio.findFirst({ where: { ...named, deletedAt: null } });
  return row && portfolioOf(row);
}

/** Also one that was deleted: a run keeps its portfolio. Throws `NotFound`. */
export async function getPortfolio(id: string): Promise<Portfolio> {
  const row = UUID.test(id) ? await (await reader()).portfolio.findUnique({ where: { id } }) : null;
  if (!row) throw new NotFound("there is no such portfolio");
  return portfolioOf(row);
}

/** Those whose profile is still to be made, oldest first. */
export async function listUnprofiledPortfolios(): Promise<Portfolio[]> {
  const rows = await (await reader()).portfolio.findMany({ where: { rows: null, deletedAt: null }, orderBy: { createdAt: "asc" } });
  return rows.map(portfolioOf);
}

/** Whether a living portfolio has the name. */
export async function isPortfolioNameTaken(name: string): Promise<boolean> {
  return isTaken(await reader(), name);
}

/** Stores a portfolio whose file is whole; its profile follows by `setPortfolioProfile`. */
export async function createPortfolio(given: NewPortfolio): Promise<CreatePortfolioResult> {
  const { mapping, ...rest } = given;
  const data = {
    ...rest,
    ...wordingOf(given),
    file: storable(given.file),
    bytes: BigInt(given.bytes),
    mapping: JSON.parse(storableJson(mapping)),
  };
  return transaction(async (tx) => {
    const { count } = await tx.portfolio.createMany({ data: [data], skipDuplicates: true });
    return count === 0 ? { ok: false, reason: "name-taken" } : { ok: true, portfolio: await getPortfolio(given.id) };
  });
}

/** Records the profile, once and for all. Throws `NotFound`. */
export async function setPortfolioProfile(id: string, profile: PortfolioProfile): Promise<Portfolio> {
  return transaction(async (tx) => {
    // What was read of the portfolio before is out of date, as after any change.
    const data = { profile: JSON.parse(storableJson(profile)), rows: BigInt(profile.rows), updatedAt: new Date() };
    const { count } = await tx.portfolio.updateMany({ where: { id, rows: null }, data });
    if (count === 0) throw new NotFound("there is no portfolio of that id without a profile");
    return getPortfolio(id);
  });
}

/** Removes the row of a file that turned out to be unreadable: one without a profile. */
export async function discardPortfolio(id: string): Promise<void> {
  await transaction((tx) => tx.portfolio.deleteMany({ where: { id, rows: null } }));
}

/** Changes what is given. Throws `NotFound` where it was deleted. */
export async function updatePortfolio(given: {
  id: string;
  title?: string | undefined;
  description?: string | undefined;
  mapping?: ColumnMapping | undefined;
}): Promise<Portfolio> {
  const { id, title, description, mapping } = given;
  const data = {
    updatedAt: new Date(),
    ...(title !== undefined && { title: storable(title) }),
    ...(description !== undefined && { description: storable(description) }),
    ...(mapping !== undefined && { mapping: JSON.parse(storableJson(mapping)) }),
  };
  return transaction(async (tx) => {
    const { count } = await tx.portfolio.updateMany({ where: { id, deletedAt: null }, data });
    if (count === 0) throw new NotFound("there is no such portfolio; it was deleted");
    return getPortfolio(id);
  });
}

/** Throws `NotFound` where it is deleted already. */
export async function deletePortfolio({ id, author }: { id: string; author: string }): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.portfolio.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: new Date(), deletedBy: author } });
    if (count === 0) throw new NotFound("there is no such portfolio; it was deleted");
  });
}

/** Takes back a deletion; refused where another portfolio took the name meanwhile. Throws `NotFound`. */
export async function restorePortfolio({ id }: { id: string }): Promise<CreatePortfolioResult> {
  return transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ name: string; deleted: boolean }[]>`
      select name, deleted_at is not null as deleted from portfolio where id = ${id}::uuid for no key update`;
    if (!row) throw new NotFound("there is no such portfolio");
    if (row.deleted && (await isTaken(tx, row.name))) return { ok: false, reason: "name-taken" };
    await tx.portfolio.update({ where: { id }, data: { deletedAt: null, deletedBy: null, updatedAt: new Date() } });
    return { ok: true, portfolio: await getPortfolio(id) };
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function wordingOf({ title, description }: { title: string; description: string }) {
  return { title: storable(title), description: storable(description) };
}

async function isTaken(tx: Transaction, name: string): Promise<boolean> {
  return (await tx.portfolio.count({ where: { name, deletedAt: null } })) > 0;
}

function portfolioOf(row: Row): Portfolio {
  return {
    ...summaryOf(row),
    path: portfolioPath(row.path),
    profile: row.profile as PortfolioProfile | null,
    mapping: row.mapping as unknown as ColumnMapping,
  };
}

function summaryOf(row: Omit<Row, "profile" | "mapping">): PortfolioSummary {
  const { id, name, title, description, file, hash, author, createdAt, updatedAt } = row;
  const numbers = { bytes: Number(row.bytes), rows: row.rows === null ? null : Number(row.rows) };
  const kind = { format: row.format as PortfolioFormat, registered: portfolioPath(row.path) === row.path };
  return { id, name, title, description, file, hash, author, createdAt, updatedAt, ...numbers, ...kind };
}
