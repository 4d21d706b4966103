/**
 * Checks a text in a worker while it changes: a short rest after the last key, then the latest text only. One check is
 * under way at a time; what came meanwhile is checked next. A worker that breaks is replaced once a new text comes.
 */
import type { BorrowersSummary, RuleTally } from "#rules/hints";
import type { Facts } from "#rules/policy";
import { watchedWorker } from "../watched-worker";
import type { PolicyCheck } from "./check-policy";
import type { CheckReply, CheckRequest, ToldCheck } from "./check-desk";

const REST_MS = 120;
const NONE: PolicyCheck["hints"] = [];

export interface PolicyCheckState {
  /** The latest finished check; null before the first. */
  readonly check: PolicyCheck | null;
  /** Whether the text has changed since. */
  readonly pending: boolean;
  /** Set where the check itself failed. */
  readonly failure: string | null;
  /** The borrowers at hand, derived facts as the last valid text has them. */
  readonly borrowers: BorrowersSummary | null;
}

interface Tallied {
  readonly tally: RuleTally;
  readonly text: string;
}

interface Checking {
  readonly check: number;
  readonly text: string;
  readonly against: readonly string[];
}

export class PolicyChecker {
  private current: PolicyCheckState = { check: null, pending: true, failure: null, borrowers: null };
  private worker: Worker | null = null;
  private readonly versions = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private against: readonly string[] = [];
  private atHand: { readonly facts: readonly Facts[]; readonly scenario: Facts } | null = null;
  private tallied: Tallied | null = null;
  private checks = 0;
  /** Reads the text as it now is; null before the first. */
  private read: (() => string) | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private further: Pick<PolicyCheck, "hints" | "changes"> = { hints: NONE, changes: {} };
  private checking: Checking | null = null;
  /** The one before, which is what the state tells of. */
  private checked: Checking | null = null;
  /** Whether a check is due as soon as the one under way is done. */
  private waiting = false;

  /** Tells the checker that the text is another, which `read` gives. Costs a key next to nothing: it is read, and said to be pending, once the keys rest. */
  update(read: () => string, { now = false } = {}): void {
    this.read = read;
    clearTimeout(this.timer ?? undefined);
    this.timer = setTimeout(() => this.rest(), now ? 0 : REST_MS);
  }

  /** Checks a text that was told and is not yet checked; for those who cannot wait until the keys rest. */
  rest(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.current.pending) this.set({ pending: true });
    this.start();
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
    if (this.read !== null) this.update(this.read, { now: true });
  }

  /** The borrowers that hints tell of. Keep the array the same, and they are sent once. */
  lookAt(facts: readonly Facts[], scenario: Facts): void {
    if (this.atHand?.facts === facts && JSON.stringify(this.atHand.scenario) === JSON.stringify(scenario)) return;
    this.atHand = { facts, scenario };
    if (this.worker) this.post({ kind: "borrowers", ...this.atHand });
  }

  /** How often each rule of a text fired and decided among the borrowers at hand; null while that is not known. */
  tell(tallied: Tallied | null): void {
    const wasKnown = this.tallied !== null;
    this.tallied = tallied;
    if (tallied !== null) this.postTally();
    else if (wasKnown && this.worker !== null) this.post({ kind: "no-tally" });
  }

  get state(): PolicyCheckState {
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
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
    if (this.read === null) return;
    this.waiting = this.checking !== null;
    if (this.waiting) return;
    this.checking = { check: ++this.checks, text: this.read(), against: this.against };
    this.post({ kind: "check", ...this.checking });
    this.postTally();
  }

  /** Once the text that it is of has been sent to be checked; hints read no other. */
  private postTally(): void {
    const { tallied, worker } = this;
    if (tallied === null || worker === null) return;
    const check = [this.checking, this.checked].find((one) => one?.text === tallied.text)?.check;
    if (check !== undefined) this.post({ kind: "tally", check, tally: tallied.tally });
  }

  private post(request: CheckRequest): void {
    this.worker ??= this.startWorker();
    this.worker.postMessage(request);
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL("./policy-worker.ts", import.meta.url), { type: "module" });
    watchedWorker<CheckReply>(
      worker,
      (reply) => this.receive(reply),
      (message) => {
        this.worker = null;
        this.receive({ kind: "check", ok: false, message });
      },
    );
    for (const [key, text] of this.versions) worker.postMessage({ kind: "version", key, text } satisfies CheckRequest);
    if (this.atHand) worker.postMessage({ kind: "borrowers", ...this.atHand } satisfies CheckRequest);
    return worker;
  }

  private receive(reply: CheckReply): void {
    if (reply.kind === "further") this.receiveFurther(reply);
    else this.receiveCheck(reply);
  }

  private receiveCheck(reply: Extract<CheckReply, { kind: "check" }>): void {
    const { text = "", against = [] } = this.checking ?? {};
    const pending = this.waiting || this.timer !== null || against !== this.against;
    this.checked = this.checking;
    this.checking = null;
    if (reply.ok) this.set({ check: this.withFurther({ ...reply.check, text }), failure: null, pending });
    else this.set({ failure: reply.message, pending });
    if (this.waiting) this.start();
  }

  /** Of a valid text: until its own are here, the hints and changes of the one before. */
  private withFurther({ problems, ...check }: ToldCheck & { readonly text: string }): PolicyCheck {
    const { outline = [], scenarioFacts = [] } = this.current.check ?? {};
    const told = { outline, scenarioFacts, problems: problems.length > 0 ? problems : NONE, ...check };
    return check.ok ? { ...told, ...this.further } : { ...told, hints: NONE, changes: {} };
  }

  private receiveFurther({ kind: _kind, check: number, borrowers, ...known }: Extract<CheckReply, { kind: "further" }>): void {
    this.further = { ...this.further, ...known };
    const { check } = this.current;
    const isOfCheck = this.checked?.check === number && check?.ok === true;
    const isNews = Object.keys(known).length > 0 || borrowers !== undefined || (isOfCheck && !check.isCompared);
    if (!isNews) return;
    this.set({ ...(isOfCheck ? { check: { ...check, ...this.further, isCompared: true } } : {}), ...(borrowers ? { borrowers } : {}) });
  }

  private set(change: Partial<PolicyCheckState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}
