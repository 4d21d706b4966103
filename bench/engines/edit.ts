/**
 * Edits while one types: the candidate's text changes again and again over borrowers that stay loaded. The clock runs over the
 * evaluator's `update` with the new figures; beside it over parsing and compiling as well, as after a keystroke: the text is read where it differs
 * (record 25), as the page's worker does.
 */
import { ColumnEvaluator, compile, loadKernels, NodeTable } from "#rules/compile";
import { PolicyReader } from "#rules/policy";
import { type BenchCase, policyOf, validOf, versionsOf } from "../cases.ts";
import { ruleAdded, thresholdMoved } from "../edits.ts";
import { ofKernels, textOf } from "../figures.ts";
import { median, quantile, type Sample } from "../measure.ts";
import { batchOf } from "../population.ts";
import type { Answer, Job } from "./engine.ts";

const WARMUP = 40;

/** One threshold after the other, on many borrowers. */
export function measureEdit(bench: BenchCase, { rows }: Job): Promise<Answer> {
  return edited(bench, rows, 50, (text, n) => thresholdMoved(text, n));
}

/** A fixture set: a threshold moved, and, in a second series, a rule more and a rule less in turns. */
export async function measureFixtures(bench: BenchCase, { rows }: Job): Promise<Answer> {
  const moved = await edited(bench, rows, 100, (text, n) => thresholdMoved(text, n));
  const original = bench.texts[1];
  const ruled = await edited(bench, rows, 60, (_, n) => (n % 2 === 0 ? ruleAdded(original, n) : original));
  const renamed = Object.fromEntries(Object.entries(ruled.more).map(([key, value]) => [`rule-${key}`, value]));
  return { ...moved, more: { ...moved.more, ...renamed } };
}

async function edited(bench: BenchCase, rows: number, edits: number, next: (text: string, n: number) => string): Promise<Answer> {
  const [baseline, candidate] = versionsOf(bench);
  const table = new NodeTable();
  const reader = new PolicyReader();
  reader.read(bench.texts[1]);
  const set = await loadKernels();
  const evaluator = new ColumnEvaluator(compile([baseline, candidate], table), set, rows);
  const batch = batchOf(bench.population(), rows);
  evaluator.load(batch);
  evaluator.run();
  let text = bench.texts[1];
  const times: Times[] = [];
  const flips: number[] = [];
  for (let n = 0; n < WARMUP + edits; n++) {
    text = next(text, n);
    const before = limitsOf(evaluator, n < WARMUP);
    const time = editOnce(text);
    if (n < WARMUP) continue;
    times.push(time);
    flips.push(differing(before, evaluator.outcomes(1).limitAfter) / rows);
  }
  const fresh = new ColumnEvaluator(compile([baseline, { ...candidate, policy: policyOf(text) }]), await loadKernels(), rows);
  fresh.load(batch);
  fresh.run();
  const agreed = ofKernels(evaluator.figures());
  if (textOf(agreed) !== textOf(ofKernels(fresh.figures()))) throw new Error("edits do not add up to a new evaluation");
  const from = (key: keyof Times) => times.map((time) => time[key] / 1e6);
  const samples: Sample[] = times.map(({ update, cpu }) => ({ cpu, wall: update }));
  const more = {
    updateMs: median(from("update")),
    updateP95Ms: quantile(from("update"), 0.95),
    parsedMs: median(from("parsed")),
    parsedP95Ms: quantile(from("parsed"), 0.95),
    textMs: median(from("text")),
    textP95Ms: quantile(from("text"), 0.95),
    flipped: flips.reduce((sum, share) => sum + share, 0) / flips.length,
  };
  return { rows, samples, agreed: null, more };

  function editOnce(changed: string): Times {
    const cpu = process.cpuUsage();
    const started = performance.now();
    const policy = validOf(reader.read(changed).result);
    const parsed = performance.now();
    const program = compile([baseline, { ...candidate, policy }], table);
    const compiled = performance.now();
    evaluator.update(program);
    evaluator.figures();
    const ended = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    const since = (at: number) => (ended - at) * 1e6;
    return { text: since(started), parsed: since(parsed), update: since(compiled), cpu: (user + system) * 1000 };
  }
}

/** Nanoseconds from the text, from the parsed policy, from the program; CPU time of all. */
interface Times {
  readonly text: number;
  readonly parsed: number;
  readonly update: number;
  readonly cpu: number;
}

function limitsOf(evaluator: ColumnEvaluator, skip: boolean): Float64Array {
  return skip ? new Float64Array() : evaluator.outcomes(1).limitAfter.slice();
}

function differing(before: Float64Array, after: Float64Array): number {
  let count = 0;
  for (let row = 0; row < after.length; row++) if (before[row] !== after[row]) count++;
  return count;
}
