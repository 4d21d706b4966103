/** The migrations make what schema.prisma says: the same tables and columns, of the same types, null where allowed. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TEST_SERVERS, type TestServer } from "./testing.ts";

const SCALARS: Readonly<Record<string, string>> = {
  String: "text",
  Int: "int4",
  BigInt: "int8",
  Boolean: "bool",
  "DateTime@Timestamptz(3)": "timestamptz",
  "Json@Json": "json",
  "String@Uuid": "uuid",
};

interface Block {
  readonly name: string;
  readonly table: string;
  readonly lines: readonly string[];
}

function blocksOf(schema: string, kind: "model" | "enum"): Block[] {
  return [...schema.matchAll(new RegExp(`^${kind} (\\w+) \\{\\n(.*?)^\\}`, "gms"))].map(([, name = "", body = ""]) => ({
    name,
    table: /^\s*@@map\("(.*)"\)/m.exec(body)?.[1] ?? name,
    lines: body.split("\n").map((line) => line.replace(/\/\/.*/, "").trim()),
  }));
}

/** One line a column: `table.column type`, with a `?` where it may be null. */
function columnsOf(schema: string): string[] {
  const enums = new Map(blocksOf(schema, "enum").map((block) => [block.name, block.table]));
  return blocksOf(schema, "model").flatMap(({ table, lines }) =>
    lines.flatMap((line) => {
      const [, name, type = "", mark = "", rest = ""] = /^(\w+)\s+(\w+)(\?|\[\])?(.*)$/.exec(line) ?? [];
      const native = /@db\.(\S+)/.exec(rest)?.[1];
      const udt = enums.get(type) ?? SCALARS[native ? `${type}@${native}` : type];
      if (!name || !udt) return [];
      const column = /@map\("(.*?)"\)/.exec(rest)?.[1] ?? name;
      return [`${table}.${column} ${mark === "[]" ? "_" : ""}${udt}${mark === "" ? "" : "?"}`];
    }),
  );
}

describe.each(TEST_SERVERS)("schema.prisma on $name", (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server?.stop());

  test("agrees with the migrations", async () => {
    const database = await server.createDatabase();
    const rows = await database.withConnection((connection) =>
      connection.query<{ line: string }>(
        `select table_name || '.' || column_name || ' ' || udt_name || case is_nullable when 'YES' then '?' else '' end as line
         from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations'`,
      ),
    );
    const columns = columnsOf(await readFile("prisma/schema.prisma", "utf8"));
    expect(columns.length).toBeGreaterThan(50);
    expect(rows.rows.map((row) => row.line).sort()).toEqual(columns.sort());
    await database.close();
  });
});
