import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TEST_SERVERS, type TestServer } from "../testing.ts";
import type { Database } from "./database.ts";
import { type Migration, migrate, readMigrations } from "./migrate.ts";

const ONE: Migration = { name: "20260101000000_one", sql: "create table one (id int primary key);\n-- a comment; with a semicolon\n" };
const TWO: Migration = {
  name: "20260202000000_two",
  sql: "create function f() returns int language plpgsql as $$ begin\n return 1;\nend; $$;\ncreate table two as select f() as x;\n",
};
const BROKEN: Migration = { name: "20260303000000_broken", sql: "create table three (id int);\nselect * from nowhere;\n" };

describe.each(TEST_SERVERS)("migrations on $name", (kind) => {
  let server: TestServer;
  let database: Database;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    database = await server.createBare();
  });
  afterEach(() => database.close());

  const run = (...migrations: Migration[]) => database.withConnection((connection) => migrate(connection, migrations));
  const query = (sql: string) => database.withConnection(async (connection) => (await connection.query(sql)).rows);
  const tables = async () =>
    (await query("select table_name from information_schema.tables where table_schema = 'public' order by 1")).map((row) => row.table_name);

  test("are applied once, and recorded as the Prisma CLI records them", async () => {
    expect(await run(ONE)).toEqual([ONE.name]);
    expect(await run(ONE, TWO)).toEqual([TWO.name]);
    expect(await run(ONE, TWO)).toEqual([]);
    expect(
      await query(
        "select migration_name, checksum, applied_steps_count, logs, rolled_back_at, finished_at is not null as finished from _prisma_migrations order by started_at",
      ),
    ).toEqual(
      [ONE, TWO].map(({ name, sql }) => ({
        migration_name: name,
        checksum: createHash("sha256").update(sql).digest("hex"),
        applied_steps_count: 1,
        logs: null,
        rolled_back_at: null,
        finished: true,
      })),
    );
  });

  test("that fail leave the database as it was before them", async () => {
    await expect(run(ONE, BROKEN)).rejects.toThrow(/`20260303000000_broken` failed: .*nowhere/);
    expect(await tables()).toEqual(["_prisma_migrations", "one"]);
    expect(await run(ONE, TWO)).toEqual([TWO.name]);
  });

  test("unknown to this code, changed, or failed before, are refused and nothing is done", async () => {
    await run(ONE, TWO);
    await expect(run(ONE)).rejects.toThrow(/newer Limen \(`20260202000000_two` is unknown here\)/);
    await expect(run(ONE, { ...TWO, sql: `${TWO.sql} ` })).rejects.toThrow(/was changed after it was applied/);
    await query(`update _prisma_migrations set finished_at = null where migration_name = '${TWO.name}'`);
    await expect(run(ONE, TWO)).rejects.toThrow(/failed halfway/);
    await query(`update _prisma_migrations set rolled_back_at = now() where migration_name = '${TWO.name}'`);
    await query("drop table two; drop function f()");
    expect(await run(ONE, TWO)).toEqual([TWO.name]);
  });

  test("with turned line ends are the same", async () => {
    await run(TWO);
    expect(await run({ ...TWO, sql: TWO.sql.replaceAll("\n", "\r\n") })).toEqual([]);
  });

  test("keep off a database that holds something else", async () => {
    await query("create table someone_elses (id int)");
    await expect(run(ONE)).rejects.toThrow(/`someone_elses`/);
    expect(await tables()).toEqual(["someone_elses"]);
  });

  test("of several servers at once are applied by one", async () => {
    const migrations = await readMigrations();
    const applied = await Promise.all(Array.from({ length: 5 }, () => run(...migrations)));
    expect(applied.flat()).toEqual(migrations.map((migration) => migration.name));
  });
});
