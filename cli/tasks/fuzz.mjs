/** `npm run fuzz [-- --seed N] [--seconds N]`: random policies and borrowers on the columnar evaluator and on json-rules-engine, until Ctrl+C. Exit code 1 where they differ. */
import "./check-node.mjs";
import { randomInt } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { root, runTask, TaskError } = await import("./project.mjs");
const { prepare } = await import("./prepare.mjs");

await runTask(async () => {
  const { seed, seconds } = parseArgs({ options: { seed: { type: "string" }, seconds: { type: "string" } } }).values;
  const [from, limit] = [Number(seed ?? randomInt(2 ** 32)), Number(seconds ?? Infinity)];
  if (!Number.isInteger(from) || Number.isNaN(limit)) throw new TaskError("--seed takes a whole number, --seconds a number");
  await prepare();
  const { fuzz } = await import(pathToFileURL(await bundle()).href);
  process.exitCode =
    (await fuzz({ seed: from, seconds: limit, now: () => performance.now(), say: (line) => process.stdout.write(`${line}\n`) })) > 0
      ? 1
      : 0;
});

async function bundle() {
  const { build } = await import("esbuild");
  const outfile = path.join(root, "dist/fuzz.mjs");
  await build({
    absWorkingDir: root,
    entryPoints: ["rules/conformance/fuzz.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  return outfile;
}
