/** Names: what they may look like, which are refused, and which known one a wrong one probably meant. */
import { distance } from "fastest-levenshtein";

export const FACT_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
export const POLICY_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Names that mean something to JavaScript objects: refused wherever a name is accepted. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Keywords of FEEL's grammar (OMG DMN 1.5, 10.3.1.2). */
export const FEEL_KEYWORDS: ReadonlySet<string> = new Set([
  "and",
  "between",
  "else",
  "every",
  "external",
  "false",
  "for",
  "function",
  "if",
  "in",
  "instance",
  "not",
  "null",
  "of",
  "or",
  "return",
  "satisfies",
  "some",
  "then",
  "true",
]);

/** Among more names than this no suggestion is looked for: it would cost more than it helps. */
const MAX_KNOWN = 1_000;

/** The known name nearest to a wrong one, or null where none is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (known.length > MAX_KNOWN || name.length > 100) return null;
  let best: string | null = null;
  // Fewer than half of the letters may be wrong, and never all of a short name.
  let bestDistance = Math.min(Math.ceil(name.length * 0.4) + 1, name.length);
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const d = distance(name.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/** "; did you mean `x`?" with the nearest known name, or the whole list where it is short, or nothing. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== null) return `; did you mean \`${near}\`?`;
  return known.length > 0 && known.length <= 12 ? `; use one of ${known.map((k) => `\`${k}\``).join(", ")}` : "";
}
