/**
 * Borrowers that stay while policies change: their columns are laid out once, and a further text evaluates again only what its edit can
 * alter. In: borrowers in columns, then one version or a baseline and a candidate. Out: outcomes and figures of the latest.
 */
import {
  ColumnEvaluator,
  compile,
  type CompileInput,
  type KernelOptions,
  type KernelSet,
  loadKernels,
  NodeTable,
  type Program,
  type RawBatch,
  type RejectedRow,
  type RuleCount,
  type RuleProgram,
  type VersionProgram,
} from "#rules/compile";
import type { Evaluation, Outcome } from "#rules/evaluate";
import { type ComparisonFigures, figuresOf } from "./figures.ts";
import { type PackedOutcomes, packOutcomes, unpackOutcome } from "./packed-outcomes.ts";

/** Conditions of texts long gone are forgotten only with the session. */
const MOST_NODES = 20_000;

export class ColumnSession {
  private readonly table = new NodeTable();
  private evaluator: ColumnEvaluator | null = null;
  private program: Program | null = null;
  /** Rows without an outcome under the versions evaluated last, with every reason. */
  rejected: readonly RejectedRow[] = [];

  private constructor(
    readonly batch: RawBatch,
    private readonly kernels: KernelSet,
  ) {}

  /** The batch must stay as it is. */
  static async open(batch: RawBatch, options: KernelOptions = {}): Promise<ColumnSession> {
    return new ColumnSession(batch, await loadKernels(options));
  }

  get rows(): number {
    return this.batch.rows;
  }

  /** Whether so many texts were evaluated that a new session is cheaper than to go on with this one. */
  get isWorn(): boolean {
    return this.table.nodes.length > MOST_NODES;
  }

  /** Evaluates every borrower under every version; of what the versions before had in common with them, nothing is done again. */
  evaluate(versions: readonly CompileInput[]): void {
    const program = compile(versions, this.table);
    this.program = program;
    if (this.evaluator === null) {
      this.evaluator = new ColumnEvaluator(program, this.kernels, this.rows);
      this.rejected = this.evaluator.load(this.batch);
      this.evaluator.run();
      return;
    }
    const rejected = this.evaluator.update(program);
    // An edit in place leaves the facts as they were declared, and so the rejected rows: it gives none.
    if (rejected.length > 0 || this.evaluator.figures().errors === 0) this.rejected = rejected;
  }

  /** The figures of the baseline against the candidate; with one version, of it against itself. */
  figures(): ComparisonFigures {
    return figuresOf(this.evaluated.figures());
  }

  /** The outcomes of a version (0: baseline). */
  outcomes(version: number): PackedOutcomes {
    return packOutcomes(this.evaluated.outcomes(version), this.program as Program, version);
  }

  /** How often each rule of a version fires and is applied among the borrowers; a disabled rule is not among them. */
  ruleCounts(version: number): Readonly<Record<string, RuleCount>> {
    const { rules } = (this.program as Program).versions[version] as VersionProgram;
    return Object.fromEntries(this.evaluated.ruleCounts(version).map((count, r) => [(rules[r] as RuleProgram).name, count]));
  }

  /** The first borrowers that a rule of a version fires for, or is applied to, with every version's outcome. */
  ruleRows(
    version: number,
    rule: string,
    by: keyof RuleCount,
    most: number,
  ): { readonly row: number; readonly outcomes: (Outcome | null)[] }[] {
    const { versions } = this.program as Program;
    const place = (versions[version] as VersionProgram).rules.findIndex(({ name }) => name === rule);
    const rows = place < 0 ? [] : this.evaluated.ruleRows(version, place, by, most);
    return rows.map((row) => ({ row, outcomes: versions.map((_, v) => this.evaluated.outcomeAt(v, row)) }));
  }

  private get evaluated(): ColumnEvaluator {
    if (this.evaluator === null) throw new Error("nothing is evaluated yet");
    return this.evaluator;
  }
}

/** Every borrower's evaluation, from a version's outcomes and the rows that have none. */
export function evaluationsOf(outcomes: PackedOutcomes, rejected: readonly RejectedRow[]): Evaluation[] {
  const errors = new Map(rejected.map((one) => [one.row, one.errors]));
  return Array.from(outcomes.kind, (_, row) => {
    const outcome = unpackOutcome(outcomes, row);
    return outcome === null ? { ok: false, errors: errors.get(row) ?? [] } : { ok: true, outcome };
  });
}
