/**
 * Checks a text in a worker while it changes: a short rest after the last key, then the latest text only. One check is
 * under way at a time; what came meanwhile is checked next. A worker that breaks is replaced once a new text comes.
 */
import type { PolicyCheck } from "./check-policy";
import type { CheckReply, CheckRequest } from "./policy-worker";

const REST_MS = 120;

export interface PolicyCheckState {
  /** The latest finished check; null before the first. */
  readonly check: PolicyCheck | null;
  /** Whether the text has changed since. */
  readonly pending: boolean;
  /** How long the worker took for it. */
  readonly milliseconds: number;
  /** Set where the check itself failed. */
  readonly failure: string | null;
}

export class PolicyChecker {
  private current: PolicyCheckState = { check: null, pending: true, milliseconds: 0, failure: null };
  private worker: Worker | null = null;
  private readonly versions = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private against: readonly string[] = [];
  private text: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private checking: { readonly text: string; readonly against: readonly string[] } | null = null;
  /** Whether a check is due as soon as the one under way is done. */
  private waiting = false;

  /** Tells the checker the text as it now is. */
  update(text: string, { now = false } = {}): void {
    this.text = text;
    if (!this.current.pending) this.set({ pending: true });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(), now ? 0 : REST_MS);
  }

  /** Which versions later checks are compared with, by a key of the caller's. Checks the text again where they changed. */
  compareWith(versions: ReadonlyMap<string, string>): void {
    const keys = [...versions.keys()];
    const same =
      keys.length === this.against.length &&
      keys.every((key) => this.versions.get(key) === versions.get(key) && this.against.includes(key));
    if (same) return;
    for (const [key, text] of versions) this.keepVersion(key, text);
    this.against = keys;
    if (this.text !== null) this.update(this.text, { now: true });
  }

  get state(): PolicyCheckState {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
    this.checking = null;
  }

  private keepVersion(key: string, text: string): void {
    if (this.versions.get(key) === text) return;
    this.versions.set(key, text);
    if (this.worker) this.post({ kind: "version", key, text });
  }

  private start(): void {
    if (this.text === null) return;
    this.waiting = this.checking !== null;
    if (this.waiting) return;
    this.checking = { text: this.text, against: this.against };
    this.post({ kind: "check", ...this.checking });
  }

  private post(request: CheckRequest): void {
    this.worker ??= this.startWorker();
    this.worker.postMessage(request);
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL("./policy-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<CheckReply>) => this.receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.worker = null;
      this.receive({ ok: false, message: event.message || "its script could not be loaded; reload the page" });
    };
    for (const [key, text] of this.versions) worker.postMessage({ kind: "version", key, text } satisfies CheckRequest);
    return worker;
  }

  private receive(reply: CheckReply): void {
    const { text, against } = this.checking ?? { text: "", against: [] };
    const pending = text !== this.text || against !== this.against;
    this.checking = null;
    if (reply.ok) this.set({ check: { ...reply.check, text }, milliseconds: reply.milliseconds, failure: null, pending });
    else this.set({ failure: reply.message, pending });
    if (this.waiting) this.start();
  }

  private set(change: Partial<PolicyCheckState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}
