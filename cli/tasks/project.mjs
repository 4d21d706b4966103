/** What the project's tasks share: its root, running programs, hashes of sources, words on the terminal. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** A task cannot go on: told to the user in plain words, without a stack. */
export class TaskError extends Error {}

export function say(message) {
  process.stdout.write(`limen: ${message}\n`);
}

/** Runs a task; a TaskError is told and ends it with exit code 1. */
export async function runTask(task) {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof TaskError)) throw error;
    process.stderr.write(`limen: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** The script of an installed package's program, to be run by this Node.js. */
export function programOf(packageName, program = packageName) {
  const folder = path.join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return path.join(folder, typeof bin === "string" ? bin : bin[program]);
}

/** Runs a script with this Node.js in the project's root; gives its exit code. */
export function runScript(script, words, { env = {}, stdio = "inherit" } = {}) {
  return exitCodeOf(spawn(process.execPath, [script, ...words], { cwd: root, env: { ...process.env, ...env }, stdio }));
}

/** Runs a script without showing what it says, unless it fails; gives its exit code. */
export async function runQuietly(script, words, env = {}) {
  const child = spawn(process.execPath, [script, ...words], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => said.push(text));
  const code = await exitCodeOf(child);
  if (code !== 0) process.stderr.write(Buffer.concat(said));
  return code;
}

/** Runs a program found on the path; gives its exit code, 127 if there is none. */
export function runProgram(program, words, { stdio = "inherit", shell = false } = {}) {
  return exitCodeOf(spawn(program, words, { cwd: root, stdio, shell }));
}

/** Runs npm, the one that runs this task if there is one. */
export function runNpm(words) {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) return runScript(npm, words);
  return runProgram("npm", words, { shell: process.platform === "win32" });
}

export function exitCodeOf(child) {
  return new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 143)));
  });
}

/** A hash over the names and contents of files, and of all files under folders, that `keep` lets pass. Missing ones count as empty. */
export function hashOf(names, keep = () => true) {
  const hash = createHash("sha256");
  for (const name of names.flatMap(filesUnder).filter(keep).sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(path.join(root, name)))
      .update("\0");
  return hash.digest("hex");
}

function filesUnder(name) {
  const found = statSync(path.join(root, name), { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [name];
  return readdirSync(path.join(root, name), { withFileTypes: true }).flatMap((entry) => filesUnder(`${name}/${entry.name}`));
}

/** The text of a file in the project, or null if there is none. */
export function readText(name) {
  try {
    return readFileSync(path.join(root, name), "utf8");
  } catch {
    return null;
  }
}
