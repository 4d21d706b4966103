/**
 * Fresh, migrated databases for tests: PGlite in memory from a snapshot, and a real PostgreSQL where the machine
 * has the server's binaries (Debian: /usr/lib/postgresql/N/bin). Not for production code.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import pg from "pg";
import type { Database } from "./client/database.ts";
import { openPglite, wrapPglite } from "./client/embedded.ts";
import { migrate, readMigrations } from "./client/migrate.ts";
import { openPostgresql } from "./client/postgresql.ts";

export interface TestServer {
  /** A new database, migrated and empty. */
  createDatabase(): Promise<Database>;
  /** A new database without a single table. */
  createBare(): Promise<Database>;
  stop(): Promise<void>;
}

export interface TestServerKind {
  readonly name: string;
  start(): Promise<TestServer>;
}

/** Of the newest PostgreSQL server on this machine; null without one. */
export const BINARIES = postgresqlBinaries();

/** What this machine can test on. */
export const TEST_SERVERS: readonly TestServerKind[] = [
  { name: "PGlite", start: startPglite },
  ...(BINARIES ? [{ name: `PostgreSQL ${path.basename(path.dirname(BINARIES))}`, start: () => startPostgresql(BINARIES) }] : []),
];

/** Bundles a TypeScript file of this project, as a program for another Node process; gives its path. */
export async function bundleProgram(entry: string): Promise<string> {
  const outfile = path.resolve("dist", "test", `${path.basename(entry, ".ts")}.mjs`);
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "esm", target: "node20", packages: "external" });
  return outfile;
}

/** One instance; a new database is its schema dropped and made again, which is ten times faster than a new instance. */
async function startPglite(): Promise<TestServer> {
  const database = wrapPglite(await openPglite({ loadDataDir: await snapshot() }));
  const migrations = await readMigrations();
  const lent = { ...database, close: async () => {} };
  const createBare = async () => {
    await database.withConnection((connection) => connection.query("drop schema public cascade; create schema public"));
    return lent;
  };
  const createDatabase = async () => {
    await createBare();
    await database.withConnection((connection) => migrate(connection, migrations));
    return lent;
  };
  return { createDatabase, createBare, stop: () => database.close() };
}

/** A dump of an empty, migrated PGlite, made once per set of migrations and kept with the machine's temporary files. */
async function snapshot(): Promise<Blob> {
  const migrations = await readMigrations();
  const version = await readFile("node_modules/@electric-sql/pglite/package.json", "utf8");
  const digest = createHash("sha256")
    .update(JSON.stringify([migrations, version]))
    .digest("hex")
    .slice(0, 16);
  const file = path.join(tmpdir(), `limen-test-snapshot-${digest}.tar.gz`);
  if (!existsSync(file)) await writeSnapshot(file, migrations);
  return new Blob([await readFile(file)]);
}

async function writeSnapshot(file: string, migrations: Awaited<ReturnType<typeof readMigrations>>): Promise<void> {
  const database = wrapPglite(await openPglite({}));
  await database.withConnection((connection) => migrate(connection, migrations));
  const part = `${file}.${process.pid}`;
  await writeFile(part, Buffer.from(await (await database.dump()).arrayBuffer()));
  await rename(part, file);
  await database.close();
}

function postgresqlBinaries(): string | null {
  const root = "/usr/lib/postgresql";
  const majors = existsSync(root) ? readdirSync(root).filter((name) => existsSync(path.join(root, name, "bin", "initdb"))) : [];
  const newest = majors.sort((a, b) => Number(b) - Number(a))[0];
  return newest ? path.join(root, newest, "bin") : null;
}

export interface PostgresqlProcess {
  /** Of a new, empty database. */
  createUrl(template?: string): Promise<string>;
  stop(): Promise<void>;
}

/** A server of its own in a temporary folder, reached through a unix socket there only. */
export async function startPostgresqlProcess(binaries: string): Promise<PostgresqlProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), "limen-pg-"));
  const owner = process.getuid?.() === 0 ? ownerOf("postgres") : {};
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, "data");
  execFileSync(path.join(binaries, "initdb"), ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"], {
    ...owner,
    cwd: folder,
    stdio: "ignore",
  });
  const server = spawn(
    path.join(binaries, "postgres"),
    ["-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"],
    { ...owner, cwd: folder, stdio: "ignore" },
  );
  const kill = () => void server.kill("SIGQUIT");
  process.once("exit", kill);
  const urlOf = (name: string) => `postgresql://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;
  await waitFor(urlOf("postgres"), server);
  let count = 0;
  return {
    createUrl: async (template = "template0") => {
      count += 1;
      await query(urlOf("postgres"), `create database d${count} template ${template}`);
      return urlOf(`d${count}`);
    },
    stop: async () => {
      process.off("exit", kill);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startPostgresql(binaries: string): Promise<TestServer> {
  const server = await startPostgresqlProcess(binaries);
  const template = await openPostgresql(await server.createUrl());
  await template.withConnection(async (connection) => migrate(connection, await readMigrations()));
  await template.close();
  return {
    createDatabase: async () => openPostgresql(await server.createUrl("d1")),
    createBare: async () => openPostgresql(await server.createUrl()),
    stop: server.stop,
  };
}

function ownerOf(user: string): { uid?: number; gid?: number } {
  const id = (option: string) => Number(execFileSync("id", [option, user], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function waitFor(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const up = await query(url, "select 1").then(
      () => true,
      () => false,
    );
    if (up) return;
    if (tries > 200 || server.exitCode !== null) throw new Error("the test's PostgreSQL server did not start");
    await sleep(50);
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
