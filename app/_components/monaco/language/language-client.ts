/**
 * The page's side of the language worker: tells it of each followed document's text, and asks. An answer to a text that has changed
 * meanwhile is no answer. A worker that breaks is replaced, and told the texts again, with the next question.
 */
import type { editor, IDisposable } from "monaco-editor/editor";
import type { BorrowersSummary } from "#rules/hints";
import { watchedWorker } from "../../watched-worker";
import type { Answers, LanguageReply, LanguageRequest, Question, QuestionKind, Questions } from "./protocol";

const REST_MS = 150;

export class LanguageClient {
  private worker: Worker | null = null;
  private readonly followed = new Map<editor.ITextModel, BorrowersSummary | null>();
  private readonly changedAt = new WeakMap<editor.ITextModel, number>();
  private readonly listeners = new Set<() => void>();
  private readonly waiting = new Map<number, (reply: LanguageReply | null) => void>();
  private nextId = 1;

  /** Answers questions about a model from now on, until disposed. */
  follow(model: editor.ITextModel): IDisposable {
    const uri = model.uri.toString();
    this.followed.set(model, null);
    if (this.worker) this.open(model);
    const changes = model.onDidChangeContent((event) => {
      this.changedAt.set(model, performance.now());
      if (!this.worker) return;
      if (event.isFlush || event.isEolChange) return this.open(model);
      const edits = event.changes.map(({ rangeOffset, rangeLength, text }) => ({
        offset: rangeOffset,
        length: rangeLength,
        content: text,
      }));
      this.post({ kind: "change", uri, edits });
    });
    const dispose = () => {
      changes.dispose();
      this.followed.delete(model);
      if (this.worker) this.post({ kind: "close", uri });
    };
    return { dispose };
  }

  /** The borrowers that answers about a model tell of. */
  setBorrowers(model: editor.ITextModel, borrowers: BorrowersSummary | null): void {
    if (!this.followed.has(model)) return;
    this.followed.set(model, borrowers);
    if (this.worker) this.post({ kind: "borrowers", uri: model.uri.toString(), borrowers });
    for (const listener of this.listeners) listener();
  }

  /** Told when answers tell of other borrowers than before. */
  onBorrowers(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** As `ask`, once the keys rest: for what Monaco asks at every key and nobody waits for, since the worker reads a long text anew for each. */
  async askAtRest<Kind extends QuestionKind>(
    model: editor.ITextModel,
    kind: Kind,
    question: Questions[Kind],
  ): Promise<Answers[Kind] | null> {
    const version = model.getVersionId();
    for (;;) {
      const rest = REST_MS - (performance.now() - (this.changedAt.get(model) ?? Number.NEGATIVE_INFINITY));
      if (rest <= 0) return this.ask(model, kind, question);
      await new Promise((resolve) => setTimeout(resolve, rest));
      if (model.isDisposed() || model.getVersionId() !== version) return null;
    }
  }

  /** Null for a model that is not followed, where its text has changed meanwhile, and where the worker failed. */
  async ask<Kind extends QuestionKind>(model: editor.ITextModel, kind: Kind, question: Questions[Kind]): Promise<Answers[Kind] | null> {
    if (!this.followed.has(model)) return null;
    this.worker ??= this.start();
    const id = this.nextId++;
    const version = model.getVersionId();
    const answered = new Promise<LanguageReply | null>((resolve) => this.waiting.set(id, resolve));
    this.post({ kind: "ask", uri: model.uri.toString(), id, question: { kind, ...question } as unknown as Question });
    const reply = await answered;
    if (!reply?.ok || model.isDisposed() || model.getVersionId() !== version) return null;
    return reply.answer as Answers[Kind];
  }

  private open(model: editor.ITextModel): void {
    this.post({ kind: "open", uri: model.uri.toString(), text: model.getValue() });
  }

  private post(request: LanguageRequest): void {
    this.worker?.postMessage(request);
  }

  private start(): Worker {
    const worker = new Worker(new URL("./language-worker.ts", import.meta.url), { type: "module" });
    this.worker = worker;
    watchedWorker<LanguageReply>(
      worker,
      (reply) => this.settle(reply.id, reply),
      () => {
        this.worker = null;
        for (const id of this.waiting.keys()) this.settle(id, null);
      },
    );
    for (const [model, borrowers] of this.followed) {
      this.open(model);
      this.post({ kind: "borrowers", uri: model.uri.toString(), borrowers });
    }
    return worker;
  }

  private settle(id: number, reply: LanguageReply | null): void {
    this.waiting.get(id)?.(reply);
    this.waiting.delete(id);
  }
}
