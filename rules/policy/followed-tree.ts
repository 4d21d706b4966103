/**
 * The syntax tree of a text that is edited. In: one text after the other. Out: always what `parseTree` of jsonc-parser gives of that
 * text, errors included; but of what differs from the text before only the smallest value around it is read anew.
 * The tree is changed in place: who holds on to nodes of an earlier text holds nothing.
 */
import { type Node, type ParseError, type ParseOptions, parseTree } from "jsonc-parser";

export interface ReadTree {
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
  /** Where the value stands that was read anew; null where that is the whole text. */
  readonly renewed: { readonly node: Node; readonly path: readonly (string | number)[] } | null;
}

/** A node that is about to be put elsewhere. */
type Movable = { -readonly [Key in keyof Node]: Node[Key] };

/** jsonc-parser's numbers for a closing brace or bracket that is missing: what follows it stands in the wrong place of the tree. */
const UNCLOSED: ReadonlySet<number> = new Set([7, 8]);

export class FollowedTree {
  private text: string | null = null;
  private read: ReadTree = { root: undefined, errors: [], renewed: null };

  constructor(private readonly options: ParseOptions = {}) {}

  /** Throws where the text nests deeper than the stack; what comes next is read whole then. */
  follow(text: string): ReadTree {
    const { text: before } = this;
    this.text = null;
    this.read = (before === null ? null : this.patched(before, text)) ?? this.whole(text);
    this.text = text;
    return this.read;
  }

  private whole(text: string): ReadTree {
    const errors: ParseError[] = [];
    return { root: parseTree(text, errors, this.options), errors, renewed: null };
  }

  private patched(before: string, text: string): ReadTree | null {
    const { read } = this;
    if (read.root === undefined || read.errors.some(({ error }) => UNCLOSED.has(error))) return null;
    const { start, end } = differenceOf(before, text);
    const growth = text.length - before.length;
    for (const node of around(read.root, start, end)) {
      const length = node.length + growth;
      // To read half of a text costs as much as to read it all, once it has to be put in place.
      if (length * 2 > text.length) return null;
      const alone = this.readAlone(text.slice(node.offset, node.offset + length));
      if (alone !== null) return this.replaced(read.root, node, alone, growth);
    }
    return null;
  }

  /**
   * The tree of a value by itself; null where it is none, or may not end where its text ends. Another element is put behind
   * it: only where that is found in its place does the parser go on behind these characters as it did behind those before.
   */
  private readAlone(slice: string): ReadTree | null {
    const errors: ParseError[] = [];
    const root = parseTree(`[${slice},0]`, errors, this.options);
    const [node, next, ...more] = root?.children ?? [];
    const isWhole = node?.offset === 1 && node.length === slice.length && next?.offset === slice.length + 2 && more.length === 0;
    if (!isWhole || (node.children === undefined && errors.length > 0)) return null;
    if (errors.some(({ error, offset }) => UNCLOSED.has(error) || offset > slice.length)) return null;
    return { root: node, errors, renewed: null };
  }

  private replaced(root: Node, old: Node, { root: made, errors }: ReadTree, growth: number): ReadTree {
    const node = made as Movable;
    const [from, to] = [old.offset, old.offset + old.length];
    const by = from - 1;
    const parent = old.parent as Node;
    move(node, by);
    node.parent = parent;
    const path: (string | number)[] = [];
    for (let child = old; child.parent !== undefined; child = child.parent) {
      const siblings = child.parent.children as Node[];
      const at = siblings.indexOf(child);
      (child.parent as Movable).length += growth;
      for (const later of siblings.slice(at + 1)) move(later, growth);
      if (child.parent.type === "array") path.unshift(at);
      else if (child.parent.type === "property") path.unshift(siblings[0]?.value as string);
    }
    (parent.children as Node[])[(parent.children as Node[]).indexOf(old)] = node;
    const inside = errors.map((error) => ({ ...error, offset: error.offset + by }));
    const before = this.read.errors.filter(({ offset }) => offset < from);
    const after = this.read.errors.filter(({ offset }) => offset >= to).map((error) => ({ ...error, offset: error.offset + growth }));
    return { root, errors: [...before, ...inside, ...after], renewed: { node, path } };
  }
}

/** The stretch of the text before, outside of which both are the same. */
function differenceOf(before: string, after: string): { readonly start: number; readonly end: number } {
  const most = Math.min(before.length, after.length);
  const start = lengthInCommon(most, (from, to) => before.slice(from, to) === after.slice(from, to));
  const same = lengthInCommon(
    most - start,
    (from, to) => before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  );
  return { start, end: before.length - same };
}

/** How far two texts go together, at most so far; stretches are compared whole, which is many times faster than letter by letter. */
function lengthInCommon(most: number, isSame: (from: number, to: number) => boolean): number {
  let length = 0;
  for (let step = LONGEST_STRETCH; step >= 1; step = Math.floor(step / 16))
    while (length + step <= most && isSame(length, length + step)) length += step;
  return length;
}

const LONGEST_STRETCH = 16 ** 4;

/** Values of which the first and the last character stand outside of a stretch, the innermost first; neither the root nor a key. */
function around(root: Node, start: number, end: number): Node[] {
  const found: Node[] = [];
  const surrounds = ({ offset, length }: Node) => offset < start && end < offset + length;
  for (let node = root.children?.find(surrounds); node !== undefined; node = node.children?.find(surrounds)) {
    const isKey = node.parent?.type === "property" && node.parent.children?.[0] === node;
    if (node.type !== "property" && !isKey) found.unshift(node);
  }
  return found;
}

function move(node: Movable, by: number): void {
  node.offset += by;
  if (node.colonOffset !== undefined) node.colonOffset += by;
  for (const child of node.children ?? []) move(child, by);
}
