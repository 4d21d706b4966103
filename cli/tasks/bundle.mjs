/** Bundles the command line into one file, `dist/limen.mjs`; does nothing where that is newer than every source. */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const outfile = path.join(root, "dist/limen.mjs");

/** Gives whether it bundled. Fails where esbuild is not installed. */
export async function bundleIfStale() {
  if (timeOf(outfile) > newestSource()) return false;
  const { build } = await import("esbuild");
  mkdirSync(path.dirname(outfile), { recursive: true });
  const written = `${outfile}.${process.pid}`;
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ["cli/main.ts"],
      outfile: written,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      // Some packages' main file is UMD, which cannot be bundled.
      mainFields: ["module", "main"],
      legalComments: "none",
      logLevel: "error",
      banner: {
        js: "#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module';const require=requireFrom(import.meta.url);",
      },
    });
    renameSync(written, outfile);
  } finally {
    rmSync(written, { force: true });
  }
  return true;
}

/** When the bundle was last made; 0 if it is missing. */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSource() {
  const folders = ["cli", "rules"].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }));
  const sources = folders.filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !entry.name.endsWith(".test.ts"));
  return Math.max(
    timeOf(path.join(root, "package-lock.json")),
    ...sources.map((entry) => timeOf(path.join(entry.parentPath ?? entry.path, entry.name))),
  );
}
