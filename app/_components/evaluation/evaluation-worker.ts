/**
 * The module worker that evaluates borrowers through `#rules/evaluate`. It keeps parsed policies and the lists
 * of borrowers that it was sent, works in short slices so that a cancel is heard, and sends results in batches.
 */
import "../no-eval";
import { changesBetween } from "#rules/compare";
import { createEvaluator, type Evaluation, scenarioFor } from "#rules/evaluate";
import { type Facts, type ParseResult, parsePolicy, type ValidPolicy } from "#rules/policy";
import type { BorrowerPart, Reply, Request } from "./protocol";

const SLICE_MS = 12;
const FIRST_BATCH_MS = 40;
const BATCH_MS = 120;
const POLICIES_KEPT = 12;

const policies = new Map<string, ParseResult>();
const lists = new Map<number, readonly Facts[]>();
const cancelled = new Set<number>();
const wakeups: (() => void)[] = [];
const channel = new MessageChannel();

channel.port1.onmessage = () => wakeups.shift()?.();
self.onmessage = (event: MessageEvent<Request>) => void answer(event.data);

async function answer(request: Request): Promise<void> {
  if (request.kind === "cancel") return void cancelled.add(request.job);
  if (request.kind === "forget") return void lists.delete(request.list);
  try {
    if (request.kind === "evaluate") await evaluate(request);
    else if (request.kind === "trace") await trace(request);
    else compareVersions(request);
    send({ kind: "done", job: request.job });
  } catch (error) {
    send({ kind: "failed", job: request.job, message: error instanceof Error ? error.message : String(error) });
  }
  cancelled.delete(request.job);
}

async function evaluate({ job, policyText, scenario, borrowers }: Extract<Request, { kind: "evaluate" }>): Promise<void> {
  const all = listOf(borrowers);
  const evaluator = createEvaluator(policyOf(policyText), scenario);
  let batch = emptyBatch();
  let batchDue = performance.now() + FIRST_BATCH_MS;
  let sliceEnd = performance.now() + SLICE_MS;
  const flush = () => {
    send({ kind: "batch", job, ...batch });
    batch = emptyBatch();
    batchDue = performance.now() + BATCH_MS;
  };
  for (const index of indicesOf(borrowers)) {
    batch.indices.push(index);
    batch.evaluations.push(await evaluator.evaluate(all[index] ?? {}));
    const now = performance.now();
    if (now >= batchDue) flush();
    if (now < sliceEnd) continue;
    await nextTurn();
    if (cancelled.has(job)) return;
    sliceEnd = performance.now() + SLICE_MS;
  }
  flush();
}

async function trace({ job, policyText, scenario, facts }: Extract<Request, { kind: "trace" }>): Promise<void> {
  send({ kind: "trace", job, answer: await createEvaluator(policyOf(policyText), scenario).trace(facts) });
}

function compareVersions({ job, baselineText, candidateText, scenario }: Extract<Request, { kind: "changes" }>): void {
  const [baseline, candidate] = [policyOf(baselineText), policyOf(candidateText)];
  const answer = {
    baseline: { name: baseline.name, hash: baseline.hash },
    candidate: { name: candidate.name, hash: candidate.hash },
    scenario: { baseline: scenarioFor(baseline, scenario.baseline), candidate: scenarioFor(candidate, scenario.candidate) },
    ...changesBetween(baseline, candidate),
  };
  send({ kind: "changes", job, answer });
}

/** The policy of a text, parsed once; throws in words that a reader understands. */
function policyOf(text: string): ValidPolicy {
  const parsed = policies.get(text) ?? parsePolicy(text);
  policies.delete(text);
  policies.set(text, parsed);
  const [oldest] = policies.keys();
  if (policies.size > POLICIES_KEPT && oldest !== undefined) policies.delete(oldest);
  if (parsed.ok) return parsed.policy;
  const [first] = parsed.problems;
  const more = parsed.problems.length > 1 ? ` (the first of ${parsed.problems.length} problems)` : "";
  throw new Error(`the document is not a valid policy: line ${first?.line}, ${first?.message}${more}`);
}

function listOf({ list, facts }: BorrowerPart): readonly Facts[] {
  if (facts) lists.set(list, facts);
  return lists.get(list) ?? [];
}

function* indicesOf({ indices, from, to }: BorrowerPart): Generator<number> {
  if (indices) yield* indices;
  else for (let index = from; index < to; index++) yield index;
}

function emptyBatch(): { indices: number[]; evaluations: Evaluation[] } {
  return { indices: [], evaluations: [] };
}

/** Lets waiting messages in, without the delay of a timer. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    wakeups.push(resolve);
    channel.port2.postMessage(null);
  });
}

function send(reply: Reply): void {
  self.postMessage(reply);
}
