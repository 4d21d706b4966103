/** What a program's versions read, of all that its table of nodes holds. */
import { isValueNode, type NodeId, operandsOf, type Program, type VersionProgram } from "./program.ts";

/** Every node that a version reads, directly or not, in order. */
export function reachable(program: Program): readonly NodeId[] {
  return reachableFrom(program, program.versions.flatMap(rootsOf));
}

/** The columns that limits, balances, amounts and bounds are made from. */
export function moneyColumns(program: Program): Set<number> {
  const roots = program.versions.flatMap(({ limit, rules, guardrails }) => [
    limit.value,
    ...(limit.balance === null ? [] : [limit.balance]),
    ...rules.flatMap(({ amount }) => (amount?.kind === "value" ? [amount.value] : [])),
    ...guardrails.flatMap(({ bound }) => (bound.kind === "value" ? [bound.value] : [])),
  ]);
  const nodes = reachableFrom(program, roots).map((id) => program.nodes[id]);
  return new Set(nodes.flatMap((node) => (node?.kind === "column" ? [node.column] : [])));
}

function reachableFrom(program: Program, roots: readonly NodeId[]): readonly NodeId[] {
  const seen = new Set<NodeId>();
  const stack = [...roots];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = program.nodes[id];
    if (node) stack.push(...operandsOf(node));
  }
  return [...seen].sort((a, b) => a - b);
}

function rootsOf({ limit, rules, guardrails, conditions }: VersionProgram): NodeId[] {
  return [
    limit.value,
    ...(limit.balance === null ? [] : [limit.balance]),
    ...rules.flatMap(({ condition, amount }) => (amount?.kind === "value" ? [condition, amount.value] : [condition])),
    ...guardrails.flatMap(({ when, bound }) => [...(when === null ? [] : [when]), ...(bound.kind === "value" ? [bound.value] : [])]),
    ...conditions.values(),
  ];
}

/** By column of texts or lists: the texts that conditions name, or null where all matter because they are compared with each other. */
export function textsThatMatter(program: Program): ReadonlyMap<number, ReadonlySet<string> | null> {
  const found = new Map<number, Set<string> | null>();
  const columnOf = (id: NodeId): number | null => {
    const node = program.nodes[id];
    return node?.kind === "column" && (node.type === "text" || node.type === "texts") ? node.column : null;
  };
  const name = (id: NodeId, texts: readonly unknown[]) => {
    const column = columnOf(id);
    const known = column === null ? null : (found.get(column) ?? (found.has(column) ? null : new Set<string>()));
    if (column === null) return;
    found.set(column, known);
    for (const text of texts) known?.add(String(text));
  };
  for (const id of reachable(program)) {
    const node = program.nodes[id];
    if (node === undefined) continue;
    if (node.kind === "one-of") name(node.value, node.constants);
    else if (node.kind === "has") name(node.list, [node.text]);
    else if (node.kind === "is-null") name(node.value, []);
    else if (isValueNode(node) || node.kind === "equal-values" || node.kind === "has-value")
      for (const operand of operandsOf(node)) {
        const column = columnOf(operand);
        if (column !== null) found.set(column, null);
      }
  }
  return found;
}
