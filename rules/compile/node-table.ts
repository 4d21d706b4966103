/**
 * Nodes, columns and reason codes, each once. A table given to several compilations makes what they share the
 * same node: the two versions of a comparison, or a text before and after an edit.
 */
import type { Column, ConditionNode, Node, NodeId, ValueNode } from "./program.ts";

export class NodeTable {
  readonly nodes: Node[] = [];
  readonly columns: Column[] = [];
  readonly reasons: string[] = [];
  private readonly ids = new Map<string, number>();

  add(node: ValueNode | ConditionNode): NodeId {
    return this.once(`node ${keyOf(node)}`, this.nodes, node);
  }

  addColumn(column: Column): number {
    return this.once(
      `column ${JSON.stringify([column.fact, column.type, column.fill === undefined ? "none" : [column.fill]])}`,
      this.columns,
      column,
    );
  }

  addReason(code: string): number {
    return this.once(`reason ${code}`, this.reasons, code);
  }

  private once<T>(key: string, list: T[], item: T): number {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, list.length);
    return list.push(Object.freeze(item)) - 1;
  }
}

/** The node as text; negative zero is zero in every comparison, but not as a divisor. */
function keyOf(node: Node): string {
  return JSON.stringify(node, (_, value: unknown) => (Object.is(value, -0) ? "-0" : value));
}
