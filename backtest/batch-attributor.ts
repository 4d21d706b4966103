/** The shift divided among the changes, batch after batch. Only totals are kept; those of several workers are merged exactly and in any order. */
import { type AttributionTotals, type Attributor, createAttributor, mergeTotals } from "#rules/compare";
import { loadKernels, type Program, type RawBatch } from "#rules/compile";

export class BatchAttributor {
  private sum: AttributionTotals;

  private constructor(private readonly attributor: Attributor) {
    this.sum = mergeTotals([], attributor.changes.length);
  }

  /** Of a program of two versions, with kernels of its own. `capacity`: the most rows of a batch. */
  static async create({ versions: [baseline, candidate] }: Program, capacity: number): Promise<BatchAttributor> {
    if (baseline === undefined || candidate === undefined) throw new Error("a shift is between two versions");
    const scenario = { baseline: baseline.scenario, candidate: candidate.scenario };
    const input = { baseline: baseline.policy, candidate: candidate.policy, scenario };
    return new BatchAttributor(createAttributor(input, await loadKernels(), capacity));
  }

  /** Adds the rows that have an outcome on both sides. */
  async add(batch: RawBatch): Promise<void> {
    const totals = await this.attributor.totals(batch);
    this.sum = mergeTotals([this.sum, totals], this.attributor.changes.length);
  }

  totals(): AttributionTotals {
    return this.sum;
  }
}
