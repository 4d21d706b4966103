/**
 * `npm run restore FILE`: puts a backup in the place of the embedded database. Refused while a server runs. The
 * backup is unpacked, opened and counted beside the present folder first; the present folder is moved aside, never deleted.
 */
import { existsSync } from "node:fs";
import { readFile, rename, rm } from "node:fs/promises";
import { StartProblem } from "../client/database.ts";
import { makeDataFolder, openPglite, wrapPglite } from "../client/embedded.ts";
import { databaseLocation, interruptedRestores, type Location, restoringFolder } from "../client/location.ts";
import { acquireLock } from "../client/lock.ts";
import { unpackArchive } from "./archive.ts";
import { type Contents, countContents, describeContents } from "./contents.ts";
import { runTask } from "./task.ts";

type Embedded = Extract<Location, { kind: "embedded" }>;

export const main = (args: readonly string[]): Promise<number> =>
  runTask("restore", args, async (file) => {
    const location = databaseLocation();
    if (location.kind === "postgresql") throw new StartProblem("DATABASE_URL names a PostgreSQL server; restore it with pg_restore");
    const { contents, kept } = await restore(location, file);
    const before = kept ? `; the database before is kept in ${kept}` : "";
    const files = contents.portfolios > 0 ? `\nthe files of portfolios and backtests in ${location.dataFolder} were left as they are` : "";
    return `restored ${describeContents(contents)} from ${file}${before}${files}`;
  });

/** Tells what was restored, and where the folder before is kept (null: there was none). Throws `StartProblem`. */
export async function restore(location: Embedded, file: string): Promise<{ contents: Contents; kept: string | null }> {
  const bytes = await readFile(file).catch((cause) => {
    throw new StartProblem(`\`${file}\` cannot be read: ${cause.message}`, { cause });
  });
  const archive = await unpackArchive(bytes);
  await makeDataFolder(location.dataFolder);
  const lock = await acquireLock(location.folder);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const fresh = restoringFolder(location.folder, stamp);
  try {
    const contents = await unpack(archive, fresh);
    const kept = await exchange(location.folder, fresh, `${location.folder}.before-${stamp}`);
    for (const left of await interruptedRestores(location)) await rm(left, { recursive: true, force: true });
    return { contents, kept };
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await lock.release();
  }
}

async function unpack(dump: Blob, folder: string): Promise<Contents> {
  const database = wrapPglite(await openPglite({ dataDir: folder, loadDataDir: dump }));
  try {
    return await countContents(database);
  } finally {
    await database.close();
  }
}

/** Moves `present` to `aside` and `fresh` to `present`; on failure all is as before. */
async function exchange(present: string, fresh: string, aside: string): Promise<string | null> {
  const there = existsSync(present);
  if (there) await rename(present, aside);
  try {
    await rename(fresh, present);
  } catch (cause) {
    if (there) await rename(aside, present);
    throw cause;
  }
  return there ? aside : null;
}
