import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleProgram } from "../testing.ts";
import { acquireLock, connectToOwner, DatabaseInUse, lockAddress } from "./lock.ts";

describe("the lock of a database folder", () => {
  let program: string;
  let root: string;
  let folder: string;
  let children: ChildProcess[];

  beforeAll(async () => {
    program = await bundleProgram("prisma/client/lock-holder.ts");
  });
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "limen-lock-"));
    folder = path.join(root, "pg");
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  });

  function launch() {
    const child = spawn(process.execPath, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const line = once(createInterface({ input: child.stdout }), "line").then(([text]) => String(text));
    return { child, line };
  }

  async function kill(child: ChildProcess) {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  test("another process is refused and told the owner's pid", async () => {
    const { child, line } = launch();
    expect(await line).toBe("held");
    const error = await acquireLock(folder).catch((caught) => caught);
    expect(error).toBeInstanceOf(DatabaseInUse);
    expect(error.pid).toBe(child.pid);
    expect(error.message).toContain(`\`${folder}\` is in use by process ${child.pid}`);
    const lock = launch();
    expect(await lock.line).toBe(`in use by ${child.pid}`);
  });

  test("what a killed process leaves behind does not hold", async () => {
    const { child, line } = launch();
    await line;
    await kill(child);
    if (process.platform !== "win32") expect(existsSync(lockAddress(folder))).toBe(true);
    const lock = await acquireLock(folder);
    await lock.release();
    expect(await connectToOwner(folder)).toBeNull();
  });

  test("of many processes at once on a stale file, exactly one gets it", async () => {
    for (let round = 0; round < 3; round += 1) {
      const before = launch();
      await before.line;
      await kill(before.child);
      const racers = Array.from({ length: 6 }, launch);
      const lines = await Promise.all(racers.map((racer) => racer.line));
      const winners = racers.filter((_, index) => lines[index] === "held");
      expect(winners).toHaveLength(1);
      expect(lines.filter((line) => line !== "held")).toEqual(Array(5).fill(`in use by ${winners[0]?.child.pid}`));
      if (winners[0]) await kill(winners[0].child);
    }
  });

  test("within one process it is taken once, and can be waited for", async () => {
    const first = await acquireLock(folder);
    await expect(acquireLock(folder)).rejects.toThrow(`process ${process.pid}`);
    const second = acquireLock(folder, { waitMs: 10_000 });
    await sleep(200);
    await first.release();
    await (await second).release();
  });

  test("a path too long for a socket has its lock elsewhere", async () => {
    const deep = path.join(root, "x".repeat(120), "pg");
    mkdirSync(path.dirname(deep), { recursive: true });
    const lock = await acquireLock(deep);
    await expect(acquireLock(deep)).rejects.toThrow(DatabaseInUse);
    await lock.release();
  });

  test("commands reach the owner; nonsense on the socket does no harm", async () => {
    const lock = await acquireLock(folder, { answer: async (command, socket) => void socket.end(`you said ${command}`) });
    const ask = async (text: string) => {
      const socket = await connectToOwner(folder);
      let answer = "";
      socket?.on("data", (chunk) => {
        answer += chunk;
      });
      socket?.write(text);
      await once(socket ?? new net.Socket(), "close");
      return answer;
    };
    expect(await ask('{"command":"hello"}\n')).toBe("you said hello");
    expect(await ask("what?\n")).toBe("");
    expect(await ask("x".repeat(10_000))).toBe("");
    await expect(acquireLock(folder)).rejects.toThrow(DatabaseInUse);
    await lock.release();
  });
});
