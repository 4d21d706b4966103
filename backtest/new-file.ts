/** A file that appears under its name only when it is whole: until then it stands beside itself under a temporary name. */
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import path from "node:path";
import { partialName } from "./partial-name.ts";
import { BacktestProblem } from "./types.ts";

export interface FileMade {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const BUFFER = 1 << 20;

export class NewFile {
  private readonly hash = createHash("sha256");
  private bytes = 0;
  private held: Uint8Array[] = [];
  private heldBytes = 0;

  private constructor(
    readonly path: string,
    private readonly written: string,
    private readonly handle: FileHandle,
    private readonly remove: () => void,
  ) {}

  /** Made at once, and opened only where it still is: a process that ends in between leaves nothing. */
  static async create(file: string): Promise<NewFile> {
    const written = partialName(file, process.pid);
    const remove = () => rmSync(written, { force: true });
    try {
      writeFileSync(written, "");
      process.on("exit", remove);
      return new NewFile(file, written, await open(written, "r+"), remove);
    } catch (error) {
      process.off("exit", remove);
      throw cannotWrite(file, error as NodeJS.ErrnoException);
    }
  }

  /** Takes bytes that must not change until the next `flush` is done. */
  async write(bytes: Uint8Array): Promise<void> {
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    if (this.heldBytes >= BUFFER) await this.flush();
  }

  /** Writes what is held. */
  async flush(): Promise<void> {
    let rest: readonly Uint8Array[] = this.held;
    this.bytes += this.heldBytes;
    [this.held, this.heldBytes] = [[], 0];
    for (const bytes of rest) this.hash.update(bytes);
    while (rest.length > 0) {
      const { bytesWritten } = await this.handle.writev(rest).catch((error) => Promise.reject(cannotWrite(this.path, error)));
      rest = after(rest, bytesWritten);
    }
  }

  /** Gives the file its name. */
  async finish(): Promise<FileMade> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
    await rename(this.written, this.path).catch((error) => Promise.reject(cannotWrite(this.path, error)));
    process.off("exit", this.remove);
    return { path: this.path, bytes: this.bytes, sha256: `sha256:${this.hash.digest("hex")}` };
  }

  /** Leaves nothing. Harmless after `finish`. */
  async discard(): Promise<void> {
    process.off("exit", this.remove);
    await this.handle.close().catch(() => {});
    this.remove();
  }
}

/** What is left of the bytes after the first `count`. */
function after(parts: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  return parts.flatMap((part) => {
    const taken = Math.min(left, part.length);
    left -= taken;
    return taken === part.length ? [] : [part.subarray(taken)];
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  EACCES: "writing there is not allowed",
  EROFS: "writing there is not allowed",
  ENOSPC: "the disk is full",
};

function cannotWrite(file: string, error: NodeJS.ErrnoException): BacktestProblem {
  return new BacktestProblem("cannot-write", `cannot write \`${path.basename(file)}\`: ${REASONS[error.code ?? ""] ?? error.message}`);
}
