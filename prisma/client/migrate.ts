/**
 * Brings a database up to the migrations of prisma/migrations, in process, and records them in
 * `_prisma_migrations` exactly as the Prisma CLI does, so that `prisma migrate status` agrees afterwards.
 * Each migration is one transaction. Servers that start at once wait for each other on the CLI's own advisory
 * lock. A database that holds migrations unknown to this code, changed ones or failed ones is refused untouched.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { ClientBase } from "pg";
import { StartProblem } from "./database.ts";
import { projectRoot } from "./location.ts";

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** Of the Prisma CLI, so that it and a starting server exclude each other. */
const ADVISORY_LOCK = 72707369;

const CREATE_HISTORY = `create table _prisma_migrations (
    id                  varchar(36) primary key not null,
    checksum            varchar(64) not null,
    finished_at         timestamptz,
    migration_name      varchar(255) not null,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz not null default now(),
    applied_steps_count integer not null default 0
)`;

interface Row {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/** Every migration of the folder in the order of their names. */
export async function readMigrations(folder = path.join(projectRoot(), "prisma", "migrations")): Promise<readonly Migration[]> {
  const entries = await readdir(/* turbopackIgnore: true */ folder, { withFileTypes: true }).catch(() => {
    throw new StartProblem(`there is no folder \`${folder}\`; start from the project's root`);
  });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map(async (name) => ({ name, sql: await readFile(path.join(folder, name, "migration.sql"), "utf8") })));
}

/** Applies what is missing; gives the names applied. Throws `StartProblem` for a database that does not fit. */
export async function migrate(connection: ClientBase, migrations: readonly Migration[]): Promise<readonly string[]> {
  await connection.query("select pg_advisory_lock($1)", [ADVISORY_LOCK]);
  try {
    const missing = missingOf(await history(connection), migrations);
    for (const migration of missing) await apply(connection, migration);
    return missing.map((migration) => migration.name);
  } finally {
    await connection.query("select pg_advisory_unlock($1)", [ADVISORY_LOCK]);
  }
}

async function history(connection: ClientBase): Promise<readonly Row[]> {
  const tables = await connection.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = current_schema()",
  );
  const names = tables.rows.map((row) => row.name);
  if (!names.includes("_prisma_migrations")) {
    if (names.length > 0)
      throw new StartProblem(`the database holds tables that are not Limen's (\`${names[0]}\`, …); name an empty database`);
    await connection.query(CREATE_HISTORY);
    return [];
  }
  const rows = await connection.query<Row>(
    `select migration_name as name, checksum, finished_at is not null as finished from _prisma_migrations where rolled_back_at is null order by started_at`,
  );
  return rows.rows;
}

function missingOf(applied: readonly Row[], migrations: readonly Migration[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = known.get(row.name);
    if (!migration)
      throw new StartProblem(
        `the database was migrated by a newer Limen (\`${row.name}\` is unknown here); update this one, or use another database`,
      );
    if (!row.finished)
      throw new StartProblem(`migration \`${row.name}\` failed halfway; see \`prisma migrate resolve\`, or restore a backup`);
    if (!checksumsOf(migration.sql).includes(row.checksum))
      throw new StartProblem(`migration \`${row.name}\` was changed after it was applied; put its file back as it was`);
  }
  const names = new Set(applied.map((row) => row.name));
  return migrations.filter((migration) => !names.has(migration.name));
}

async function apply(connection: ClientBase, { name, sql }: Migration): Promise<void> {
  await connection.query("begin");
  try {
    await connection.query(sql);
    await connection.query(
      "insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) values ($1, $2, $3, now(), clock_timestamp(), 1)",
      [randomUUID(), checksumOf(sql), name],
    );
    await connection.query("commit");
  } catch (cause) {
    await connection.query("rollback");
    throw new StartProblem(`migration \`${name}\` failed: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function checksumOf(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}

/** A checkout may have turned line ends, which changes nothing that counts. */
function checksumsOf(sql: string): readonly string[] {
  const unix = sql.replaceAll("\r\n", "\n");
  return [sql, unix, unix.replaceAll("\n", "\r\n")].map(checksumOf);
}
