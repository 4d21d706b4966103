/**
 * The program of `npm run bench`: writes the portfolios, measures round after round, each engine in a process of its own, checks
 * that all agree, and writes docs/benchmarks.md. Run from the project's root, bundled beside the programs that it starts.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ColumnEvaluator, compile, loadKernels } from "#rules/compile";
import { caseOf, versionsOf } from "./cases.ts";
import { type Circumstances, documentOf } from "./document.ts";
import type { Job, Report } from "./engines/engine.ts";
import { type Agreed, ofKernels } from "./figures.ts";
import { loadWords, machineWords, versionWords, zenVersion } from "./machine.ts";
import { needsFile, type Plan, planOf, SAMPLE_ROWS, type Task, tasksOf, UsageError } from "./plan.ts";
import { batchOf } from "./population.ts";
import { writePortfolio } from "./portfolio.ts";
import { costOf, disagreements, Results } from "./results.ts";

const CHILD = fileURLToPath(new URL("./bench-child.mjs", import.meta.url));
const OUT = "docs/benchmarks.md";

try {
  await bench(planOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`limen: ${error.message}\n`);
  process.exitCode = 1;
}

async function bench(plan: Plan): Promise<void> {
  const loadBefore = loadWords();
  say(`load ${loadBefore}; ${plan.rounds} rounds of ${tasksOf(plan, 0).length} measurements`);
  const scratch = mkdtempSync(path.join(tmpdir(), "limen-bench-"));
  const [results, failures] = [new Results(), new Set<string>()];
  const samples = new Map<string, Agreed>();
  for (const name of plan.cases) samples.set(name, await expectedOf(name));
  let wrong: readonly string[] = [];
  try {
    const files = new Map<string, string>();
    for (let round = 0; round < plan.rounds; round++) {
      for (const [at, task] of tasksOf(plan, round).entries()) {
        await measureTask(task, { files, scratch, round }, results, failures);
        if (tasksOf(plan, round)[at + 1]?.case === task.case) continue;
        wrong = disagreements(results, (name, rows) => (rows === SAMPLE_ROWS ? (samples.get(name) ?? null) : null)).map(
          ({ engine, case: name, rows }) => `${engine} on ${rows} rows of ${name}`,
        );
        write({ ...plan, rounds: round + 1 }, results, { loadBefore, disagreements: wrong, failures: [...failures] });
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (wrong.length > 0) throw new Error(`not the same figures: ${wrong.join("; ")}`);
}

/** Written after every case, so that a run that is ended early leaves what it has. */
function write(plan: Plan, results: Results, known: Pick<Circumstances, "loadBefore" | "disagreements" | "failures">): void {
  const circumstances: Circumstances = {
    ...known,
    machine: machineWords(),
    versions: versionWords(),
    date: new Date().toISOString().slice(0, 16).replace("T", " "),
    loadAfter: loadWords(),
  };
  writeFileSync(OUT, documentOf(plan, results, circumstances));
  say(`wrote ${OUT}: round ${plan.rounds}`);
}

/** The Parquet file of a case and size, written when it is first read; null for engines that read none. */
async function portfolioOf({ engine, case: name, rows }: Task, { files, scratch }: Round): Promise<string | null> {
  const key = `${name}-${rows}`;
  if (!needsFile(engine)) return null;
  const known = files.get(key);
  if (known !== undefined) return known;
  say(`writing ${rows.toLocaleString("en")} borrowers of ${name} as Parquet …`);
  const file = path.join(scratch, `${key}.parquet`);
  await writePortfolio(caseOf(name).population(), rows, file);
  files.set(key, file);
  return file;
}

interface Round {
  readonly files: Map<string, string>;
  readonly scratch: string;
  readonly round: number;
}

async function measureTask(task: Task, run: Round, results: Results, failures: Set<string>): Promise<void> {
  const about = `${task.engine} on ${task.rows.toLocaleString("en")} of ${task.case}`;
  if (task.engine === "zen-engine" && zenVersion() === null) {
    failures.add(`${about}: zen-engine is not installed`);
    return;
  }
  try {
    results.add(task, await runChild({ ...task, parquet: await portfolioOf(task, run), scratch: run.scratch }));
    const measured = results.get(task.engine, task.case, task.rows);
    if (measured !== null) say(`round ${run.round + 1}: ${about}: ${costOf(measured).median.toFixed(1)} ns a row`);
  } catch (error) {
    const { message } = error as Error;
    failures.add(`${about}: ${message.split("\n").find((line) => line.includes("Error")) ?? message.slice(0, 200)}`);
    say(`round ${run.round + 1}: ${about} failed: ${message.slice(-600)}`);
  }
}

async function runChild(job: Job): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, JSON.stringify(job)], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout.trim().split("\n").at(-1) as string) as Report;
}

/** The kernels' figures on the rows that the engines borrower by borrower are measured on. */
async function expectedOf(name: string): Promise<Agreed> {
  const bench = caseOf(name);
  const evaluator = new ColumnEvaluator(compile(versionsOf(bench)), await loadKernels(), SAMPLE_ROWS);
  evaluator.load(batchOf(bench.population(), SAMPLE_ROWS));
  evaluator.run();
  return ofKernels(evaluator.figures());
}

function say(words: string): void {
  process.stdout.write(`bench: ${words}\n`);
}
