/** What a worker does with a batch: evaluate it, add it to the figures, and, where asked, divide its shift and put the outcomes together as rows. */
import type { AttributionTotals } from "#rules/compare";
import { type Program, type RawBatch, type RejectedRow, spelledOut } from "#rules/compile";
import type { FactValue } from "#rules/policy";
import { type BreakdownSpec, type GroupValues, NodeValues, Tally, type TallyState } from "#rules/portfolio";
import { BatchAttributor } from "./batch-attributor.ts";
import type { BatchEvaluator, BatchOutcomes } from "./batch-evaluator.ts";
import { type ColumnLayout, type ColumnMemory, type ColumnNotes, memoryOf, rawBatchOf } from "./batch-memory.ts";
import { type OutcomeChunks, OutcomeChunksMaker } from "./outcome-chunks.ts";
import { type OutcomeRows, OutcomeRowsMaker } from "./outcome-rows.ts";
import { EVALUATORS } from "./engines.ts";
import type { FileEngine } from "./types.ts";

/** What all workers of a run start with. */
export interface WorkPlan {
  readonly engine: FileEngine;
  readonly program: Program;
  readonly layouts: readonly ColumnLayout[];
  readonly capacity: number;
  readonly slots: readonly ArrayBufferLike[];
  readonly breakdowns: readonly BreakdownSpec[];
  /** How outcomes are wanted row by row. */
  readonly rows: "none" | "csv" | "parquet";
  /** Whether the shift is divided among the changes; of two versions only. */
  readonly attribution: boolean;
}

/** What a worker has added up over its batches. */
export interface WorkFigures {
  readonly tally: TallyState;
  /** Null where it was not asked for. */
  readonly attribution: AttributionTotals | null;
}

/** A batch that is filled. */
export interface BatchTask {
  readonly index: number;
  readonly slot: number;
  readonly rows: number;
  readonly notes: readonly ColumnNotes[];
}

export interface BatchDone {
  readonly index: number;
  readonly slot: number;
  readonly rejected: readonly RejectedRow[];
  /** The one that was asked for, if any. */
  readonly outcomes: OutcomeRows | null;
  readonly chunks: OutcomeChunks | null;
}

type GroupReader = (batch: RawBatch, evaluated: BatchOutcomes) => GroupValues;

export class BatchWork {
  private readonly memory: readonly (readonly ColumnMemory[])[];
  private readonly rowsMaker: OutcomeRowsMaker;
  private readonly chunksMaker: OutcomeChunksMaker | null;
  private readonly tally: Tally;
  private readonly groups: readonly GroupReader[];
  private readonly nodes: NodeValues;

  private constructor(
    private readonly plan: WorkPlan,
    private readonly evaluator: BatchEvaluator,
    private readonly attributor: BatchAttributor | null,
  ) {
    const { program } = plan;
    this.memory = plan.slots.map((slot) => memoryOf(slot, plan.layouts, plan.capacity));
    this.rowsMaker = new OutcomeRowsMaker(program);
    this.chunksMaker = plan.rows === "parquet" ? new OutcomeChunksMaker(program) : null;
    this.tally = new Tally(plan.breakdowns);
    this.nodes = new NodeValues(program);
    this.groups = plan.breakdowns.map((spec) => groupReader(spec, program, this.nodes));
  }

  static async create(plan: WorkPlan): Promise<BatchWork> {
    const keepConditions = plan.breakdowns.some(({ subject }) => subject === "condition");
    const evaluator = await EVALUATORS[plan.engine]({ ...plan, keepConditions });
    return new BatchWork(plan, evaluator, plan.attribution ? await BatchAttributor.create(plan.program, plan.capacity) : null);
  }

  async evaluate({ index, slot, rows, notes }: BatchTask): Promise<BatchDone> {
    const batch = rawBatchOf(this.plan.layouts, this.memory[slot] as readonly ColumnMemory[], notes, rows);
    const evaluated = await this.evaluator.evaluate(batch);
    const { rejected, outcomes, counted } = evaluated;
    const [baseline] = outcomes;
    if (baseline === undefined) throw new Error("a run evaluates at least one version");
    this.nodes.load(batch);
    this.tally.add({
      baseline,
      candidate: outcomes[1] ?? baseline,
      observed: batch.observed ?? null,
      groups: this.groups.map((read) => read(batch, evaluated)),
      counted,
    });
    await this.attributor?.add(batch);
    return {
      index,
      slot,
      rejected,
      outcomes: this.plan.rows === "csv" ? this.rowsMaker.make(outcomes) : null,
      chunks: this.chunksMaker?.make(outcomes, slot) ?? null,
    };
  }

  close(): void {
    this.evaluator.close?.();
    this.chunksMaker?.close();
  }

  figures(): WorkFigures {
    return { tally: this.tally.state(), attribution: this.attributor?.totals() ?? null };
  }
}

/** The values to group by: of the baseline where it knows the name, else of the candidate. */
function groupReader({ by, subject }: BreakdownSpec, program: Program, nodes: NodeValues): GroupReader {
  const version = program.versions.find(({ values, conditions }) => (subject === "condition" ? conditions.has(by) : values.has(by)));
  if (version === undefined) throw new Error(`no version knows \`${by}\``);
  if (subject === "condition") {
    const condition = version.conditions.get(by) as number;
    return (batch, evaluated) => {
      const bits = evaluated.conditionRows(condition);
      return bits === null ? { kind: "values", values: rowsOf(batch, nodes.tester(condition)) } : { kind: "bits", bits };
    };
  }
  const read = nodes.reader(version.values.get(by) as number);
  return (batch) => {
    const raw = batch.columns.get(by);
    if (subject === "fact" && raw?.kind === "coded-numbers") return spelledOut(raw);
    return subject === "fact" && (raw?.kind === "numbers" || raw?.kind === "booleans")
      ? raw
      : { kind: "values", values: rowsOf(batch, read) };
  };
}

/** By row; rows without an outcome may hold what the node cannot read, and are not looked at. */
function rowsOf(batch: RawBatch, read: (row: number) => FactValue): FactValue[] {
  const values = new Array<FactValue>(batch.rows);
  for (let row = 0; row < batch.rows; row++) values[row] = tried(read, row);
  return values;
}

function tried(read: (row: number) => FactValue, row: number): FactValue {
  try {
    return read(row);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
