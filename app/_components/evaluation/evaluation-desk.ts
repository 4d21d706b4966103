/**
 * Answers the page's evaluation requests. Keeps parsed policies, the lists of borrowers that it was sent, and for each list sessions in
 * columns, so that a further text costs what its edit costs. Before it begins a job it lets waiting messages in: one that was
 * cancelled meanwhile is never begun.
 */
import { ColumnSession } from "#rules/columns";
import { comparedChanges, createAttributor, finishAttribution, hashOfColumns } from "#rules/compare";
import { type CompileInput, type KernelOptions, loadKernels, type RawBatch } from "#rules/compile";
import { createEvaluator, scenarioFor } from "#rules/evaluate";
import { guide } from "#rules/guidance";
import { type ParseResult, PolicyReader, type ValidPolicy } from "#rules/policy";
import { sweep } from "#rules/sweep";
import { keepLast } from "./keep-last";
import type { Answers, BorrowerList, ComparedVersions, JobKind, JobRequest, Questions, Reply, Request } from "./protocol";

const POLICIES_KEPT = 12;
const SESSIONS_KEPT = 4;
const TOLD_EVERY_MS = 150;

export interface DeskOptions {
  readonly send: (reply: Reply) => void;
  /** Resolves when messages that wait have come in. */
  readonly nextTurn: () => Promise<void>;
  readonly kernels?: KernelOptions;
}

/** The versions of a session: one, or a baseline and a candidate. */
type Versions = readonly [CompileInput] | readonly [CompileInput, CompileInput];

export class EvaluationDesk {
  private readonly policies = new Map<string, ParseResult>();
  private readonly reader = new PolicyReader();
  private readonly lists = new Map<number, RawBatch>();
  private readonly sessions = new Map<string, Promise<ColumnSession>>();
  private readonly open = new Set<number>();

  constructor(private readonly options: DeskOptions) {}

  async take(request: Request): Promise<void> {
    if (request.kind === "cancel") return void this.open.delete(request.job);
    if (request.kind === "forget") return this.forget(request.list);
    this.open.add(request.job);
    this.keepList(request);
    await this.options.nextTurn();
    if (!this.open.has(request.job)) return;
    const reply = await this.reply(request);
    if (this.open.delete(request.job)) this.options.send(reply);
  }

  private async reply(request: JobRequest): Promise<Reply> {
    const { job } = request;
    try {
      return { kind: "answer", job, answer: await this.answer(request) };
    } catch (error) {
      return { kind: "failed", job, message: error instanceof Error ? error.message : String(error) };
    }
  }

  private async answer(request: JobRequest): Promise<Answers[JobKind]> {
    switch (request.kind) {
      case "evaluate":
        return this.evaluate(request);
      case "compare":
        return this.compare(request);
      case "effect":
        return this.effect(request);
      case "attribute":
        return this.attribute(request, request.job);
      case "data":
        return this.data(request);
      case "sweep":
        return this.sweep(request, request.job);
      case "rule":
        return this.rule(request);
      case "changes":
        return this.versionsOf(request);
      case "trace":
        return createEvaluator(this.policyOf(request.policyText), request.scenario).trace(request.facts);
      case "guide":
        return this.guide(request, request.job);
      default:
        return request satisfies never;
    }
  }

  private async evaluate({ policyText, scenario, borrowers }: Questions["evaluate"]): Promise<Answers["evaluate"]> {
    const session = await this.evaluated(borrowers, [{ policy: this.policyOf(policyText), scenario }]);
    return { outcomes: session.outcomes(0), rejected: session.rejected };
  }

  private async compare(request: Questions["compare"]): Promise<Answers["compare"]> {
    const versions = this.versionsOf(request);
    const session = await this.evaluated(request.borrowers, this.pairOf(request));
    return {
      versions,
      figures: session.figures(),
      baseline: session.outcomes(0),
      candidate: session.outcomes(1),
      rejected: session.rejected,
    };
  }

  private async effect(request: Questions["effect"]): Promise<Answers["effect"]> {
    const start = performance.now();
    const [baseline, candidate] = [this.parse(request.baselineText), this.parse(request.candidateText)];
    if (!baseline.ok || !candidate.ok) return null;
    const session = await this.evaluated(request.borrowers, this.pairOf(request));
    return {
      figures: session.figures(),
      rules: session.ruleCounts(1),
      strategy: candidate.policy.strategy,
      firstError: session.rejected[0]?.errors[0]?.message ?? null,
      milliseconds: performance.now() - start,
    };
  }

  private async rule({ rule, by, most, ...request }: Questions["rule"]): Promise<Answers["rule"]> {
    if (!this.parse(request.baselineText).ok || !this.parse(request.candidateText).ok) return null;
    const session = await this.evaluated(request.borrowers, this.pairOf(request));
    return session
      .ruleRows(1, rule, by, most)
      .map(({ row, outcomes: [baseline = null, candidate = null] }) => ({ row, baseline, candidate }));
  }

  /** Lets other messages in between stretches of borrowers; stops when it is cancelled. */
  private async attribute(request: Questions["attribute"], job: number): Promise<Answers["attribute"]> {
    const [baseline, candidate] = [this.policyOf(request.baselineText), this.policyOf(request.candidateText)];
    const batch = this.batchOf(request.borrowers.list);
    const kernels = await loadKernels(this.options.kernels);
    const attributor = createAttributor({ baseline, candidate, scenario: request.scenario }, kernels, batch.rows);
    const tell = this.tellerOf(job);
    const { shares, totals } = await attributor.attribute(batch, {
      pause: this.options.nextTurn,
      signal: this.signalOf(job),
      onProgress: (rows) => tell(rows, batch.rows),
    });
    return { attribution: finishAttribution(attributor.changes, [totals]), rows: shares };
  }

  private async data({ baselineText, candidateText, borrowers, names }: Questions["data"]): Promise<Answers["data"]> {
    const policies = [this.policyOf(baselineText), this.policyOf(candidateText)];
    return { hash: await hashOfColumns(policies, names, this.batchOf(borrowers.list), this.options.nextTurn) };
  }

  /** Lets other messages in between points; stops when it is cancelled. */
  private async sweep({ policyText, borrowers, ...rest }: Questions["sweep"], job: number): Promise<Answers["sweep"]> {
    const parsed = this.parse(policyText);
    if (!parsed.ok) return null;
    const { nextTurn: pause, kernels = {} } = this.options;
    const batch = this.batchOf(borrowers.list);
    return sweep({ ...rest, policy: parsed.policy, batch, kernels, pause, signal: this.signalOf(job), onProgress: this.tellerOf(job) });
  }

  private async guide({ policyText, scenario, facts }: Questions["guide"], job: number): Promise<Answers["guide"]> {
    const parsed = this.parse(policyText);
    if (!parsed.ok) return null;
    return guide({ policy: parsed.policy, scenario, facts, pause: this.options.nextTurn, signal: this.signalOf(job) });
  }

  /** Tells now and then how far a job has come. */
  private tellerOf(job: number): (done: number, total: number) => void {
    let told = performance.now();
    return (done, total) => {
      if (performance.now() - told < TOLD_EVERY_MS) return;
      told = performance.now();
      this.options.send({ kind: "progress", job, progress: { done, total } });
    };
  }

  private signalOf(job: number): { throwIfAborted(): void } {
    return {
      throwIfAborted: () => {
        if (!this.open.has(job)) throw new Error("cancelled");
      },
    };
  }

  // --- policies ------------------------------------------------------------------------------------

  private pairOf({ baselineText, candidateText, scenario }: Questions["changes"]): Versions {
    return [
      { policy: this.policyOf(baselineText), scenario: scenario.baseline },
      { policy: this.policyOf(candidateText), scenario: scenario.candidate },
    ];
  }

  private versionsOf({ baselineText, candidateText, scenario }: Questions["changes"]): ComparedVersions {
    const [baseline, candidate] = [this.policyOf(baselineText), this.policyOf(candidateText)];
    return {
      baseline: { name: baseline.name, hash: baseline.hash },
      candidate: { name: candidate.name, hash: candidate.hash },
      scenario: { baseline: scenarioFor(baseline, scenario.baseline), candidate: scenarioFor(candidate, scenario.candidate) },
      ...comparedChanges(baseline, candidate, scenario),
    };
  }

  private parse(text: string): ParseResult {
    const parsed = this.policies.get(text) ?? this.reader.read(text).result;
    keepLast(this.policies, text, parsed, POLICIES_KEPT);
    return parsed;
  }

  /** Throws in words that a reader understands. */
  private policyOf(text: string): ValidPolicy {
    const parsed = this.parse(text);
    if (parsed.ok) return parsed.policy;
    const [first] = parsed.problems;
    const more = parsed.problems.length > 1 ? ` (the first of ${parsed.problems.length} problems)` : "";
    throw new Error(`the document is not a valid policy: line ${first?.line}, ${first?.message}${more}`);
  }

  // --- borrowers -----------------------------------------------------------------------------------

  /** A list comes with the first request that needs it, which may be cancelled before it is begun. */
  private keepList(request: JobRequest): void {
    if (!("borrowers" in request)) return;
    const { list, batch } = request.borrowers;
    if (batch) this.lists.set(list, batch);
  }

  private forget(list: number): void {
    this.lists.delete(list);
    for (const versions of [1, 2]) this.sessions.delete(keyOf(list, versions));
  }

  /** The list's session with these versions evaluated; to be read before anything else is awaited. */
  private async evaluated({ list }: BorrowerList, versions: Versions): Promise<ColumnSession> {
    const key = keyOf(list, versions.length);
    const opening = this.sessions.get(key) ?? ColumnSession.open(this.batchOf(list), this.options.kernels);
    keepLast(this.sessions, key, opening, SESSIONS_KEPT);
    try {
      const session = await opening;
      session.evaluate(versions);
      if (session.isWorn) this.sessions.delete(key);
      return session;
    } catch (error) {
      this.sessions.delete(key);
      throw error;
    }
  }

  private batchOf(list: number): RawBatch {
    const batch = this.lists.get(list);
    if (batch === undefined) throw new Error("the borrowers are no longer here; load the page again");
    return batch;
  }
}

function keyOf(list: number, versions: number): string {
  return `${list}/${versions}`;
}
