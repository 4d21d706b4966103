/** Where the cursor is in a policy document, as far as completion and hover care. */
import { findNodeAtLocation, getLocation, getNodeValue, type Node } from "jsonc-parser";
export type Subject =
  | { readonly kind: "fact"; readonly money: boolean }
  | { readonly kind: "operator"; readonly fact: string }
  | { readonly kind: "value"; readonly fact: string; readonly operator: string; readonly inList: boolean }
  | { readonly kind: "condition" }
  | { readonly kind: "reason" }
  | { readonly kind: "expression" };

export interface DocumentPlace {
  readonly subject: Subject;
  /** The literal under the cursor, which a completion replaces. */
  readonly node: { readonly offset: number; readonly length: number; readonly value: unknown; readonly isText: boolean } | null;
}

/**
 * What stands, or should stand, at an offset; null at keys and where the document's schema says all there is to say.
 * `root` gives the document's tree, and is asked only where the place needs it: it costs much in a large document.
 */
export function placeAt(text: string, offset: number, root: () => Node | undefined): DocumentPlace | null {
  const { path, isAtPropertyKey, previousNode } = getLocation(text, offset);
  if (isAtPropertyKey) return null;
  const subject = subjectOf(path, root);
  if (!subject) return null;
  const inside = previousNode !== undefined && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length;
  const node =
    inside && previousNode.type !== "property"
      ? {
          offset: previousNode.offset,
          length: previousNode.length,
          value: getNodeValue(previousNode),
          isText: previousNode.type === "string",
        }
      : null;
  return { subject, node };
}

function subjectOf(path: readonly (string | number)[], root: () => Node | undefined): Subject | null {
  const [section] = path;
  const last = path.at(-1);
  if (section === "derived") return last === "expression" && path.length === 3 ? { kind: "expression" } : null;
  if (section === "limit") return path.length === 2 && (last === "fact" || last === "balance") ? { kind: "fact", money: true } : null;
  if (section !== "rules" && section !== "conditions" && section !== "guardrails") return null;
  if (last === "reason") return { kind: "reason" };
  if (last === "condition") return { kind: "condition" };
  if (last === "fact") return { kind: "fact", money: false };
  if (last === "operator") return { kind: "operator", fact: textAt(root(), [...path.slice(0, -1), "fact"]) };
  const inList = typeof last === "number" && path.at(-2) === "value";
  if (last !== "value" && !inList) return null;
  const test = path.slice(0, inList ? -2 : -1);
  return { kind: "value", fact: textAt(root(), [...test, "fact"]), operator: textAt(root(), [...test, "operator"]), inList };
}

function textAt(root: Node | undefined, path: (string | number)[]): string {
  const value = root && findNodeAtLocation(root, path)?.value;
  return typeof value === "string" ? value : "";
}
