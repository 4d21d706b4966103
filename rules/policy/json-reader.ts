/**
 * `readJsonText` of a text that is edited: the same answer to every text, but of what differs from the text before only the smallest
 * value around it is read anew. What is as it was is the same value, so that later steps may pass over it.
 */
import type { Node } from "jsonc-parser";
import { FollowedTree, type ReadTree } from "./followed-tree.ts";
import { type JsonText, MAX_TEXT_LENGTH, readJsonText, STRICT, soundValue, syntaxFindings, tooDeepAt } from "./json-text.ts";
import type { Json } from "./types.ts";

type Steps = readonly (string | number)[];

export class JsonReader {
  private tree: FollowedTree | null = null;
  /** Of the text before, but for what stands at `unread`; undefined where it is to be read whole. */
  private value: Json | undefined;
  private unread: Steps | null = null;
  private before: string | null = null;

  read(input: string): JsonText {
    const text = input.startsWith("\uFEFF") ? ` ${input.slice(1)}` : input;
    const json = this.again(text) ?? this.whole(input);
    this.before = json.text;
    return json;
  }

  private again(text: string): JsonText | null {
    if (this.value === undefined || this.before === null || text.length > MAX_TEXT_LENGTH) return null;
    const read = this.follow(this.before, text);
    if (read === null) return null;
    const { root, errors, renewed } = read;
    if (renewed === null || root === undefined) return text === this.before ? this.same(text, { root, errors, renewed }) : null;
    const at = this.unread === null ? renewed.path : commonSteps(this.unread, renewed.path);
    if (errors.length > 0) {
      if (tooDeepAt(text) !== null) return null;
      this.unread = at;
      return { text, root, value: undefined, findings: syntaxFindings(text, errors) };
    }
    const node = at.length === renewed.path.length ? renewed.node : nodeAt(root, at);
    const value = soundValue(text.slice(node.offset, node.offset + node.length), at.length);
    if (value === undefined) return null;
    this.unread = null;
    this.value = replacedAt(this.value, at, value);
    return { text, root, value: this.value, findings: [] };
  }

  /** Null for a text that nests too deep for the stack. */
  private follow(before: string, text: string): ReadTree | null {
    try {
      if (this.tree === null) this.startTree(before);
      return (this.tree as FollowedTree | null)?.follow(text) ?? null;
    } catch {
      return null;
    }
  }

  private same(text: string, { root, errors }: ReadTree): JsonText {
    if (errors.length > 0) return { text, root, value: undefined, findings: syntaxFindings(text, errors) };
    return { text, root, value: this.value, findings: [] };
  }

  private whole(input: string): JsonText {
    const json = readJsonText(input);
    this.tree = null;
    this.unread = null;
    this.value = json.findings.length === 0 ? json.value : undefined;
    if (this.value === undefined) return json;
    // The tree that is asked for now is the one that follows the text from here on.
    const root = () => (this.before === json.text && this.tree === null ? this.startTree(json.text) : json.root);
    return {
      text: json.text,
      value: json.value,
      findings: json.findings,
      get root() {
        return root();
      },
    };
  }

  private startTree(text: string): Node | undefined {
    this.tree = new FollowedTree(STRICT);
    return this.tree.follow(text).root;
  }
}

function commonSteps(a: Steps, b: Steps): Steps {
  const end = a.findIndex((step, i) => step !== b[i]);
  return end < 0 ? a : a.slice(0, end);
}

function nodeAt(root: Node, steps: Steps): Node {
  return steps.reduce<Node>((node, step) => {
    if (node.type === "array") return (node.children as Node[])[Number(step)] as Node;
    return (node.children as Node[]).findLast((property) => property.children?.[0]?.value === step)?.children?.[1] as Node;
  }, root);
}

/** A copy with another value at a place; all beside the way there is the same. */
function replacedAt(value: Json, [step, ...steps]: Steps, other: Json): Json {
  if (step === undefined) return other;
  if (Array.isArray(value)) return value.with(Number(step), replacedAt(value[Number(step)] as Json, steps, other));
  const object = value as { readonly [key: string]: Json };
  return { ...object, [step]: replacedAt(object[step] as Json, steps, other) };
}
