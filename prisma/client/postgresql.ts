/** A PostgreSQL server named by DATABASE_URL; `?schema=` is understood as Prisma understands it. */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/client.ts";
import { type Database, StartProblem } from "./database.ts";

const CONNECTIONS_MAX = 10;
const OLDEST_MAJOR = 15;

/** Connects and checks the server. Throws `StartProblem`, never with the password in it. */
export async function openPostgresql(url: string): Promise<Database> {
  const { connectionString, schema } = readUrl(url);
  const pool = new pg.Pool({ connectionString, max: CONNECTIONS_MAX, ...(schema ? { options: `-c search_path=${schema}` } : {}) });
  pool.on("error", () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, schema ? { schema } : undefined) });
  const withConnection: Database["withConnection"] = async (work) => {
    const connection = await pool.connect();
    try {
      return await work(connection);
    } finally {
      connection.release();
    }
  };
  const close = async () => {
    await prisma.$disconnect();
    if (!pool.ended) await pool.end();
  };
  try {
    await withConnection(checkServer);
  } catch (cause) {
    await close();
    if (cause instanceof StartProblem) throw cause;
    throw new StartProblem(`cannot use the PostgreSQL server of DATABASE_URL: ${reasonOf(cause)}`, { cause });
  }
  return { kind: "postgresql", prisma, withConnection, close };
}

function readUrl(url: string): { connectionString: string; schema: string | null } {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol))
    throw new StartProblem("DATABASE_URL must look like `postgresql://user:password@host:5432/database`");
  const schema = parsed.searchParams.get("schema");
  if (schema !== null && !/^[a-z_][a-z0-9_]*$/.test(schema))
    throw new StartProblem(`schema \`${schema}\` of DATABASE_URL: use lower-case letters, digits and underscores`);
  parsed.searchParams.delete("schema");
  return { connectionString: parsed.href, schema };
}

async function checkServer(connection: pg.ClientBase): Promise<void> {
  const { rows } = await connection.query<{ version: string; schema: string | null }>(
    "select current_setting('server_version_num') as version, current_schema() as schema",
  );
  const major = Math.floor(Number(rows[0]?.version) / 10000);
  if (major < OLDEST_MAJOR) throw new StartProblem(`the PostgreSQL server is version ${major}; version ${OLDEST_MAJOR} or newer is needed`);
  if (!rows[0]?.schema) throw new StartProblem("the schema that DATABASE_URL names does not exist in the database; create it first");
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
