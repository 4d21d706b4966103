/** What a backup of the embedded database holds, found by opening it: the proof that it can be opened. */
import { migrateDatabase } from "../client/index.ts";
import { type EmbeddedDatabase, openPglite, wrapPglite } from "../client/embedded.ts";

export interface Contents {
  readonly policies: number;
  readonly versions: number;
  readonly fixtures: number;
  readonly portfolios: number;
  readonly backtests: number;
}

/** Opens the archive in memory, brings it up to this code's migrations and counts. Throws `StartProblem` if it does not fit. */
export async function contentsOf(archive: Blob): Promise<Contents> {
  const database = wrapPglite(await openPglite({ loadDataDir: archive }));
  try {
    return await countContents(database);
  } finally {
    await database.close();
  }
}

export async function countContents(database: EmbeddedDatabase): Promise<Contents> {
  await migrateDatabase(database);
  const { prisma } = database;
  const [policies, versions, fixtures, portfolios, backtests] = [
    await prisma.policy.count(),
    await prisma.version.count(),
    await prisma.fixture.count({ where: { deletedAt: null } }),
    await prisma.portfolio.count({ where: { deletedAt: null } }),
    await prisma.backtest.count(),
  ];
  return { policies, versions, fixtures, portfolios, backtests };
}

export function describeContents({ policies, versions, fixtures, portfolios, backtests }: Contents): string {
  return `${policies} policies, ${versions} versions, ${fixtures} fixtures, ${portfolios} portfolios, ${backtests} backtests`;
}
