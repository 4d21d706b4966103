/** The website's production build; made anew only where a source changed. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf, programOf, readText, root, runScript, say, TaskError } from "./project.mjs";

const STAMP = ".next/made-from";
const SOURCES = [
  ..."app backtest rules prisma public instrumentation.ts instrumentation-node.ts proxy.ts next.config.js postcss.config.mjs tsconfig.json package.json package-lock.json".split(
    " ",
  ),
];

/** Tests, cases and data are read by no page at build time. */
const isSource = (name) => !/\.test\.tsx?$|^rules\/(conformance|samples\/[^/]+)\/|^prisma\/generated\//.test(name);

export async function buildIfStale() {
  const due = hashOf(SOURCES, isSource);
  if (readText(STAMP) === due) return false;
  const started = performance.now();
  say("building the website, about half a minute …");
  rmSync(path.join(root, STAMP), { force: true });
  const code = await runScript(programOf("next"), ["build"], { env: PRODUCTION, stdio: ["ignore", "inherit", "inherit"] });
  if (code !== 0) throw new TaskError("the website could not be built; the reason stands above");
  mkdirSync(path.join(root, ".next"), { recursive: true });
  writeFileSync(path.join(root, STAMP), due);
  say(`built in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return true;
}

export const PRODUCTION = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
