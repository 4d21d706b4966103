import { describe, expect, it } from "vitest";
import { compile, type Node, NodeTable, operandsOf, type Program } from "#rules/compile";
import { Chooser, law, policyOf, type RandomCase, randomlyEdited } from "#rules/conformance";
import { type Json, type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";

const scenarioOf = (one: RandomCase) => one.borrowers[0]?.scenario ?? {};
const versionsOf = (one: RandomCase, ...documents: readonly JsonObject[]) =>
  documents.map((document) => ({ policy: policyOf(JSON.stringify(document)), scenario: scenarioOf(one) }));

/** A node with everything below it, written out. */
function written({ nodes, columns }: Program, id: number): unknown {
  const node = nodes[id] as Node;
  const below = operandsOf(node).map((operand) => written({ nodes, columns } as Program, operand));
  const own = Object.entries(node).map(([key, value]) => [key, Object.is(value, -0) ? "-0" : value]);
  const plain = own.filter(([key, value]) => typeof value !== "number" || key === "constant" || key === "value");
  return [
    plain.filter(([key]) => !["arguments", "conditions"].includes(key as string)),
    node.kind === "column" ? columns[node.column] : [],
    below,
  ];
}

describe("a program", () => {
  it("has every leaf and every derived value once, across both versions", () =>
    law(60, 21, (one) => {
      const edited = parsePolicy(JSON.stringify(randomlyEdited(new Chooser(one.seed), one.document)));
      const candidate: ValidPolicy = edited.ok ? edited.policy : policyOf(one.text);
      const [baseline] = versionsOf(one, one.document);
      const program = compile([baseline as { policy: ValidPolicy }, { policy: candidate, scenario: scenarioOf(one) }]);
      const leaves = program.nodes.flatMap((_, id) => (hasGroups(program, id) ? [] : [JSON.stringify(written(program, id))]));
      expect(new Set(leaves).size).toBe(leaves.length);
    }));

  it("of a version against itself, or against one whose groups and rules stand in another order, has the nodes of the one", () =>
    law(60, 22, (one) => {
      const alone = compile(versionsOf(one, one.document)).nodes;
      const { rules } = one.document;
      const turned = { ...(reversed(one.document) as JsonObject), rules: [...(reversed(rules as Json) as Json[])].reverse() };
      for (const document of [one.document, turned])
        expect(compile(versionsOf(one, one.document, document)).nodes).toHaveLength(alone.length);
    }));

  it("keeps the nodes of another one that is compiled into the same table", () =>
    law(40, 23, (one) => {
      const table = new NodeTable();
      const first = compile(versionsOf(one, one.document), table);
      const edited = parsePolicy(JSON.stringify(randomlyEdited(new Chooser(one.seed), one.document)));
      if (!edited.ok) return;
      const next = compile([{ policy: edited.policy, scenario: scenarioOf(one) }], table);
      expect(next.nodes.slice(0, first.nodes.length)).toEqual(first.nodes);
    }));
});

/** Whether a node stands on a group of conditions, whose order is that of its members' numbers. */
function hasGroups({ nodes }: Program, id: number): boolean {
  const node = nodes[id] as Node;
  return node.kind === "all" || node.kind === "any" || operandsOf(node).some((operand) => hasGroups({ nodes } as Program, operand));
}

/** The same groups with their members in the opposite order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => reversed(item as Json));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      (key === "all" || key === "any") && Array.isArray(item) ? [...(reversed(item as Json) as Json[])].reverse() : reversed(item as Json),
    ]),
  );
}
