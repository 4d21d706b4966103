/**
 * The page's evaluation worker: started when first needed, shared by all who evaluate, replaced when it breaks. Each job gets its
 * answer unless it fails or is cancelled. One worker is enough for what takes milliseconds; what takes minutes has one of its own.
 */
import { columnsOf } from "#rules/columns";
import type { RawBatch } from "#rules/compile";
import type { Facts } from "#rules/policy";
import { watchedWorker } from "../watched-worker";
import type { Answers, BorrowerList, JobKind, Progress, Questions, Reply, Request } from "./protocol";

export interface JobEvents<Kind extends JobKind> {
  readonly onAnswer: (answer: Answers[Kind]) => void;
  readonly onFailed: (message: string) => void;
  readonly onProgress?: (progress: Progress) => void;
}

type ListKind = "evaluate" | "compare" | "effect" | "attribute" | "data" | "sweep" | "rule";

/** Borrowers one by one, or in columns already. */
export type Borrowers = readonly Facts[] | RawBatch;

/** A job on borrowers as the page puts it. Keep the array or the batch the same, and the worker need not be sent it again. */
export type Question<Kind extends ListKind> = Omit<Questions[Kind], "borrowers"> & { readonly facts: Borrowers };

const LISTS_KEPT = 6;

class EvaluationWorker {
  private worker: Worker | null = null;
  private readonly jobs = new Map<number, JobEvents<JobKind>>();
  private readonly lists = new Set<number>();
  private nextJob = 1;

  run(request: (job: number) => Request, events: JobEvents<JobKind>): () => void {
    const job = this.nextJob++;
    this.jobs.set(job, events);
    this.post(request(job));
    return () => {
      if (this.jobs.delete(job)) this.post({ kind: "cancel", job });
    };
  }

  /** Adds the columns where the worker does not have them yet. */
  list(facts: Borrowers): BorrowerList {
    const list = numberOf(facts);
    const known = this.lists.delete(list);
    this.lists.add(list);
    const [oldest] = this.lists;
    if (this.lists.size > LISTS_KEPT && oldest !== undefined) {
      this.lists.delete(oldest);
      this.post({ kind: "forget", list: oldest });
    }
    return { list, ...(known ? {} : { batch: "columns" in facts ? facts : columnsOf(facts) }) };
  }

  /** Starts it, so that its script and kernels are there when the first job comes. */
  wake(): void {
    this.worker ??= this.start();
  }

  /** Ends it with all that is under way. */
  end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.jobs.clear();
  }

  private post(request: Request): void {
    this.worker ??= this.start();
    this.worker.postMessage(request);
  }

  private start(): Worker {
    const worker = new Worker(new URL("./evaluation-worker.ts", import.meta.url), { type: "module" });
    return watchedWorker<Reply>(
      worker,
      (reply) => this.deliver(reply),
      (message) => this.breakDown(worker, message),
    );
  }

  private deliver(reply: Reply): void {
    const events = this.jobs.get(reply.job);
    if (!events) return;
    if (reply.kind === "progress") {
      events.onProgress?.(reply.progress);
      return;
    }
    this.jobs.delete(reply.job);
    if (reply.kind === "answer") events.onAnswer(reply.answer);
    else events.onFailed(reply.message);
  }

  private breakDown(worker: Worker, message: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.lists.clear();
    const broken = [...this.jobs.values()];
    this.jobs.clear();
    for (const events of broken) events.onFailed(`the evaluation stopped: ${message}`);
  }
}

let nextList = 1;
const listNumbers = new WeakMap<Borrowers, number>();
const theWorker = new EvaluationWorker();

/** Starts the worker before there is anything to ask, on a page that will. */
export function wakeWorker(): void {
  theWorker.wake();
}

/** Evaluates a list of borrowers in the background. Gives what cancels it. */
export function runOnBorrowers<Kind extends ListKind>(kind: Kind, question: Question<Kind>, events: JobEvents<Kind>): () => void {
  return runIn(theWorker, kind, question, events);
}

/** The same in a worker of its own, which ends with it: for what takes so long that all others would wait. */
export function runApart<Kind extends ListKind>(kind: Kind, question: Question<Kind>, events: JobEvents<Kind>): () => void {
  const worker = new EvaluationWorker();
  runIn(worker, kind, question, {
    ...events,
    onAnswer: (answer) => {
      worker.end();
      events.onAnswer(answer);
    },
    onFailed: (message) => {
      worker.end();
      events.onFailed(message);
    },
  });
  return () => worker.end();
}

function runIn<Kind extends ListKind>(
  worker: EvaluationWorker,
  kind: Kind,
  { facts, ...rest }: Question<Kind>,
  events: JobEvents<Kind>,
): () => void {
  const borrowers = worker.list(facts);
  return worker.run((job) => ({ kind, job, borrowers, ...rest }) as unknown as Request, events as JobEvents<JobKind>);
}

/** Asks one question about a list of borrowers; rejects in the worker's words. */
export function askOnBorrowers<Kind extends ListKind>(kind: Kind, question: Question<Kind>): Promise<Answers[Kind]> {
  return new Promise((resolve, reject) => {
    runOnBorrowers(kind, question, { onAnswer: resolve, onFailed: (message) => reject(new Error(message)) });
  });
}

type SingleKind = Exclude<JobKind, ListKind>;

/** Puts a question that needs no list. Gives what cancels it. */
export function runQuestion<Kind extends SingleKind>(kind: Kind, question: Questions[Kind], events: JobEvents<Kind>): () => void {
  return theWorker.run((job) => ({ kind, job, ...question }) as Request, events as JobEvents<JobKind>);
}

/** Asks one question that needs no list; rejects in the worker's words. */
export function askWorker<Kind extends SingleKind>(kind: Kind, question: Questions[Kind]): Promise<Answers[Kind]> {
  return new Promise((resolve, reject) => {
    runQuestion(kind, question, { onAnswer: resolve, onFailed: (message) => reject(new Error(message)) });
  });
}

function numberOf(facts: Borrowers): number {
  const number = listNumbers.get(facts) ?? nextList++;
  listNumbers.set(facts, number);
  return number;
}
