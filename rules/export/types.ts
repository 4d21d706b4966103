import type { Fixture } from "#rules/borrowers";
import type { BorrowerError, Outcome } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";

/** A file of an export; paths are relative, with `/`. */
export interface ExportedFile {
  readonly path: string;
  readonly text: string;
}

/** A borrower with what the policy gives it: what an export must give as well. */
export interface ExportCase {
  readonly name: string;
  readonly scenario: Facts;
  readonly facts: Facts;
  readonly expected: { readonly outcome: Outcome } | { readonly errors: readonly Pick<BorrowerError, "code" | "fact">[] };
}

/** A case that the export decides otherwise. */
export interface ExportMismatch {
  readonly name: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** An export with the proof that it agrees. */
export interface ExportResult {
  readonly files: readonly ExportedFile[];
  readonly verified: { readonly cases: number; readonly mismatches: readonly ExportMismatch[] };
}

export interface ExportFormat {
  readonly name: string;
  readonly title: string;
  /** One sentence: what it is and where it runs. */
  readonly describe: string;
  /** The files; deterministic. */
  files(policy: ValidPolicy, cases: readonly ExportCase[]): readonly ExportedFile[];
  /** Decides a case with the exported files themselves, as who unpacks them will. */
  decide(files: readonly ExportedFile[]): (one: ExportCase) => Promise<ExportCase["expected"]>;
}

export interface ExportInput {
  /** Added to the borrowers at the policy's boundaries, as cases of the export. */
  readonly fixtures?: readonly Fixture[];
  /** Under which the fixtures are evaluated. */
  readonly scenario?: Facts;
  /** Awaited after every case, so that other work can run. */
  readonly pause?: () => Promise<void>;
}
