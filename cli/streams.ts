/**
 * Standard output and error. Output waits for a slow reader, so that nothing piles up in
 * memory; a reader that goes away (`| head`) ends the run quietly. Colour only on a
 * terminal, and not where NO_COLOR is set.
 */
import type { Writable } from "node:stream";

export type Style = "bold" | "dim" | "red" | "green" | "amber";
const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  amber: [33, 39],
};

export interface Streams {
  /** Writes to standard output; resolves when it can take more. */
  out(text: string): Promise<void>;
  /** A line on standard error. */
  say(message: string): void;
  /** Text in a style, on standard output where that is a terminal. */
  styled(style: Style, text: string): string;
  /** Shows progress on standard error where that is a terminal; an empty text clears it. */
  progress(text: string): void;
}

export function createStreams(): Streams {
  const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  const showsProgress = process.stderr.isTTY === true;
  let shown = false;
  let lastProgress = 0;
  const clear = () => {
    if (shown) process.stderr.write("\r\u001B[K");
    shown = false;
  };
  return {
    out: (text) => write(process.stdout, text),
    say(message) {
      clear();
      process.stderr.write(`${message}\n`);
    },
    styled(style, text) {
      const [on, off] = CODES[style];
      return coloured ? `\u001B[${on}m${text}\u001B[${off}m` : text;
    },
    progress(text) {
      if (!showsProgress) return;
      if (text === "") return clear();
      const now = performance.now();
      if (now - lastProgress < 100) return;
      lastProgress = now;
      process.stderr.write(`\r\u001B[K${text}`);
      shown = true;
    },
  };
}

/** Writes text and resolves when the stream can take more. */
export function write(stream: Writable, text: string): Promise<void> {
  if (stream.write(text)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      stream.off("drain", settle);
      stream.off("error", settle);
      if (error) reject(error);
      else resolve();
    };
    stream.once("drain", settle);
    stream.once("error", settle);
  });
}
