import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BINARIES, type PostgresqlProcess, startPostgresqlProcess } from "../testing.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openPostgresql } from "./postgresql.ts";

describe.skipIf(!BINARIES)("a PostgreSQL server", () => {
  let server: PostgresqlProcess;
  let url: string;
  beforeAll(async () => {
    server = await startPostgresqlProcess(BINARIES ?? "");
    url = await server.createUrl();
  });
  afterAll(() => server?.stop());

  test("is used within the schema that the URL names", async () => {
    await expect(openPostgresql(`${url}&schema=limits`)).rejects.toThrow(/schema .* does not exist/);
    await expect(openPostgresql(`${url}&schema=a;b`)).rejects.toThrow(/lower-case/);
    const plain = await openPostgresql(url);
    await plain.prisma.$executeRawUnsafe("create schema limits");
    const database = await openPostgresql(`${url}&schema=limits`);
    await database.withConnection(async (connection) => migrate(connection, await readMigrations()));
    await database.prisma.policy.createMany({ data: [{ name: "p", title: "P" }] });
    expect(await database.prisma.$queryRaw`select name from policy`).toEqual([{ name: "p" }]);
    const rows = await plain.prisma
      .$queryRaw`select distinct table_schema as schema from information_schema.tables where table_name in ('policy', 'version')`;
    expect(rows).toEqual([{ schema: "limits" }]);
    await database.close();
    await plain.close();
  });

  test("that cannot be used is told without the password", async () => {
    const error = await openPostgresql(url.replace("/d1?", "/none?").replace("postgres@", "postgres:secret@")).catch((caught) => caught);
    expect(error.message).toMatch(/^cannot use the PostgreSQL server of DATABASE_URL: database "none" does not exist/);
    expect(error.message).not.toContain("secret");
  });
});
