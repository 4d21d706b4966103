#!/usr/bin/env node
/** The package's `limen`: runs the bundled command line, made anew first where sources are newer and esbuild is there. */
import { existsSync } from "node:fs";
import { bundleIfStale } from "./tasks/bundle.mjs";

const bundle = new URL("../dist/limen.mjs", import.meta.url);

try {
  await bundleIfStale();
} catch (error) {
  if (!existsSync(bundle)) {
    process.stderr.write(`limen: the command line is not built; run \`npm run setup\` first\n${error.message}\n`);
    process.exit(2);
  }
}
await import(bundle.href);
