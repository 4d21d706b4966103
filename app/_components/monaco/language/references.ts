/** Where a document names its facts, shared conditions, reasons, rules and guardrails; in expressions too. */
import { type NamePlace, namePlaces } from "#rules/editing";
import { FEEL_KEYWORDS } from "./feel";
import { contains, draftOf, type PolicyText } from "./policy-text";

const known = new WeakMap<PolicyText, readonly NamePlace[]>();

/** Every place of a name, in the order of the text. */
export function occurrencesIn(document: PolicyText): readonly NamePlace[] {
  const kept = known.get(document);
  if (kept) return kept;
  const found = namePlaces(draftOf(document)).filter((place) => !isKeyword(place));
  known.set(document, found);
  return found;
}

export function occurrenceAt(document: PolicyText, offset: number): NamePlace | null {
  return occurrencesIn(document).find((occurrence) => contains(occurrence, offset)) ?? null;
}

/** Every place of what is named at an offset; none where nothing is. */
export function findReferences(document: PolicyText, offset: number): NamePlace[] {
  const named = occurrenceAt(document, offset);
  return named ? occurrencesIn(document).filter(({ kind, name }) => kind === named.kind && name === named.name) : [];
}

/** Where what is named at an offset is declared. */
export function findDefinition(document: PolicyText, offset: number): NamePlace[] {
  return findReferences(document, offset).filter(({ role }) => role === "declared");
}

/** A word of FEEL is no name where an expression reads it. */
function isKeyword({ name, role, pointer }: NamePlace): boolean {
  return role === "read" && pointer.startsWith("/derived/") && (FEEL_KEYWORDS as readonly string[]).includes(name);
}
