/** The hash of a file's bytes: what `sha256sum` prints of it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** `sha256:` and the hex digest. Reads the file piece by piece. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) hash.update(piece as Buffer);
  return `sha256:${hash.digest("hex")}`;
}
