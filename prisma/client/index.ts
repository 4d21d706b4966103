/**
 * The one database of the process. Opened and migrated at first use, never before, and kept on `globalThis`,
 * so that a reload of modules in development does not open it twice. The store reads through `reader()` and
 * changes through `transaction()`; both join the transaction in which they are called, if any.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Prisma } from "../generated/client.ts";
import { type Database, StartProblem } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import { databaseLocation } from "./location.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";

export type { Database, DatabaseKind } from "./database.ts";
export { StartProblem } from "./database.ts";

export type Transaction = Prisma.TransactionClient;

const shared = globalThis as typeof globalThis & {
  limenDatabase?: Promise<Database> | undefined;
  limenTransaction?: AsyncLocalStorage<Transaction>;
};
shared.limenTransaction ??= new AsyncLocalStorage();
const context = shared.limenTransaction;
const TRANSACTION_LIMITS = { maxWait: 60_000, timeout: 120_000 };

/** The open, migrated database. A failed opening is tried again at the next call. */
export function openDatabase(): Promise<Database> {
  if (!shared.limenDatabase) {
    const opening = open();
    shared.limenDatabase = opening;
    opening.catch(() => {
      if (shared.limenDatabase === opening) shared.limenDatabase = undefined;
    });
  }
  return shared.limenDatabase;
}

/** Makes an open database the process's own; for tests and tasks. Gives back the one before. */
export function useDatabase(database: Database | undefined): Promise<Database> | undefined {
  const before = shared.limenDatabase;
  shared.limenDatabase = database && Promise.resolve(database);
  return before;
}

/** Closes the database if it is open or opening; a later use opens it again. */
export async function closeDatabase(): Promise<void> {
  const opening = shared.limenDatabase;
  shared.limenDatabase = undefined;
  const database = await opening?.catch(() => undefined);
  await database?.close();
}

/** Migrates an open database to what this code knows. */
export async function migrateDatabase(database: Database): Promise<readonly string[]> {
  const migrations = await readMigrations();
  return database.withConnection((connection) => migrate(connection, migrations));
}

/** To read with: the current transaction, else the database. */
export async function reader(): Promise<Transaction> {
  return context.getStore() ?? (await openDatabase()).prisma;
}

/** Runs `work` in one transaction: all of its changes are kept, or none. Joins the one in which it is called. */
export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const current = context.getStore();
  if (current) return work(current);
  const { prisma } = await openDatabase();
  return prisma.$transaction((tx) => context.run(tx, () => work(tx)), TRANSACTION_LIMITS);
}

async function open(): Promise<Database> {
  if (process.env.NEXT_PHASE === "phase-production-build") {
    throw new Error("a page reads the store while the site is being built; render it on request instead");
  }
  const location = databaseLocation();
  const database = location.kind === "embedded" ? await openEmbedded(location) : await openPostgresql(location.url);
  try {
    await migrateDatabase(database);
    return database;
  } catch (cause) {
    await database.close();
    throw cause instanceof StartProblem
      ? cause
      : new StartProblem(`the database cannot be migrated: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
