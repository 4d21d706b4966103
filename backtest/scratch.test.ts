import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { makeScratch, removeScratchOf } from "./scratch.ts";

test("what processes left that are gone for a day is removed, and nothing else", async () => {
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  const yesterday = Date.now() / 1000 - 90_000;
  const made = (pid: number, name: string) => {
    const folder = path.join(tmpdir(), `limen-scratch-${pid}-${name}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, "spilled"), "x");
    return folder;
  };
  const [old, late, own] = [made(gone, "old"), made(gone, "late"), made(process.pid, "own")];
  for (const folder of [old, own]) utimesSync(folder, yesterday, yesterday);
  const scratch = await makeScratch();
  expect([old, late, own, scratch].map(existsSync)).toEqual([false, true, true, true]);
  removeScratchOf(gone);
  expect([late, own, scratch].map(existsSync)).toEqual([false, true, true]);
  for (const folder of [own, scratch]) rmSync(folder, { recursive: true });
});
