import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "@playwright/test";

/** A server of a journey's own, on a folder of its own, that can be killed without warning again and again. */
export class Server {
  private process: ChildProcess | null = null;

  constructor(
    readonly url: string,
    private readonly data: string,
  ) {}

  async start(): Promise<void> {
    const { port } = new URL(this.url);
    const next = path.resolve("node_modules/next/dist/bin/next");
    this.process = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", port], {
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
    await expect
      .poll(
        () =>
          fetch(`${this.url}/api/health`).then(
            (r) => r.status,
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBe(200);
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
