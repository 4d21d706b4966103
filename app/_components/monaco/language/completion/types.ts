import type { BorrowersSummary } from "#rules/hints";
import type { DocumentPlace } from "../place";
import type { PolicyText, Stretch } from "../policy-text";

/** What could be written at a place. Plain data: it comes from a worker. */
export interface Completion {
  readonly label: string;
  readonly kind: "Field" | "Function" | "Operator" | "Value" | "Reference" | "Constant" | "Keyword" | "Property" | "Snippet" | "EnumMember";
  readonly detail: string;
  readonly documentation: string | null;
  readonly insertText: string;
  readonly isSnippet: boolean;
  readonly sortText: string;
}

export interface PlacedCompletions {
  readonly replaced: Stretch;
  readonly items: readonly (Completion & { readonly filterText: string })[];
}

export interface CompletionContext {
  readonly document: PolicyText;
  readonly place: DocumentPlace;
  readonly borrowers: BorrowersSummary | null;
}

export type Completer = (context: CompletionContext) => readonly Completion[];

/** A name or other text as JSON writes it. */
export function textItem(
  name: string,
  kind: Completion["kind"],
  detail: string,
  documentation: string | null,
  sortText = name,
): Completion {
  return { label: name, kind, detail, documentation, insertText: JSON.stringify(name), isSnippet: false, sortText };
}

export function snippetItem(label: string, detail: string, insertText: string, sortText: string): Completion {
  const shown = insertText
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, "$1")
    .replace(/\$\d+/g, "…");
  return { label, kind: "Snippet", detail, documentation: `\`\`\`json\n${shown}\n\`\`\``, insertText, isSnippet: true, sortText };
}
