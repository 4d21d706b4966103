/**
 * The embedded database: PGlite (PostgreSQL 18 in WebAssembly) in a folder, behind node-postgres and Prisma's
 * own adapter, so that the store speaks to it as to a server. One process holds a folder at a time: see lock.ts.
 */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { Socket } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/client.ts";
import { type Database, StartProblem } from "./database.ts";
import { interruptedRestores, type Location } from "./location.ts";
import { acquireLock } from "./lock.ts";

export interface EmbeddedDatabase extends Database {
  readonly kind: "embedded";
  /** A gzipped tar of the database as of now, for `wrapPglite(await openPglite({ loadDataDir }))`. */
  dump(): Promise<Blob>;
}

/** Takes the folder's lock and opens it, making it if it is not there. Throws `StartProblem`. */
export async function openEmbedded(location: Extract<Location, { kind: "embedded" }>, { waitMs = 2000 } = {}): Promise<EmbeddedDatabase> {
  await makeDataFolder(location.dataFolder);
  let database: EmbeddedDatabase | undefined;
  const lock = await acquireLock(location.folder, { waitMs, answer: (command, socket) => answer(command, socket, database) });
  try {
    await refuseHalfRestored(location);
    const opened = wrapPglite(await openPglite({ dataDir: location.folder }));
    database = { ...opened, close: () => opened.close().finally(() => lock.release()) };
    return database;
  } catch (cause) {
    await lock.release();
    throw cause;
  }
}

/** Makes the data folder, for its owner only. Throws `StartProblem`. */
export async function makeDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause) => {
    throw new StartProblem(`the data folder \`${folder}\` cannot be made: ${cause.message}`, { cause });
  });
}

/** A restore killed between its two moves leaves no folder: opening would make an empty database as if nothing had been. */
async function refuseHalfRestored(location: Extract<Location, { kind: "embedded" }>): Promise<void> {
  if (existsSync(location.folder)) return;
  const [left] = await interruptedRestores(location);
  if (left)
    throw new StartProblem(
      `a restore was interrupted; run it again, or move the folder kept in \`${location.folder}.before-…\` back to \`${location.folder}\` and delete \`${left}\``,
    );
}

/** Opens PGlite in a folder, or in memory without one, from a dump if given. */
export async function openPglite(options: { dataDir?: string; loadDataDir?: Blob }): Promise<PGlite> {
  try {
    return await PGlite.create(options);
  } catch (cause) {
    const what = options.loadDataDir ? "the backup" : `the database folder \`${options.dataDir}\``;
    throw new StartProblem(
      `${what} cannot be opened; it is damaged, or was made by another version of Limen (${cause instanceof Error ? cause.message : cause})`,
      { cause },
    );
  }
}

/** Puts Prisma before a PGlite. All goes over the pool's single connection, one transaction after another. */
export function wrapPglite(pglite: PGlite): EmbeddedDatabase {
  const config = createPgConfig(pglite);
  const parse = config.connection.parse.bind(config.connection);
  // node-postgres hands over a whole query; the bridge's serialiser takes an absent `types` badly
  config.connection.parse = (query: { name?: string; text: string }) => parse({ name: query.name, text: query.text });
  const pool = new pg.Pool(config as unknown as pg.PoolConfig);
  pool.on("error", () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const withConnection: Database["withConnection"] = async (work) => {
    const connection = await pool.connect();
    try {
      return await work(connection);
    } finally {
      connection.release();
    }
  };
  return {
    kind: "embedded",
    prisma,
    withConnection,
    dump: () =>
      withConnection(async (connection) => {
        await connection.query("checkpoint");
        return pglite.dumpDataDir("gzip");
      }),
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
      await pglite.close();
    },
  };
}

/** What the holder of the lock does for others: `backup` sends a dump, so that a live database is never copied as files. */
async function answer(command: string, socket: Socket, database: EmbeddedDatabase | undefined): Promise<void> {
  if (command !== "backup" || !database) return void socket.destroy();
  try {
    const dump = await database.dump();
    socket.end(Buffer.from(await dump.arrayBuffer()));
  } catch {
    socket.destroy();
  }
}
