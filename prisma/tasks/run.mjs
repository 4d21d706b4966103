/** Bundles a TypeScript entry of prisma/ and runs it: Node 20 cannot read TypeScript. Dependencies stay in node_modules. */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Runs `main(arguments)` of prisma/backup/NAME.ts in the project's root; its number is the exit code. */
export async function run(name) {
  process.chdir(root);
  const outfile = path.join(root, "dist", "tasks", `${name}.mjs`);
  await build({
    entryPoints: [path.join(root, "prisma", "backup", `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(process.argv.slice(2));
}
