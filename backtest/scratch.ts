/** Folders for what a process spills, in the system's folder for such. A process that is killed leaves its own behind. */
import { readdirSync, rmSync, statSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const NAME = /^limen-scratch-(\d+)-/;
const DAY_MS = 86_400_000;

/** A new, empty folder of this process. What processes left that have been gone for a day is removed. */
export async function makeScratch(): Promise<string> {
  for (const { folder, pid } of scratchFolders()) if (!isAlive(pid) && ageOf(folder) > DAY_MS) remove(folder);
  return mkdtemp(path.join(tmpdir(), `limen-scratch-${process.pid}-`));
}

/** Removes all folders of a process that is gone. */
export function removeScratchOf(gone: number): void {
  for (const { folder, pid } of scratchFolders()) if (pid === gone) remove(folder);
}

function scratchFolders(): { readonly folder: string; readonly pid: number }[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const pid = NAME.exec(name)?.[1];
    return pid === undefined ? [] : [{ folder: path.join(tmpdir(), name), pid: Number(pid) }];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function ageOf(folder: string): number {
  return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** Another user's stays. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
