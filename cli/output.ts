/** Where a command's result goes: standard output, or a file that appears only when it is whole. */
import { createWriteStream, rmSync } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { InputError } from "./command.ts";
import { fileReason } from "./read-text.ts";
import { type Streams, write } from "./streams.ts";

export interface Output {
  write(text: string): Promise<void>;
  /** Resolves when everything is written; a file has its name from then on. */
  close(): Promise<void>;
}

/** Opens `--out FILE`, or standard output without it or for `-`. */
export async function openOutput(path: string | undefined, streams: Streams): Promise<Output> {
  if (path === undefined || path === "-") return { write: streams.out, close: async () => {} };
  return (await isSpecial(path)) ? openFile(path, path) : openFile(path, `${path}.partial-${process.pid}`);
}

async function openFile(path: string, written: string): Promise<Output> {
  const refuse = (error: unknown) => new InputError(`cannot write \`${path}\`: ${fileReason(error)}`);
  const stream = createWriteStream(written);
  await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", (error) => reject(refuse(error))));
  const discard = () => rmSync(written, { force: true });
  if (written !== path) process.on("exit", discard);
  return {
    write: (text) => write(stream, text).catch((error) => Promise.reject(refuse(error))),
    async close() {
      await new Promise<void>((resolve, reject) => stream.once("error", (error) => reject(refuse(error))).end(() => resolve()));
      if (written === path) return;
      await rename(written, path).catch((error) => Promise.reject(refuse(error)));
      process.off("exit", discard);
    },
  };
}

/** A device or pipe is written straight; a folder is refused by the opening. */
async function isSpecial(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
}
