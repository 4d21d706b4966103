/** The attribution of a comparison, chunk by chunk; gives the borrowers that it lists their shares. */
import { type KernelOptions, loadKernels, type RawBatch } from "#rules/compile";
import { fromHundredths } from "#rules/policy";
import type { Attribution, ComparedBorrower } from "../types.ts";
import { type AttributeOptions, type Attributor, type AttributorInput, createAttributor } from "./attributor.ts";
import { finishAttribution } from "./totals.ts";
import type { AttributionTotals, PackedShares } from "./types.ts";

/** A borrower to list, and its row in the chunk. */
export interface ListedBorrower {
  readonly row: number;
  readonly borrower: ComparedBorrower;
}

export class ComparisonAttribution {
  private readonly totals: AttributionTotals[] = [];

  private constructor(private readonly attributor: Attributor) {}

  /** `capacity`: the most borrowers of a chunk. */
  static async open(input: AttributorInput, capacity: number, kernels?: KernelOptions): Promise<ComparisonAttribution> {
    return new ComparisonAttribution(createAttributor(input, await loadKernels(kernels), capacity));
  }

  /** Adds a chunk; gives the listed ones of it with their shares. */
  async add(batch: RawBatch, listed: readonly ListedBorrower[], options: AttributeOptions): Promise<ComparedBorrower[]> {
    const { shares, totals } = await this.attributor.attribute(batch, options);
    this.totals.push(totals);
    return listed.map(({ row, borrower }) => withShares(borrower, shares, row, this.attributor.changes));
  }

  finish(): Attribution {
    return finishAttribution(this.attributor.changes, this.totals);
  }
}

/** A borrower with its row's shares; those of available credit only where a side has it. `changes`: their ids. */
export function withShares(borrower: ComparedBorrower, shares: PackedShares, row: number, changes: readonly string[]): ComparedBorrower {
  const [from, to] = [shares.starts[row] as number, shares.starts[row + 1] as number];
  const by = (column: Float64Array) =>
    Object.fromEntries(
      Array.from(shares.change.subarray(from, to), (change, i) => [changes[change] as string, column[from + i] as number] as const).flatMap(
        ([change, hundredths]) => (hundredths === 0 ? [] : [[change, fromHundredths(hundredths)]]),
      ),
    );
  const hasBalance = borrower.baseline.available !== undefined || borrower.candidate.available !== undefined;
  return { ...borrower, shares: by(shares.limit), ...(hasBalance ? { availableShares: by(shares.available) } : {}) };
}
