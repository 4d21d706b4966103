/**
 * Attribution (command line's page): each borrower's shift divided among the changes, by Shapley's rule. Batch after batch; what comes out may
 * cross threads, and the totals of batches are merged by `finishAttribution`. Conditions are evaluated once by the kernels, under every
 * combination of definitions that they can be read with; then all sets of the few changes that are active for a borrower.
 */
import { type Bits, ColumnEvaluator, isMarked, type KernelSet, type Program, type RawBatch, valueAt } from "#rules/compile";
import { scenarioFor } from "#rules/evaluate";
import type { Condition, ValidPolicy } from "#rules/policy";
import { comparedChanges, type SideScenarios } from "../scenario-change.ts";
import type { Stop } from "../types.ts";
import { activityOf } from "./activity.ts";
import { Definitions, type VersionPair } from "./definitions.ts";
import { HybridEvaluator } from "./hybrid.ts";
import { RowOutcomes } from "./row-outcomes.ts";
import { RowReader } from "./row-reader.ts";
import { ORDERS, seedOf } from "./sampling.ts";
import { MOST_EXACT_CHANGES } from "./shapley.ts";
import { ShareLists } from "./share-lists.ts";
import { type GuardrailSlot, guardrailSlots, type RuleSlot, ruleSlots } from "./slots.ts";
import { AttributionTally } from "./tally.ts";
import { type Truth, TruthCompiler } from "./truths.ts";
import type { AttributionTotals, PackedShares } from "./types.ts";

export interface AttributorInput {
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  /** Each side uses the part that its policy declares. */
  readonly scenario: SideScenarios;
}

export interface AttributeOptions {
  /** Awaited every some borrowers. */
  readonly pause?: () => Promise<void>;
  readonly signal?: Stop;
  /** How many rows of the batch are done. */
  readonly onProgress?: (rows: number) => void;
}

export interface BatchAttribution {
  readonly shares: PackedShares;
  readonly totals: AttributionTotals;
}

export interface Attributor {
  /** Ids of the changes, in the order of the comparison. */
  readonly changes: readonly string[];
  /** Each borrower's shares, and what they add up to. */
  attribute(batch: RawBatch, options?: AttributeOptions): Promise<BatchAttribution>;
  /** What they add up to alone, which costs less. */
  totals(batch: RawBatch, options?: AttributeOptions): Promise<AttributionTotals>;
}

/** `capacity`: the most rows of a batch. The kernels must be lent to nobody else meanwhile. */
export function createAttributor(input: AttributorInput, kernels: KernelSet, capacity: number): Attributor {
  return new ColumnAttributor(input, kernels, capacity);
}

/** Sets of changes that are resolved between two pauses: some ten milliseconds' work. */
const BETWEEN_PAUSES = 200_000;
/** What a row costs beside its sets. */
const ROW = 50;

/** About how many sets of a row's active changes are resolved. */
function setsOf(active: number): number {
  // Beyond, each place in every order, and every pair.
  return active <= MOST_EXACT_CHANGES ? 2 ** active : ORDERS * active + active ** 2;
}

class ColumnAttributor implements Attributor {
  readonly changes: readonly string[];
  private readonly pair: VersionPair;
  private readonly definitions: Definitions;
  private readonly rules: readonly RuleSlot[];
  private readonly guardrails: readonly GuardrailSlot[];
  private readonly truths: readonly Truth[];
  private readonly evaluator: ColumnEvaluator;

  constructor({ baseline, candidate, scenario: given }: AttributorInput, kernels: KernelSet, capacity: number) {
    const scenario = { baseline: scenarioFor(baseline, given.baseline), candidate: scenarioFor(candidate, given.candidate) };
    this.changes = comparedChanges(baseline, candidate, scenario).changes.map(({ id }) => id);
    this.pair = { baseline, candidate, scenario, changes: this.changes };
    this.definitions = new Definitions(this.pair);
    const compiler = new TruthCompiler(this.pair, this.definitions);
    const making = { pair: this.pair, definitions: this.definitions, truthOf: (condition: Condition) => compiler.truthOf(condition) };
    this.rules = ruleSlots(making);
    this.guardrails = guardrailSlots(making);
    const program: Program = compiler.program();
    this.truths = compiler.all();
    this.evaluator = new ColumnEvaluator(program, kernels, capacity);
  }

  async attribute(batch: RawBatch, options: AttributeOptions = {}): Promise<BatchAttribution> {
    const lists = new ShareLists(this.changes.length, batch.rows);
    const totals = await this.tally(batch, lists, options);
    return { shares: lists.packed(), totals };
  }

  totals(batch: RawBatch, options: AttributeOptions = {}): Promise<AttributionTotals> {
    return this.tally(batch, null, options);
  }

  private async tally(
    batch: RawBatch,
    lists: ShareLists | null,
    { pause, signal, onProgress }: AttributeOptions,
  ): Promise<AttributionTotals> {
    const tally = new AttributionTally(this.changes.length, lists);
    if (this.changes.length === 0) return tally.totals();
    const rows = this.evaluate(batch);
    let work = 0;
    for (let row = 0; row < batch.rows; row++) {
      work += ROW + setsOf(this.attributeRow(row, rows, tally));
      if (work < BETWEEN_PAUSES && row < batch.rows - 1) continue;
      work = 0;
      onProgress?.(row + 1);
      await pause?.();
      signal?.throwIfAborted();
    }
    return tally.totals();
  }

  private evaluate(batch: RawBatch): BatchRows {
    this.evaluator.load(batch);
    this.evaluator.run();
    const bits = this.truths.map((truth) => this.bitsOf(truth));
    const { pair, definitions, rules, guardrails } = this;
    const valid = this.evaluator.outcomes(0).valid.slice();
    const activity = activityOf({ pair, rules, guardrails, valid, bits, limitChanges: this.limitChanges() });
    const reader = new RowReader(definitions, batch);
    const hybrid = new HybridEvaluator({ pair, rules, guardrails, possible: activity.possible, bits, reader });
    return { batch, active: activity.active, hybrid, outcomes: new RowOutcomes(hybrid, this.changes.length) };
  }

  /** Copies, since the kernels' memory moves when it grows. */
  private bitsOf({ nodes }: Truth): readonly Bits[] | null {
    if (nodes === null) return null;
    return nodes.map((node) => {
      const bits = this.evaluator.conditionRows(node);
      if (bits === null) throw new Error("the program holds every compiled condition");
      return bits.slice();
    });
  }

  private limitChanges(): number[] {
    const names = [this.pair.baseline, this.pair.candidate].flatMap(({ limit }) => [
      limit.fact,
      ...(limit.balance === null ? [] : [limit.balance]),
    ]);
    return names.flatMap((name) => this.definitions.changesOfValue(name));
  }

  /** Gives how many changes are active for the row. */
  private attributeRow(row: number, { batch, active, hybrid, outcomes }: BatchRows, tally: AttributionTally): number {
    const changes: number[] = [];
    for (let change = 0; change < active.length; change++) if (isMarked(active[change] as Bits, row)) changes.push(change);
    if (changes.length === 0) return 0;
    hybrid.at(row);
    const found = outcomes.of(changes, () => seedOfRow(batch, row));
    tally.add(row, changes, found.outcomes, found.shares);
    return changes.length;
  }
}

interface BatchRows {
  readonly batch: RawBatch;
  readonly active: readonly Bits[];
  readonly hybrid: HybridEvaluator;
  readonly outcomes: RowOutcomes;
}

/** From what the borrower gives, so that batches may be cut anywhere. */
function seedOfRow({ columns }: RawBatch, row: number): number {
  return seedOf(JSON.stringify([...columns.keys()].sort().map((name) => [name, valueAt(columns.get(name), row)])));
}
