/**
 * `npm run backup FILE`: writes the embedded database, as of one moment, to a gzipped tar. While a server runs,
 * the server makes the dump and sends it over the lock's socket; files of a live database are never copied.
 * The file appears under its name only after it was opened and counted. The files of portfolios and backtests, which
 * may be larger than any backup wants to be, are not in it: they never change once written, and any copy of their
 * folders will do.
 */
import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { StartProblem } from "../client/database.ts";
import { openEmbedded } from "../client/embedded.ts";
import { databaseLocation, type Location } from "../client/location.ts";
import { connectToOwner } from "../client/lock.ts";
import { unpackArchive } from "./archive.ts";
import { type Contents, contentsOf, describeContents } from "./contents.ts";
import { runTask } from "./task.ts";

type Embedded = Extract<Location, { kind: "embedded" }>;

export const main = (args: readonly string[]): Promise<number> =>
  runTask("backup", args, async (file) => {
    const location = databaseLocation();
    if (location.kind === "postgresql") throw new StartProblem("DATABASE_URL names a PostgreSQL server; back it up with pg_dump");
    const contents = await backup(location, file);
    return `backed up ${describeContents(contents)} to ${file}${remainder(location, contents)}`;
  });

/** What is not in the backup and has to be copied beside it. */
function remainder({ dataFolder }: Embedded, { portfolios }: Contents): string {
  if (portfolios === 0) return "";
  const folders = ["portfolios", "backtests"].map((name) => path.join(dataFolder, name));
  return `\nthe files of portfolios and backtests are not in it; copy ${folders.join(" and ")} as well (registered files stay where they lie)`;
}

/** Writes `file`, which must not be there yet, and tells what is in it. Throws `StartProblem`. */
export async function backup(location: Embedded, file: string) {
  if (existsSync(file)) throw new StartProblem(`\`${file}\` is there already; name a new file`);
  if (!existsSync(location.folder)) throw new StartProblem(`there is no database in \`${location.folder}\` yet`);
  const dump = (await dumpOfServer(location)) ?? (await dumpOfFolder(location));
  const contents = await contentsOf(await unpackArchive(dump));
  await writeDurably(file, dump);
  return contents;
}

/** From the process that holds the folder; null if none does. */
async function dumpOfServer(location: Embedded): Promise<Buffer | null> {
  const socket = await connectToOwner(location.folder);
  if (!socket) return null;
  socket.write(`${JSON.stringify({ command: "backup" })}\n`);
  const bytes = await buffer(socket).catch(() => Buffer.alloc(0));
  if (bytes.length === 0) throw new StartProblem("the process that holds the database could not make a backup; is it still starting?");
  return bytes;
}

async function dumpOfFolder(location: Embedded): Promise<Buffer> {
  const database = await openEmbedded(location);
  try {
    return Buffer.from(await (await database.dump()).arrayBuffer());
  } finally {
    await database.close();
  }
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  const handle = await open(part, "wx", 0o600).catch((cause) => {
    throw new StartProblem(`\`${part}\` cannot be written: ${cause.message}`, { cause });
  });
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (cause) {
    await handle.close().catch(() => {});
    await rm(part, { force: true });
    throw new StartProblem(`\`${file}\` cannot be written: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
