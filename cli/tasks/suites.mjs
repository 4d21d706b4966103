/**
 * The suites of `npm test`, one after the other. A check (types, lint, layers) counts as one test;
 * a suite that breaks down counts as one failed test, so that nothing broken looks whole.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findBrowser } from "./browser.mjs";
import { buildIfStale } from "./build.mjs";
import { installEngines } from "./engines.mjs";
import { prepare } from "./prepare.mjs";
import { programOf, runScript, TaskError } from "./project.mjs";

const SUITES = [
  { name: "build", about: "production build", run: build },
  { name: "types", about: "TypeScript", run: () => checked(types) },
  {
    name: "lint",
    about: "Biome",
    run: () => checked(() => runScript(programOf("@biomejs/biome", "biome"), ["check", "--error-on-warnings", "--max-diagnostics=50"])),
  },
  { name: "layers", about: "dependency-cruiser", run: () => checked(layers) },
  { name: "unit", about: "unit, property, conformance and command-line tests", run: unit },
  { name: "e2e", about: "journeys in Chromium against the production build", run: journeys },
];

export async function test(words) {
  const suites = chosen(words);
  const scratch = mkdtempSync(path.join(tmpdir(), "limen-test-"));
  const rows = [];
  try {
    await prepare();
    for (const suite of suites) rows.push(await timed(suite, scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  report(rows);
}

function chosen(words) {
  const names = SUITES.map(({ name }) => name);
  let only;
  try {
    ({ only } = parseArgs({ args: words, options: { only: { type: "string" } } }).values);
  } catch (error) {
    throw new TaskError(`${error.message}\nusage: npm test -- --only ${names.join(",")}`);
  }
  const asked = only?.split(",") ?? names;
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TaskError(`unknown suite \`${unknown}\`; there are ${names.join(", ")}`);
  return SUITES.filter(({ name }) => asked.includes(name));
}

async function timed(suite, scratch) {
  process.stdout.write(`\n— ${suite.name}: ${suite.about}\n`);
  const started = performance.now();
  const counts = await suite.run(scratch).catch((error) => {
    process.stdout.write(`${error instanceof TaskError ? error.message : error.stack}\n`);
    return { passed: 0, failed: 1 };
  });
  return { name: suite.name, ...counts, seconds: (performance.now() - started) / 1000 };
}

function report(rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const lines = rows.map(
    ({ name, passed, failed, seconds }) =>
      `${name.padEnd(8)} ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
  );
  process.stdout.write(`\n${lines.join("\n")}\n${sum("passed")} passed, ${sum("failed")} failed\n`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}

// --- suites ------------------------------------------------------------------------------------

async function checked(check) {
  return (await check()) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function build() {
  await buildIfStale();
  return { passed: 1, failed: 0 };
}

/** The whole project, then the domain by itself: there the compiler knows no Node.js and no page. */
async function types() {
  const tsc = programOf("typescript", "tsc");
  return (await runScript(tsc, ["--noEmit", "-p", "."])) || (await runScript(tsc, ["--noEmit", "-p", "rules"]));
}

function layers() {
  return runScript(programOf("dependency-cruiser", "depcruise"), [
    "--config",
    ".dependency-cruiser.mjs",
    "app",
    "bench",
    "cli",
    "prisma",
    "rules",
  ]);
}

async function unit(scratch) {
  await installEngines();
  const file = path.join(scratch, "vitest.json");
  const code = await runScript(programOf("vitest"), ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`], {
    env: { FORCE_COLOR: "0" },
  });
  const { numPassedTests: passed, numFailedTests: failed, testResults } = JSON.parse(readFileSync(file, "utf8"));
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((result) => result.status === "failed"),
  ).length;
  return { passed, failed: Math.max(failed + broken, code === 0 ? 0 : 1) };
}

async function journeys(scratch) {
  const browser = await findBrowser();
  // What is measured has the machine to itself.
  const counts = [await journeysOf("journeys", browser, scratch), await journeysOf("quiet", browser, scratch)];
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum("passed"), failed: sum("failed") };
}

async function journeysOf(project, browser, scratch) {
  const file = path.join(scratch, `playwright-${project}.json`);
  const env = {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    FORCE_COLOR: "0",
  };
  const words = ["test", `--project=${project}`, "--reporter=list,json"];
  const code = await runScript(programOf("@playwright/test", "playwright"), words, { env });
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8"));
  const failed = stats.unexpected + stats.flaky + errors.length;
  return { passed: stats.expected, failed: Math.max(failed, code === 0 ? 0 : 1) };
}
