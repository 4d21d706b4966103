/** The sample's 2,000 borrowers in a PostgreSQL server of their own, which evaluates them itself. Not for production code. */
import { readFileSync } from "node:fs";
import pg from "pg";
import { policyOf } from "#rules/conformance";
import { BINARIES, startPostgresqlProcess } from "../../prisma/testing.ts";
import { loadCsv } from "./load-csv.ts";
import { sample, V2 } from "./portfolios.ts";

/** Whether this machine has the server. */
export const HAS_POSTGRESQL = BINARIES !== null;

export interface PostgresqlTable {
  readonly url: string;
  /** How many of our statements run there. */
  busy(): Promise<number>;
  stop(): Promise<void>;
}

/** The table is `portfolio`; the view `slow` has its rows 5,000 times. */
export async function startPostgresqlTable(): Promise<PostgresqlTable> {
  const server = await startPostgresqlProcess(BINARIES as string);
  const url = await server.createUrl();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await loadCsv(client, "portfolio", readFileSync(sample("sample-2000.csv"), "utf8"), policyOf(V2).facts);
  await client.query("CREATE VIEW slow AS SELECT p.* FROM portfolio AS p, generate_series(1, 5000) AS n");
  const busy = "SELECT count(*)::int AS busy FROM pg_stat_activity WHERE application_name = 'limen' AND state = 'active'";
  return {
    url,
    busy: async () => (await client.query(busy)).rows[0].busy,
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
}
