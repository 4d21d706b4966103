import type { Node } from "jsonc-parser";
import type { TextEdit } from "#rules/editing";
import type { BorrowersSummary } from "#rules/hints";
import type { Path, PolicyText } from "../policy-text";

/** A problem or hint as the editor marks it. */
export interface Marked {
  readonly code: string;
  readonly message: string;
  /** Where it begins. */
  readonly offset: number;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one that is probably meant. */
  readonly isPreferred: boolean;
}

export interface FixContext {
  readonly document: PolicyText;
  readonly marked: Marked;
  /** What stands at the mark, and its path: of a key, the path of its value. */
  readonly node: Node;
  readonly path: Path;
  readonly borrowers: BorrowersSummary | null;
}

/** The fixes of some codes. */
export interface Fixer {
  readonly codes: readonly string[];
  readonly fix: (context: FixContext) => readonly Fix[];
}
