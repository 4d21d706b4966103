/** The hash of a file's bytes: what `sha256sum` prints of it. */
import { createHash } from "node:crypto";
import { read, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { promisify } from "node:util";

const PIECE = 1 << 20;
/** What others leave out is read between what they read where it is no more than this, else when they are done. */
const MOST_LEFT_OUT = PIECE;

export interface HashedFile {
  readonly bytes: number;
  /** `sha256:` and the hex digest. */
  readonly hash: string;
}

export async function hashFile(path: string, signal?: AbortSignal): Promise<HashedFile> {
  const file = await open(path);
  try {
    return await new FileHash(file.fd).finish(signal);
  } finally {
    await file.close();
  }
}

/** The hash of a file that others read as well: what they read in the order of the file is not read again. */
export class FileHash {
  private readonly hash = createHash("sha256");
  private readonly piece = Buffer.allocUnsafe(PIECE);
  /** How many bytes of the file it knows. */
  private known = 0;

  /** `file`: the number of an open file. */
  constructor(private readonly file: number) {}

  /** Takes the bytes that stand at `from` in the file. */
  add(from: number, bytes: Uint8Array): void {
    if (from > this.known && from - this.known <= MOST_LEFT_OUT) this.catchUp(from);
    const skipped = this.known - from;
    if (skipped < 0 || skipped >= bytes.length) return;
    this.take(skipped === 0 ? bytes : bytes.subarray(skipped));
  }

  private catchUp(to: number): void {
    while (this.known < to) {
      const count = readSync(this.file, this.piece, 0, to - this.known, this.known);
      if (count === 0) return;
      this.take(this.piece.subarray(0, count));
    }
  }

  /** Reads the rest, piece by piece. */
  async finish(signal?: AbortSignal): Promise<HashedFile> {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await promisify(read)(this.file, this.piece, 0, PIECE, this.known);
      if (bytesRead === 0) return { bytes: this.known, hash: `sha256:${this.hash.digest("hex")}` };
      this.take(this.piece.subarray(0, bytesRead));
    }
  }

  private take(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.known += bytes.length;
  }
}
