/** A backup file: the gzipped tar of a database folder. Checked here, since the embedded database takes a damaged one badly. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { StartProblem } from "../client/database.ts";

/** The major version of PostgreSQL inside the embedded database; it opens no folder of another. */
const MAJOR = "18";
const BLOCK = 512;

/** The plain tar of a backup. Throws `StartProblem` where the bytes are no backup, a cut-off one or one of another version. */
export async function unpackArchive(bytes: Uint8Array): Promise<Blob> {
  const tar = await promisify(gunzip)(bytes).catch((cause) => {
    throw new StartProblem(`this is not a whole backup file (${cause.message})`, { cause });
  });
  const major = versionIn(tar);
  if (major === null) throw new StartProblem("this file is not a backup of Limen: it holds no database");
  if (major !== MAJOR)
    throw new StartProblem(`this backup was made by PostgreSQL ${major}, which this Limen (PostgreSQL ${MAJOR}) cannot open`);
  return new Blob([new Uint8Array(tar)], { type: "application/x-tar" });
}

/** The content of the folder's PG_VERSION. */
function versionIn(tar: Buffer): string | null {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    if (/^(.*\/)?PG_VERSION$/.test(name) && !name.includes("base/")) return tar.toString("utf8", at + BLOCK, at + BLOCK + size).trim();
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}
