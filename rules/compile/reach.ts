/** What a program's versions read, of all that its table of nodes holds. */
import { isValueNode, type NodeId, operandsOf, type Program, type VersionProgram } from "./program.ts";

const reached = new WeakMap<Program, readonly NodeId[]>();

/** Every node that a version reads, directly or not, in order. An edit asks for it several times. */
export function reachable(program: Program): readonly NodeId[] {
  const known = reached.get(program) ?? reachableFrom(program, program.versions.flatMap(rootsOf));
  reached.set(program, known);
  return known;
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
  const seen = new Uint8Array(program.nodes.length);
  const stack = [...roots];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const node = program.nodes[id];
    if (node === undefined || seen[id] === 1) continue;
    seen[id] = 1;
    for (const operand of operandsOf(node)) stack.push(operand);
  }
  return program.nodes.flatMap((_, id) => (seen[id] === 1 ? [id] : []));
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
