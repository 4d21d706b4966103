/**
 * The page's evaluation workers: started when first needed, shared by all who evaluate, replaced when one
 * breaks. Jobs run side by side; each gets its replies until it is done, failed or cancelled.
 */
import type { TracedEvaluation } from "#rules/evaluate";
import type { Facts } from "#rules/policy";
import type { BorrowerPart, ComparedVersions, Reply, Request } from "./protocol";

export interface JobEvents {
  readonly onReply: (reply: Reply) => void;
  readonly onDone: () => void;
  readonly onFailed: (message: string) => void;
}

type JobRequest = Extract<Request, { job: number }> extends infer R ? (R extends { job: number } ? Omit<R, "job"> : never) : never;
type EvaluateRequest = Extract<JobRequest, { kind: "evaluate" }>;

const WORKERS = 2;
/** Below this many a second worker costs more than it gives. */
const WORTH_SPLITTING = 400;
const LISTS_KEPT = 6;

/** One worker, the jobs that it does and the lists of borrowers that it holds. */
class EvaluationWorker {
  private worker: Worker | null = null;
  private readonly jobs = new Map<number, JobEvents>();
  private readonly lists = new Set<number>();

  run(request: JobRequest, events: JobEvents): () => void {
    const job = nextJob++;
    this.jobs.set(job, events);
    this.post({ ...request, job } as Request);
    return () => {
      if (this.jobs.delete(job)) this.post({ kind: "cancel", job });
    };
  }

  /** Adds the list itself where the worker does not have it yet. */
  part(list: number, facts: readonly Facts[], part: Pick<BorrowerPart, "indices" | "from" | "to">): BorrowerPart {
    const known = this.lists.delete(list);
    this.lists.add(list);
    const [oldest] = this.lists;
    if (this.lists.size > LISTS_KEPT && oldest !== undefined) {
      this.lists.delete(oldest);
      this.post({ kind: "forget", list: oldest });
    }
    return { list, ...part, ...(known ? {} : { facts }) };
  }

  private post(request: Request): void {
    this.worker ??= this.start();
    this.worker.postMessage(request);
  }

  private start(): Worker {
    const worker = new Worker(new URL("./evaluation-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<Reply>) => this.deliver(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.breakDown(worker, event.message);
    };
    return worker;
  }

  private deliver(reply: Reply): void {
    const events = this.jobs.get(reply.job);
    if (!events) return;
    if (reply.kind === "done" || reply.kind === "failed") this.jobs.delete(reply.job);
    if (reply.kind === "done") events.onDone();
    else if (reply.kind === "failed") events.onFailed(reply.message);
    else events.onReply(reply);
  }

  private breakDown(worker: Worker, message: string): void {
    worker.terminate();
    if (this.worker !== worker) return;
    this.worker = null;
    this.lists.clear();
    const broken = [...this.jobs.values()];
    this.jobs.clear();
    for (const events of broken) events.onFailed(`the evaluation stopped: ${message || "its script could not be loaded; reload the page"}`);
  }
}

let nextJob = 1;
let nextList = 1;
const listNumbers = new WeakMap<readonly Facts[], number>();
const firstWorker = new EvaluationWorker();
const workers: readonly EvaluationWorker[] = [firstWorker, ...Array.from({ length: WORKERS - 1 }, () => new EvaluationWorker())];

/** Evaluates those of the list that `indices` names, on as many workers as pay. Gives what cancels it. */
export function runEvaluation(
  request: Omit<EvaluateRequest, "kind" | "borrowers"> & { facts: readonly Facts[]; indices: readonly number[] },
  events: JobEvents,
): () => void {
  const { facts, indices, ...rest } = request;
  const list = numberOf(facts);
  const shares = sharesOf(indices.length);
  let open = shares.length;
  const shared: JobEvents = {
    ...events,
    onDone: () => --open === 0 && events.onDone(),
    onFailed: (message) => {
      for (const cancel of cancels) cancel();
      events.onFailed(message);
    },
  };
  const cancels = shares.map(({ worker, from, to }) => {
    const part = indices.length === facts.length ? { indices: null, from, to } : { indices: indices.slice(from, to), from: 0, to: 0 };
    return worker.run({ kind: "evaluate", ...rest, borrowers: worker.part(list, facts, part) }, shared);
  });
  return () => {
    for (const cancel of cancels) cancel();
  };
}

/** What a request that asks one question is answered with. */
interface Answers {
  trace: TracedEvaluation;
  changes: ComparedVersions;
}

/** Asks the first worker one question; rejects in the worker's words. */
export function askWorker<Kind extends keyof Answers>(request: Extract<JobRequest, { kind: Kind }>): Promise<Answers[Kind]> {
  return new Promise((resolve, reject) => {
    firstWorker.run(request, {
      onReply: (reply) => (reply.kind === "trace" || reply.kind === "changes") && resolve(reply.answer as Answers[Kind]),
      onDone: () => {},
      onFailed: (message) => reject(new Error(message)),
    });
  });
}

function sharesOf(count: number): { worker: EvaluationWorker; from: number; to: number }[] {
  const parts = count < WORTH_SPLITTING ? 1 : Math.min(WORKERS, Math.max(1, navigator.hardwareConcurrency ?? 1));
  const at = (part: number) => Math.floor((part * count) / parts);
  return workers.slice(0, parts).map((worker, part) => ({ worker, from: at(part), to: at(part + 1) }));
}

function numberOf(facts: readonly Facts[]): number {
  const number = listNumbers.get(facts) ?? nextList++;
  listNumbers.set(facts, number);
  return number;
}
