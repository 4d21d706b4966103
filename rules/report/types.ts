import type { Attribution, Change, ComparisonSummary, FailedBorrower } from "#rules/compare";
import type { Book, Compared, FactGroup, Grouping, MoneyMeasure } from "#rules/figures";
import type { Facts } from "#rules/policy";

export interface ReportSide {
  /** Such as "v1". */
  readonly title: string;
  /** The policy's name. */
  readonly name: string;
  readonly hash: string;
  readonly scenario: Facts;
}

/** A change's part in one borrower's shift, in currency. */
export interface BorrowerShare {
  /** Id of the change. */
  readonly change: string;
  readonly limit: number;
  readonly available: number;
}

export interface ReportBreakdown {
  /** The label of the fact or condition. */
  readonly by: string;
  /** A protected fact: its groups are set beside each other as fairness. */
  readonly protected: boolean;
  readonly grouping: Grouping<FactGroup>;
}

/** All that a report says. The same input gives the same bytes. */
export interface ReportInput {
  /** The policy's title. */
  readonly title: string;
  readonly currency: string;
  readonly baseline: ReportSide;
  readonly candidate: ReportSide;
  readonly borrowers: {
    /** Of the fixture set, the portfolio or the file. */
    readonly title: string;
    /** What pins those that were compared. */
    readonly hash: string;
    /** The hash of the file that they came in, where it is one. */
    readonly file: string | null;
    /** By row. */
    readonly names: readonly string[];
  };
  readonly changes: readonly Change[];
  readonly wording: readonly Change[];
  readonly summary: ComparisonSummary;
  readonly failures: readonly FailedBorrower[];
  /** Both sides' outcomes by row. */
  readonly compared: Compared;
  readonly attribution: Attribution | null;
  /** The changes with a share in a row's shift; null where it was not attributed. */
  readonly sharesAt: ((row: number) => readonly BorrowerShare[]) | null;
  /** Which money leads. */
  readonly measure: MoneyMeasure;
  /** Whether the policy knows balances, and so available credit. */
  readonly hasBalance: boolean;
  readonly book: Book | null;
  /** What the book's figures assume, each as a sentence. */
  readonly assumptions: readonly string[];
  /** By row, NaN where not known. */
  readonly observed: { readonly name: string; readonly values: Float64Array } | null;
  readonly breakdowns: readonly ReportBreakdown[];
  /** Reason codes → texts. */
  readonly reasons: ReadonlyMap<string, string>;
  /** The build that made it. */
  readonly build: string;
  /** When, in any words, where it is to be told: the report knows no clock. */
  readonly date: string | null;
}
