/**
 * Nodes, columns and reason codes, each once. A table given to several compilations makes what they share the
 * same node: the two versions of a comparison, or a text before and after an edit.
 */
import type { Facts, ValidPolicy } from "#rules/policy";
import type { Column, ConditionNode, Node, NodeId, ValueNode, VersionProgram } from "./program.ts";

export class NodeTable {
  readonly nodes: Node[] = [];
  readonly columns: Column[] = [];
  readonly reasons: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly versions = new WeakMap<ValidPolicy, Map<string, VersionProgram>>();

  /** A version as it was compiled before, under the same scenario: of two versions that are compared, an edit changes one. */
  version(policy: ValidPolicy, scenario: Facts, compile: () => VersionProgram): VersionProgram {
    const known = this.versions.get(policy) ?? new Map<string, VersionProgram>();
    const key = JSON.stringify(scenario);
    const version = known.get(key) ?? compile();
    this.versions.set(policy, known.set(key, version));
    return version;
  }

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

/** A number that may be negative zero, which JSON writes as zero. */
const ZERO = /[:,[]0[,\]}]/;

/** The node as text; negative zero is zero in every comparison, but not as a divisor. */
function keyOf(node: Node): string {
  const text = JSON.stringify(node);
  return ZERO.test(text) ? JSON.stringify(node, (_, value: unknown) => (Object.is(value, -0) ? "-0" : value)) : text;
}
