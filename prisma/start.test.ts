/** What instrumentation-node.ts does at the server's start and end. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connectToOwner, lockAddress } from "./client/lock.ts";
import { bundleProgram } from "./testing.ts";

describe("the server's start", () => {
  let program: string;
  let root: string;
  let children: ChildProcess[];
  beforeAll(async () => {
    program = pathToFileURL(await bundleProgram("instrumentation-node.ts")).href;
  });
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "limen-start-"));
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  });

  function launch(environment: Record<string, string> = {}) {
    const script = `import { start } from ${JSON.stringify(program)}; await start(); console.log("up"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      env: { ...process.env, LIMEN_DATA: path.join(root, "data"), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    return child;
  }

  /** Exit code and what was said on standard error. */
  async function failureOf(child: ReturnType<typeof launch>) {
    const [[code], said] = await Promise.all([once(child, "exit"), text(child.stderr)]);
    return { code, said };
  }

  test("ends with a plain message and code 1 where the folder is in use", async () => {
    const first = launch();
    await once(first.stdout, "data");
    const { code, said } = await failureOf(launch());
    expect(code).toBe(1);
    expect(said).toBe(
      `limen cannot start: the database folder \`${path.join(root, "data", "pg")}\` is in use by process ${first.pid}; stop it first, or set LIMEN_DATA to another folder\n`,
    );
  });

  test("ends so where the folder cannot be opened or the server cannot be reached", async () => {
    writeFileSync(path.join(root, "data"), "a file, not a folder");
    expect(await failureOf(launch())).toMatchObject({ code: 1, said: expect.stringMatching(/^limen cannot start: /) });
    const unreachable = await failureOf(launch({ DATABASE_URL: "postgresql://ada:secret@127.0.0.1:1/limen" }));
    expect(unreachable).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^limen cannot start: cannot use the PostgreSQL server of DATABASE_URL: .*ECONNREFUSED/),
    });
    expect(unreachable.said).not.toContain("secret");
    expect(await failureOf(launch({ DATABASE_URL: "mysql://x" }))).toMatchObject({
      code: 1,
      said: expect.stringContaining("must look like"),
    });
  });

  test("does nothing while the site is built", async () => {
    const child = launch({ NEXT_PHASE: "phase-production-build" });
    await once(child.stdout, "data");
    expect(await connectToOwner(path.join(root, "data", "pg"))).toBeNull();
  });

  test("SIGTERM closes the database and lets go of the folder", async () => {
    const child = launch();
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(0);
    expect(existsSync(lockAddress(path.join(root, "data", "pg")))).toBe(false);
  });
});
