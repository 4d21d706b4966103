/**
 * Keeps a second process off an embedded database's folder: two processes on one folder lose rows without a
 * word. The lock is a listening unix socket beside the folder (a named pipe on Windows). The kernel drops the
 * listener with its process, kill -9 included, so a file left behind is told from a live owner by connecting.
 * The owner answers commands, one JSON line each: `{"command":"owner"}` with its pid; others are the caller's.
 */
import { createHash, randomUUID } from "node:crypto";
import { chmod, rm } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StartProblem } from "./database.ts";

export interface Lock {
  release(): Promise<void>;
}

/** Answers one command by writing to the socket and ending it. */
export type Answer = (command: string, socket: net.Socket) => Promise<void>;

interface Owner {
  readonly pid: number | null;
  readonly nonce: string | null;
}

/** Thrown when another live process holds the folder. */
export class DatabaseInUse extends StartProblem {
  constructor(
    folder: string,
    readonly pid: number | null,
  ) {
    const who = pid === null ? "another process" : `process ${pid}`;
    super(`the database folder \`${folder}\` is in use by ${who}; stop it first, or set LIMEN_DATA to another folder`);
  }
}

const PATH_BYTES_MAX = 100;
const OWNER_TIMEOUT_MS = 1500;
const GUARD_TIMEOUT_MS = 5000;
const RETRY_MS = 50;

/** Takes the lock of `folder`, waiting up to `waitMs` for its owner to let go. Throws `DatabaseInUse`. */
export async function acquireLock(folder: string, { waitMs = 0, answer }: { waitMs?: number; answer?: Answer } = {}): Promise<Lock> {
  const address = lockAddress(folder);
  const deadline = Date.now() + waitMs;
  for (;;) {
    const attempt = await guarded(address, () => tryAcquire(address, answer));
    if ("release" in attempt) return attempt;
    if (Date.now() >= deadline) throw new DatabaseInUse(folder, attempt.pid);
    await sleep(RETRY_MS);
  }
}

/** Connects to the process that holds `folder`; null if none does. */
export async function connectToOwner(folder: string): Promise<net.Socket | null> {
  return connect(lockAddress(folder));
}

/** The socket's path, or the pipe's name. A path too long for a unix socket is replaced by one in /tmp named by its hash. */
export function lockAddress(folder: string): string {
  const absolute = path.resolve(folder);
  const digest = createHash("sha256").update(absolute).digest("hex").slice(0, 32);
  if (process.platform === "win32") return `\\\\.\\pipe\\limen-${digest}`;
  const beside = `${absolute}.lock`;
  return Buffer.byteLength(beside) <= PATH_BYTES_MAX ? beside : `/tmp/limen-${digest}.lock`;
}

async function tryAcquire(address: string, answer: Answer | undefined): Promise<Lock | Owner> {
  const owner = await askOwner(address);
  if (owner) return owner;
  if (process.platform !== "win32") await rm(address, { force: true });
  const nonce = randomUUID();
  const lock = await listen(address, nonce, answer);
  const seen = await askOwner(address);
  if (lock && seen?.nonce === nonce) return lock;
  await lock?.release();
  return seen ?? { pid: null, nonce: null };
}

/** Listens at the address; null if another already does. */
async function listen(address: string, nonce: string, answer?: Answer): Promise<Lock | null> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    serve(socket, nonce, answer);
  });
  const listening = await new Promise<boolean>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen({ path: address }, () => resolve(true));
  });
  if (!listening) return null;
  if (process.platform !== "win32" && !address.startsWith("\0")) await chmod(address, 0o600);
  server.unref();
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: net.Socket, nonce: string, answer?: Answer): void {
  socket.on("error", () => socket.destroy());
  readLine(socket).then(
    async (line) => {
      const command = commandOf(line);
      if (command === "owner") socket.end(`${JSON.stringify({ pid: process.pid, nonce })}\n`);
      else if (command !== null && answer) await answer(command, socket);
      else socket.destroy();
    },
    () => socket.destroy(),
  );
}

function commandOf(line: string): string | null {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === "object" && message !== null && "command" in message ? String(message.command) : null;
  } catch {
    return null;
  }
}

/** Who listens at the address; null if nobody does. A busy owner that does not answer in time is one without a pid. */
async function askOwner(address: string): Promise<Owner | null> {
  const socket = await connect(address);
  if (!socket) return null;
  try {
    socket.write(`${JSON.stringify({ command: "owner" })}\n`);
    const line = await Promise.race([readLine(socket), sleep(OWNER_TIMEOUT_MS, "{}", { ref: false })]);
    return { pid: null, nonce: null, ...(JSON.parse(line) as Partial<Owner>) };
  } catch {
    return { pid: null, nonce: null };
  } finally {
    socket.destroy();
  }
}

function connect(address: string): Promise<net.Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ path: address });
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNREFUSED" || error.code === "ENOENT" || error.code === "ENOTSOCK" ? resolve(null) : reject(error),
    );
  });
}

function readLine(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > 4096) reject(new Error("line too long"));
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed before a line ended")));
  });
}

/**
 * Between finding a stale file, removing it and listening, another process could do the same and remove the
 * fresh socket. On Linux an abstract socket, which leaves no file, makes the whole attempt exclusive; elsewhere
 * the check after listening must do.
 */
async function guarded<T>(address: string, attempt: () => Promise<T>): Promise<T> {
  if (process.platform !== "linux") return attempt();
  const name = `\0limen-guard-${createHash("sha256").update(address).digest("hex")}`;
  const deadline = Date.now() + GUARD_TIMEOUT_MS;
  let guard = await listen(name, "");
  while (!guard && Date.now() < deadline) {
    await sleep(RETRY_MS / 2);
    guard = await listen(name, "");
  }
  try {
    return await attempt();
  } finally {
    if (guard) await guard.release();
  }
}
