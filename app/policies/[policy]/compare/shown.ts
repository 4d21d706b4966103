/** A finished comparison with all that it compared: what every part of the page reads. */
import type { Attribution, PackedShares } from "#rules/compare";
import type { Facts, ValidPolicy } from "#rules/policy";
import type { BorrowerColumns } from "../../../_components/borrowers/borrower-columns";
import type { ComparedOutcomes } from "../../../_components/evaluation/protocol";

export interface ShownSide {
  readonly title: string;
  readonly policy: ValidPolicy;
  readonly text: string;
  readonly scenario: Facts;
}

export interface Shown {
  /** Both sides' outcomes by row; the rows are those of the borrowers. */
  readonly outcomes: ComparedOutcomes;
  readonly baseline: ShownSide;
  readonly candidate: ShownSide;
  readonly borrowers: BorrowerColumns;
  /** Of the fixture set or the portfolio. */
  readonly title: string;
}

/** The shift divided among the changes, with each borrower's part. */
export interface Shares {
  readonly attribution: Attribution;
  readonly rows: PackedShares;
}

export interface Titles {
  readonly baseline: string;
  readonly candidate: string;
}

export function titlesOf({ baseline, candidate }: Shown): Titles {
  return { baseline: baseline.title, candidate: candidate.title };
}

/** Whether both sides know balances, so that there is available credit to compare. */
export function hasBalance({ candidate }: Shown): boolean {
  return candidate.policy.limit.balance !== null;
}
