/**
 * The page's side of the desk: its worker is started when first needed and replaced when it breaks. One question is under way at a time;
 * what is taken back before its turn is never asked.
 */
import { watchedWorker } from "../../../../_components/watched-worker";
import type { Answers, Asked, QuestionKind, Questions, Reply } from "./answers";

interface Events<Answer> {
  readonly onAnswer: (answer: Answer) => void;
  readonly onFailed: (message: string) => void;
}

interface Job extends Events<Answers[QuestionKind]> {
  readonly asked: Asked;
}

class Desk {
  private worker: Worker | null = null;
  private readonly waiting: Job[] = [];
  private underWay: Job | null = null;
  /** Whether nobody waits any more for the one under way. */
  private isTakenBack = false;

  /** Gives what takes the question back. */
  ask(job: Job): () => void {
    this.waiting.push(job);
    this.next();
    return () => {
      const at = this.waiting.indexOf(job);
      if (at >= 0) this.waiting.splice(at, 1);
      if (job === this.underWay) this.isTakenBack = true;
    };
  }

  private next(): void {
    if (this.underWay !== null) return;
    this.underWay = this.waiting.shift() ?? null;
    if (this.underWay === null) return;
    this.isTakenBack = false;
    this.worker ??= this.start();
    this.worker.postMessage(this.underWay.asked);
  }

  private start(): Worker {
    const worker = new Worker(new URL("./desk-worker.ts", import.meta.url), { type: "module" });
    return watchedWorker<Reply>(
      worker,
      (reply) => this.deliver(reply),
      (message) => {
        this.worker = null;
        this.deliver({ ok: false, message });
      },
    );
  }

  private deliver(reply: Reply): void {
    const job = this.isTakenBack ? null : this.underWay;
    this.underWay = null;
    if (reply.ok) job?.onAnswer(reply.answer);
    else job?.onFailed(reply.message);
    this.next();
  }
}

const theDesk = new Desk();

/** Asks in the background. Gives what takes the question back. */
export function askDesk<Kind extends QuestionKind>(kind: Kind, question: Questions[Kind], events: Events<Answers[Kind]>): () => void {
  return theDesk.ask({ asked: { kind, ...question } as unknown as Asked, ...(events as Events<Answers[QuestionKind]>) });
}
