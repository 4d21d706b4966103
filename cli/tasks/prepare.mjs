/**
 * Brings a checkout to where everything runs: packages as the lock file says, the database client
 * as the schema says, the command line bundled. Does only what is not done yet.
 */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf, programOf, readText, root, runNpm, runQuietly, say, TaskError } from "./project.mjs";

export async function prepare() {
  await installPackages();
  await generateClient();
  const { bundleIfStale } = await import("./bundle.mjs");
  if (await bundleIfStale()) say("command line built: npx limen --help");
}

// --- packages ----------------------------------------------------------------------------------

async function installPackages() {
  if (arePackagesInstalled()) return;
  say("installing packages, about a minute …");
  const quiet = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  if ((await runNpm(["ci", ...quiet])) === 0) return;
  say("npm ci did not take the lock file; trying npm install …");
  if ((await runNpm(["install", "--no-save", ...quiet])) !== 0)
    throw new TaskError("packages could not be installed; npm says why above. Is the network there?");
}

/** Whether every package of the lock file that this machine needs is in node_modules, in its version. */
function arePackagesInstalled() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([name, { version, optional, devOptional, link }]) => {
    if (name === "" || link) return true;
    return installed[name] ? installed[name].version === version : optional || devOptional;
  });
}

function packagesOf(file) {
  const text = readText(file);
  return text === null ? null : JSON.parse(text).packages;
}

// --- database client ---------------------------------------------------------------------------

const GENERATED = "prisma/generated";

async function generateClient() {
  const stamp = path.join(root, GENERATED, ".made-from");
  const due = `${hashOf(["prisma/schema.prisma", "prisma.config.ts"])} ${JSON.parse(readText("node_modules/prisma/package.json") ?? "{}").version}`;
  if (existsSync(stamp) && readText(`${GENERATED}/.made-from`) === due) return;
  const env = {
    // Only migrations use this engine; naming any program keeps the tool from fetching one.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  say("generating the database client …");
  const code = await runQuietly(programOf("prisma"), ["generate", "--no-hints"], env);
  if (code !== 0) throw new TaskError("the database client could not be generated; prisma says why above");
  writeFileSync(stamp, due);
}
