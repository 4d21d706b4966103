/**
 * A policy document's text as the language support reads it: the text, its tree as far as it can be read, and its
 * catalogue. Made once for each text; every provider takes it with a place or a problem and gives plain data back.
 */
import { findNodeAtLocation, findNodeAtOffset, getNodePath, type Node } from "jsonc-parser";
import { type Draft, readDraft } from "#rules/editing";
import { FollowedTree } from "#rules/policy";
import { type Catalogue, readCatalogue } from "./catalogue";

export type Path = readonly (string | number)[];

/** A stretch of the text. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

export interface PolicyText {
  readonly text: string;
  readonly root: Node | undefined;
  readonly catalogue: Catalogue;
}

/** `tree`, where there is one, has followed the text until the one before, whose reading is of no use from now on. */
export function readPolicyText(text: string, tree = new FollowedTree()): PolicyText {
  const catalogue = readCatalogue(text, tree);
  return { text, root: catalogue.root, catalogue };
}

const drafts = new WeakMap<PolicyText, Draft>();

/** The same text for edits and names; read when first needed. */
export function draftOf(document: PolicyText): Draft {
  const draft = drafts.get(document) ?? readDraft(document.text);
  drafts.set(document, draft);
  return draft;
}

/** The value node at a path. */
export function nodeAt({ root }: PolicyText, path: Path): Node | undefined {
  return root && findNodeAtLocation(root, [...path]);
}

/** The innermost node that an offset lies in, its end included. */
export function nodeAround({ root }: PolicyText, offset: number): Node | undefined {
  return root && findNodeAtOffset(root, offset, true);
}

export function pathOf(node: Node): Path {
  return getNodePath(node);
}

/** The properties of an object node: key, value, and the node of both. */
export function entriesOf(node: Node | undefined): { readonly key: Node; readonly value: Node; readonly property: Node }[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ key, value, property }] : [];
  });
}

export function elementsOf(node: Node | undefined): readonly Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

export function childAt(node: Node | undefined, key: string): Node | undefined {
  if (node?.type !== "object") return undefined;
  return node.children?.findLast((property) => property.children?.[0]?.value === key && property.children[1] !== undefined)?.children?.[1];
}

export function textValue(node: Node | undefined): string | null {
  return node?.type === "string" ? String(node.value) : null;
}

/** What stands between the quotes of a text's node. */
export function insideOf({ offset, length }: Stretch): Stretch {
  return { offset: offset + 1, length: Math.max(length - 2, 0) };
}

export function contains({ offset, length }: Stretch, at: number): boolean {
  return offset <= at && at <= offset + length;
}
