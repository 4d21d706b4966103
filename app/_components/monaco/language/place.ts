/** Where the cursor is in a policy document, as far as completion and hover care. */
import { getLocation, getNodeValue } from "jsonc-parser";
import { nodeAt, type Path, type PolicyText, type Stretch, textValue } from "./policy-text";

export type Subject =
  | { readonly kind: "fact"; readonly money: boolean }
  | { readonly kind: "operator"; readonly fact: string }
  | { readonly kind: "value"; readonly fact: string; readonly operator: string; readonly inList: boolean }
  | { readonly kind: "condition" }
  | { readonly kind: "reason" }
  | { readonly kind: "expression" };

/** The literal under the cursor, which a completion replaces. */
export interface Literal extends Stretch {
  readonly value: unknown;
  readonly isText: boolean;
}

export interface DocumentPlace {
  readonly offset: number;
  /** Of the value that stands or should stand here; of a key, the object that it belongs to. */
  readonly path: Path;
  readonly isKey: boolean;
  /** What the value names; null where the document's schema says all there is to say. */
  readonly subject: Subject | null;
  readonly node: Literal | null;
}

/** What stands, or should stand, at an offset. */
export function placeAt(document: PolicyText, offset: number): DocumentPlace {
  const { path, isAtPropertyKey, previousNode } = getLocation(document.text, offset);
  const isInside = previousNode !== undefined && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length;
  const node = isInside
    ? {
        offset: previousNode.offset,
        length: previousNode.length,
        value: getNodeValue(previousNode),
        isText: isText(document, previousNode),
      }
    : null;
  // Behind an empty object the reader takes an array's next element for a key.
  if (isAtPropertyKey && typeof path.at(-1) === "string") return { offset, path: path.slice(0, -1), isKey: true, subject: null, node };
  return { offset, path, isKey: false, subject: subjectOf(document, path), node: previousNode?.type === "property" ? null : node };
}

function isText({ text }: PolicyText, { offset }: Stretch): boolean {
  return text[offset] === '"';
}

const WITH_CONDITIONS: ReadonlySet<unknown> = new Set(["rules", "conditions", "guardrails"]);

function subjectOf(document: PolicyText, path: Path): Subject | null {
  const [section] = path;
  const last = path.at(-1);
  if (section === "derived") return last === "expression" && path.length === 3 ? { kind: "expression" } : null;
  if (section === "limit") return path.length === 2 && (last === "fact" || last === "balance") ? { kind: "fact", money: true } : null;
  if (!WITH_CONDITIONS.has(section)) return null;
  if (last === "reason") return { kind: "reason" };
  if (last === "condition") return { kind: "condition" };
  if (last === "fact") return { kind: "fact", money: false };
  if (last === "operator") return { kind: "operator", fact: textAt(document, [...path.slice(0, -1), "fact"]) };
  const inList = typeof last === "number" && path.at(-2) === "value";
  if (last !== "value" && !inList) return null;
  const test = path.slice(0, inList ? -2 : -1);
  return { kind: "value", fact: textAt(document, [...test, "fact"]), operator: textAt(document, [...test, "operator"]), inList };
}

function textAt(document: PolicyText, path: Path): string {
  return textValue(nodeAt(document, path)) ?? "";
}
