import type { BorrowersSummary } from "#rules/hints";
import type { DocumentPlace } from "../place";
import type { PolicyText } from "../policy-text";

export interface HoverContext {
  readonly document: PolicyText;
  readonly place: DocumentPlace;
  readonly borrowers: BorrowersSummary | null;
}

/** What to say at a place, in Markdown; null where there is nothing to say. */
export type Hoverer = (context: HoverContext) => string | null;
