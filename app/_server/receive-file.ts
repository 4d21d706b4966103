/** Writes a request's body to a file as it comes, hashing it on the way: no more of it is in memory than is under way. */
import "server-only";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import type { HashedFile } from "../../backtest/hash-file";

/** Rejects where the sender goes away or the disk is full; what was written by then is the caller's to remove. */
export async function receiveFile(request: Request, path: string): Promise<HashedFile> {
  const body = request.body ? Readable.fromWeb(request.body as NodeStream<Uint8Array>) : Readable.from([]);
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    },
    createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }),
  );
  const announced = request.headers.get("content-length");
  if (announced !== null && Number(announced) !== bytes) throw new Error(`the body has ${bytes} of ${announced} bytes`);
  return { bytes, hash: `sha256:${hash.digest("hex")}` };
}
