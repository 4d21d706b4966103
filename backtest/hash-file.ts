/** The hash of a file's bytes: what `sha256sum` prints of it. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

const PIECE = 1 << 20;

/** `sha256:` and the hex digest. Reads the file piece by piece, into the same memory. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(PIECE);
  const file = await open(path);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(piece, 0, PIECE);
      if (bytesRead === 0) return `sha256:${hash.digest("hex")}`;
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
