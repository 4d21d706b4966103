/** One borrower's part in the attribution. */
import type { MoneyMeasure } from "#rules/figures";
import type { Shares } from "./shown";

export interface RowShare {
  /** Id of the change. */
  readonly change: string;
  /** Hundredths: in the measure asked for, and in the other one where that is 0. */
  readonly share: number;
  readonly limit: number;
  readonly available: number;
}

/** The changes with a share in a row's shift, the largest first. */
export function sharesAt({ attribution, rows }: Shares, row: number, measure: MoneyMeasure): RowShare[] {
  const { starts, change, limit, available } = rows;
  const found: RowShare[] = [];
  for (let at = starts[row] as number; at < (starts[row + 1] as number); at++) {
    const own = { limit: limit[at] as number, available: available[at] as number };
    const share = own[measure] || own[measure === "limit" ? "available" : "limit"];
    const of = attribution.attribution[change[at] as number];
    if (share !== 0 && of !== undefined) found.push({ change: of.change, share, ...own });
  }
  return found.sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
}
