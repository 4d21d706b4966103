/** Files and standard input as text; what cannot be read is a InputError in plain words. */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { InputError } from "./command.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "reading it is not allowed",
  ENOTDIR: "a part of its path is not a folder",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GB",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8; save it as UTF-8",
  ERR_STRING_TOO_LONG: "it is too large to be read whole; use CSV or JSONL",
};

/** The words of an error that reading or writing a file gave. */
export function fileReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS[code ?? ""] ?? message;
}

export function unreadable(path: string, error: unknown): InputError {
  return new InputError(`cannot read \`${path}\`: ${fileReason(error)}`);
}

/** The bytes of a file, or of standard input for `-`. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    if (path !== "-") return await readFile(path);
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A stream over a file's bytes, or standard input's for `-`; fails early where the file cannot be read. */
export async function openBytes(path: string): Promise<Readable> {
  if (path === "-") return process.stdin;
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    const stream = createReadStream(path);
    await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", reject));
    return stream;
  } catch (error) {
    throw unreadable(path, error);
  }
}
