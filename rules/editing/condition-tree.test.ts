import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Json, type JsonObject, parsePolicy } from "#rules/policy";
import {
  addCondition,
  canUnwrap,
  conditionAt,
  type ConditionNode,
  newTest,
  operandTextOf,
  operatorsOf,
  readCondition,
  readOperand,
  removeCondition,
  setGroupKind,
  shiftCondition,
  unwrapCondition,
  withFact,
  withOperator,
  wrapCondition,
} from "./condition-tree.ts";
import { readDraft } from "./draft.ts";
import { setValue } from "./edit-text.ts";
import { laidOut, outsideStays } from "./testing.ts";

const nodesOf = (node: ConditionNode): ConditionNode[] => [
  node,
  ...("children" in node ? node.children.flatMap(nodesOf) : "child" in node ? nodesOf(node.child) : []),
];
const leavesOf = (json: Json) =>
  nodesOf(readCondition(json))
    .filter(({ kind }) => kind === "test" || kind === "reference" || kind === "other")
    .map((leaf) => JSON.stringify(conditionAt(json, leaf.pointer)))
    .sort();

/** Each rule's conditions of random policies, with a place in them. */
const law = (seed: number, runs: number, check: (json: Json, node: ConditionNode, choose: Chooser, document: JsonObject) => void) =>
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 8 }), (own, size) => {
      const { document } = randomPolicy(own, size);
      const choose = new Chooser(own);
      for (const rule of document.rules as JsonObject[])
        for (const node of nodesOf(readCondition(rule.conditions as Json))) check(rule.conditions as Json, node, choose, document);
    }),
    { seed, numRuns: runs },
  );

describe("the tree of a condition", () => {
  it("has every node at its place and nothing else", () =>
    law(81, 40, (json, node) => {
      const at = conditionAt(json, node.pointer);
      expect(at).toBeDefined();
      if (node.kind === "test") expect(at).toMatchObject(node.test);
      if ("children" in node) expect((at as JsonObject)[node.kind]).toHaveLength(node.children.length);
      expect(node.kind).not.toBe("other");
    }));

  it("wrapped and unwrapped, moved and moved back, added to and taken from is as it was", () =>
    law(82, 40, (json, { pointer, kind }, choose) => {
      const wrap = choose.pick(["all", "any", "not"] as const);
      const wrapped = wrapCondition(json, pointer, wrap).json;
      expect(unwrapCondition(wrapped, pointer).json).toEqual(json);
      const moved = shiftCondition(json, pointer, "down");
      if (moved.pointer !== pointer) expect(shiftCondition(moved.json, moved.pointer, "up")).toEqual({ json, pointer });
      if (kind !== "all" && kind !== "any") return;
      const added = addCondition(json, pointer, { condition: "new" });
      expect(conditionAt(added.json, added.pointer)).toEqual({ condition: "new" });
      expect(removeCondition(added.json, added.pointer).json).toEqual(json);
      expect(setGroupKind(setGroupKind(json, pointer, "any").json, pointer, kind).json).toEqual(setGroupKind(json, pointer, kind).json);
    }));

  it("loses no test by moving, wrapping or unwrapping, and only those below by removing", () =>
    law(83, 40, (json, { pointer }, choose) => {
      const own = leavesOf(json);
      const moved = shiftCondition(json, pointer, choose.pick(["up", "down", "in", "out"] as const));
      expect(leavesOf(moved.json)).toEqual(own);
      expect(conditionAt(moved.json, moved.pointer)).toEqual(conditionAt(json, pointer));
      expect(leavesOf(wrapCondition(json, pointer, "not").json)).toEqual(own);
      expect(leavesOf(unwrapCondition(json, pointer).json)).toEqual(own);
      const removed = removeCondition(json, pointer).json;
      expect(own.length - leavesOf(removed).length).toBe(removed === json ? 0 : leavesOf(conditionAt(json, pointer) as Json).length);
    }));

  it("put into a text keeps every byte outside of the condition", () =>
    law(84, 10, (json, { pointer }, choose, document) => {
      const place = (document.rules as JsonObject[]).findIndex((rule) => rule.conditions === json);
      const text = laidOut(choose, document);
      const draft = readDraft(text);
      const edited = setValue(draft, `/rules/${place}/conditions`, wrapCondition(json, pointer, "any").json);
      outsideStays(text, edited.text, edited.edits);
      const node = draft.root?.at(`/rules/${place}/conditions`);
      for (const { offset, length } of edited.edits) {
        expect(offset).toBeGreaterThanOrEqual(node?.offset ?? 0);
        expect(offset + length).toBeLessThanOrEqual(node?.end ?? 0);
      }
      expect(setValue(readDraft(edited.text), `/rules/${place}/conditions`, json).text.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }));
});

describe("a test in the tree", () => {
  it("has a right side that reads back as its value, under every operator that it takes", () =>
    law(85, 30, (json, node, _, document) => {
      if (node.kind !== "test") return;
      const draft = readDraft(JSON.stringify(document));
      const test = conditionAt(json, node.pointer) as Json;
      const { fact, operator, value } = node.test;
      expect(readOperand(draft, fact, operator, operandTextOf(draft, node.test))).toEqual({ ok: true, value });
      expect(withFact(draft, test, fact)).toEqual(test);
      expect(withOperator(test, operator)).toEqual(test);
      expect(operatorsOf(draft, fact).length).toBeGreaterThan(0);
    }));

  it("that is new is valid in the policy", () =>
    law(86, 15, (_, node, choose, document) => {
      if (node.pointer !== "") return;
      const draft = readDraft(JSON.stringify(document));
      const facts = [...draft.catalogue.facts.values()].filter((fact) => !fact.protected && fact.values?.length !== 0);
      const { name, type, values } = choose.pick(facts);
      if (type === "string" && values === null) return;
      const rules = (document.rules as JsonObject[]).map((rule) => ({ ...rule, conditions: { all: [newTest(draft, name)] } }));
      const before = parsePolicy(JSON.stringify(document));
      const after = parsePolicy(JSON.stringify({ ...document, rules }));
      if (before.ok) expect(after.ok ? [] : after.problems.filter(({ path }) => path.includes("/conditions"))).toEqual([]);
    }));

  it("follows another fact or operator with what fits", () => {
    const facts = {
      n: { type: "integer", min: 5 },
      s: { type: "string", values: ["a", "b"] },
      m: { type: "money" },
      b: { type: "boolean" },
    };
    const draft = readDraft(JSON.stringify({ currency: "CNY", limit: { fact: "m", step: 1 }, facts }));
    const test = { fact: "n", operator: "greaterThan", value: 60, "x-note": 1 };
    expect(withFact(draft, test, "m")).toEqual({ ...test, fact: "m" });
    expect(withFact(draft, test, "s")).toEqual({ fact: "s", operator: "equal", value: "a", "x-note": 1 });
    expect(withFact(draft, test, "b")).toMatchObject({ operator: "equal", value: true });
    expect(withOperator({ fact: "s", operator: "equal", value: "a" }, "in")).toEqual({ fact: "s", operator: "in", value: ["a"] });
    expect(withOperator({ fact: "s", operator: "in", value: ["b", "a"] }, "notEqual")).toMatchObject({ value: "b" });
    expect(readOperand(draft, "s", "in", "a, b")).toEqual({ ok: true, value: ["a", "b"] });
    expect(readOperand(draft, "n", "lessThan", "soon")).toMatchObject({ ok: false });
  });

  it("keeps what is no condition as it is", () => {
    const json: Json = { any: [{ oops: 1 }, { condition: "c" }, { not: { all: [] } }] };
    expect(nodesOf(readCondition(json)).map(({ kind }) => kind)).toEqual(["any", "other", "reference", "not", "all"]);
    expect(canUnwrap(json, "")).toBe(false);
    expect(removeCondition(json, "/any/0").json).toEqual({ any: [{ condition: "c" }, { not: { all: [] } }] });
    expect(removeCondition(json, "/any/2/not").json).toEqual({ any: [{ oops: 1 }, { condition: "c" }] });
    expect(shiftCondition(json, "/any/1", "up").pointer).toBe("/any/0");
    expect(shiftCondition({ all: [{ not: { any: [] } }, { condition: "c" }] }, "/all/1", "in")).toEqual({
      json: { all: [{ not: { any: [{ condition: "c" }] } }] },
      pointer: "/all/0/not/any/0",
    });
  });
});
