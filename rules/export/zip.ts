import { strToU8, zipSync } from "fflate";
import { hashText } from "#rules/policy";
import type { ExportedFile } from "./types.ts";

/** The files in one zip, under a folder of the given name; the same files give the same bytes. */
export function zipOf(folder: string, files: readonly ExportedFile[]): Uint8Array {
  const entries = Object.fromEntries(files.map(({ path, text }) => [`${folder}/${path}`, strToU8(text)]));
  return zipSync(entries, { level: 9, mtime: EARLIEST });
}

/** The first moment that a zip can name, in local time, which is how zips hold it. */
const EARLIEST = new Date(1980, 0, 1);

/** A file's path, its size in bytes and the SHA-256 of its bytes in hex. */
export function digestOf({ path, text }: ExportedFile): { path: string; bytes: number; sha256: string } {
  return { path, bytes: strToU8(text).length, sha256: hashText(text).slice("sha256:".length) };
}
