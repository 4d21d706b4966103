/**
 * Bundles the programs that run outside of the website into `dist`: the command line, the job that a server starts for a
 * backtest, and the worker threads of both. Does nothing where they are newer than every source.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const PROGRAMS = [
  { entry: "backtest/worker.ts", file: "dist/backtest-worker.mjs" },
  { entry: "backtest/job.ts", file: "dist/backtest.mjs" },
  { entry: "cli/main.ts", file: "dist/limen.mjs" },
];

/** Native modules, which stay packages. */
const EXTERNAL = ["@duckdb/node-api", "@duckdb/node-bindings"];

/** Gives whether it bundled. Fails where esbuild is not installed. */
export async function bundleIfStale() {
  const newest = newestSource();
  const stale = PROGRAMS.filter(({ file }) => timeOf(path.join(root, file)) <= newest);
  if (stale.length === 0) return false;
  const esbuild = await import("esbuild");
  const build = buildId();
  for (const program of stale) await bundle(esbuild, program, build);
  return true;
}

/** The domain does nothing by being loaded: of its modules a bundle takes those that it uses. */
const onlyWhatIsUsed = {
  name: "only-what-is-used",
  setup(build) {
    build.onResolve({ filter: /^[.#]/ }, async ({ path: wanted, pluginData, ...how }) => {
      if (pluginData === "resolving") return undefined;
      const found = await build.resolve(wanted, { ...how, pluginData: "resolving" });
      const isDomain = found.path.startsWith(path.join(root, "rules") + path.sep);
      return isDomain && found.errors.length === 0 ? { ...found, sideEffects: false } : undefined;
    });
  },
};

/** Bundles a program whatever its age. */
export async function bundleProgram(program) {
  await bundle(await import("esbuild"), program, buildId());
}

async function bundle(esbuild, { entry, file }, build) {
  const outfile = path.join(root, file);
  const written = `${outfile}.${process.pid}`;
  const started = new Date();
  mkdirSync(path.dirname(outfile), { recursive: true });
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: written,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      external: EXTERNAL,
      plugins: [onlyWhatIsUsed],
      define: { LIMEN_BUILD: JSON.stringify(build) },
      // Some packages' main file is UMD, which cannot be bundled.
      mainFields: ["module", "main"],
      legalComments: "none",
      logLevel: "error",
      banner: {
        js: "#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module';const require=requireFrom(import.meta.url);",
      },
    });
    // What changes meanwhile is newer than the bundle.
    utimesSync(written, started, started);
    renameSync(written, outfile);
  } finally {
    rmSync(written, { force: true });
  }
}

/** The package's version and a hash of every source that decides: a run's result names it. */
function buildId() {
  const hash = createHash("sha256");
  const deciding = sourcesOf(["backtest", "rules"]).sort();
  for (const file of [...deciding, path.join(root, "package-lock.json")])
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return `${version}+${hash.digest("hex").slice(0, 12)}`;
}

/** When a bundle was last made; 0 if it is missing. */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSource() {
  return Math.max(timeOf(path.join(root, "package-lock.json")), ...sourcesOf(["backtest", "cli", "rules"]).map(timeOf));
}

function sourcesOf(folders) {
  return folders
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|mjs|wasm)$/.test(entry.name) && !entry.name.endsWith(".test.ts"))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
