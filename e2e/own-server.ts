import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "@playwright/test";

const NEXT = "node_modules/next/dist/bin/next";

/** A server on a folder of its own. */
export class Server {
  private process: ChildProcess | null = null;

  /** `program` starts it: by default the server itself, which can be killed without warning again and again; `npm start`'s takes a word more. */
  constructor(
    readonly url: string,
    private readonly data: string,
    private readonly program: typeof NEXT | "cli/tasks/start.mjs" = NEXT,
  ) {}

  async start(): Promise<void> {
    const { port } = new URL(this.url);
    const words = this.program === NEXT ? ["start", "--hostname", "127.0.0.1", "--port", port] : [];
    this.process = spawn(process.execPath, [path.resolve(this.program), ...words], {
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        HOST: "127.0.0.1",
        PORT: port,
        LIMEN_DATA: this.data,
        DATABASE_URL: "",
      },
      stdio: "inherit",
    });
    const status = () =>
      fetch(`${this.url}/api/health`).then(
        (response) => response.status,
        () => 0,
      );
    await expect.poll(status, { timeout: 60_000 }).toBe(200);
  }

  /** SIGKILL: no handler runs, nothing is flushed. SIGTERM asks it to end. */
  async kill(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    const child = this.process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
