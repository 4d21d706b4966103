import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "#rules/compare";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Json, parsePolicy, pointerOf } from "#rules/policy";
import { readDraft } from "./draft.ts";
import { formatText, insertValue, moveValue, removeValue, setValue, sortRules } from "./edit-text.ts";
import { rootOf } from "./json-node.ts";
import { applyEdits } from "./rewrite.ts";
import { laidOut, outsideStays } from "./testing.ts";

const cases = fc.record({ seed: fc.nat(), size: fc.nat({ max: 8 }) });
const law = (seed: number, runs: number, check: (choose: Chooser, text: string, document: Json) => void) =>
  fc.assert(
    fc.property(cases, (one) => {
      const { document } = randomPolicy(one.seed, one.size);
      const choose = new Chooser(one.seed);
      check(choose, laidOut(choose, document), document);
    }),
    { seed, numRuns: runs },
  );

/** Every pointer of a value with what stands there. */
function places(value: Json, path: readonly string[] = []): [string, Json][] {
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [[pointerOf(path), value], ...below.flatMap(([key, child]) => places(child as Json, [...path, key]))];
}

describe("places in a text", () => {
  it("every value is found, and is what JSON.parse gives", () =>
    law(1, 30, (_, text, document) => {
      const root = rootOf(text);
      for (const [pointer, value] of places(document)) expect(root?.at(pointer)?.value).toEqual(value);
    }));

  it.each([
    ['{"a": 1 "b": 2}', "/b", 2],
    ['{"a": , "b": {"c": [1,, 2]}}', "/b/c/1", 2],
    ['{"a": {"x: 1,\n "y": 2}, "b": true}', "/b", true],
    ['{ // note "b": 1\n "b": 3 /* } */, }', "/b", 3],
    ['{"rules": [{"name": oops, "priority": 5}, {"name": "b"', "/rules/1/name", "b"],
    ['{"rules": [{"name": oops, "priority": 5}]}', "/rules/0/priority", 5],
    ['\uFEFF{"a": "\\u0041\\""}', "/a", 'A"'],
  ])("of a broken text what can be read: %s", (text, pointer, value) => {
    expect(rootOf(text)?.at(pointer)?.value).toEqual(value);
  });

  it.each(["", "  ", "]", "nonsense", '"', "{", '{"a"', "[[[[", '{"a":{"a":{"a":'])("of %j nothing breaks", (text) => {
    expect(setValue(readDraft(text), "/rules/0/name", 1).edits).toEqual([]);
    expect(readDraft(text).catalogue.rules).toEqual([]);
  });
});

describe("set", () => {
  it("what stands there changes nothing", () =>
    law(2, 40, (choose, text, document) => {
      for (const [pointer, value] of choose.some(places(document), 20)) expect(setValue(readDraft(text), pointer, value).edits).toEqual([]);
    }));

  it("another value stands there, everything else stays, and setting it back gives the first text's value", () =>
    law(3, 100, (choose, text, document) => {
      const [pointer, before] = choose.pick(places(document));
      const value = choose.pick<Json>([
        null,
        5,
        'a,"b"',
        [],
        {},
        [1, { a: [] }],
        { a: 1, b: [2, {}], c: {} },
        choose.pick(places(document))[1],
      ]);
      const { text: after, edits } = setValue(readDraft(text), pointer, value);
      outsideStays(text, after, edits);
      expect(rootOf(after)?.at(pointer)?.value).toEqual(value);
      expect(sameJson(JSON.parse(setValue(readDraft(after), pointer, before).text) as Json, document)).toBe(true);
    }));

  it("touches only the leaf", () => {
    const text = '{\n  "rules": [\n    { "name": "a",   "priority": 1 },\n    {"name":"b"}\n  ]\n}\n';
    expect(setValue(readDraft(text), "/rules", [{ name: "a", priority: 12 }, { name: "b" }]).edits).toEqual([
      { offset: text.indexOf("1 }") + 1, length: 0, content: "2" },
    ]);
  });

  it("adds a missing key in the object's own style, where the value's order says", () => {
    expect(setValue(readDraft('{ "a": 1 }'), "/b", [1, 2]).text).toBe('{ "a": 1, "b": [1, 2] }');
    expect(setValue(readDraft('{"a":1}'), "/b", { c: 1 }).text).toBe('{"a":1,"b":{"c":1}}');
    expect(setValue(readDraft('{\r\n\t"a": 1\r\n}'), "", { b: [2], a: 1 }).text).toBe('{\r\n\t"b": [\r\n\t\t2\r\n\t],\r\n\t"a": 1\r\n}');
  });

  it("works beside what is broken, and leaves it", () => {
    const text = '{\n  "rules": [\n    { "name": oops, },\n    { "name": "b", "priority": 2 }\n  ]\n}';
    expect(setValue(readDraft(text), "/rules/1/priority", 3).text).toBe(text.replace("2 }", "3 }"));
    expect(removeValue(readDraft(text), "/rules/1").text).toBe('{\n  "rules": [\n    { "name": oops, }\n  ]\n}');
  });
});

describe("lists and objects", () => {
  it("inserting and removing is as on the value; the bytes of the rest stay", () =>
    law(4, 100, (choose, text, document) => {
      const containers = places(document).filter(([, value]) => typeof value === "object" && value !== null);
      const [pointer, container] = choose.pick(containers);
      const keys = Object.keys(container as object);
      const isList = Array.isArray(container);
      const key = isList ? String(choose.int(0, keys.length)) : "new key/~";
      const place = pointer + pointerOf([key]);
      const inserted = insertValue(readDraft(text), place, { a: [true] }, isList ? undefined : keys[choose.int(0, keys.length)]);
      outsideStays(text, inserted.text, inserted.edits);
      expect(rootOf(inserted.text)?.at(place)?.value).toEqual({ a: [true] });
      const removed = removeValue(readDraft(inserted.text), place);
      expect(JSON.parse(removed.text)).toEqual(document);
      if (keys.length > 0) expect(removed.text).toBe(text);
    }));

  it("moving keeps every element's bytes", () =>
    law(5, 100, (choose, text, document) => {
      const rules = (document as { rules: Json[] }).rules;
      if (rules.length === 0) return;
      const [from, to] = [choose.int(0, rules.length - 1), choose.int(0, rules.length - 1)];
      const moved = moveValue(readDraft(text), `/rules/${from}`, to);
      const expected = [...rules];
      expected.splice(to, 0, ...expected.splice(from, 1));
      expect((JSON.parse(moved.text) as { rules: Json }).rules).toEqual(expected);
      expect(moveValue(readDraft(moved.text), `/rules/${to}`, from).text).toBe(text);
    }));
});

describe("format and sort", () => {
  it("keep every value; formatting twice changes nothing", () =>
    law(6, 40, (_, text, document) => {
      const { text: formatted, edits } = formatText(readDraft(text));
      expect(applyEdits(text, edits)).toBe(formatted);
      expect(JSON.parse(formatted)).toEqual(document);
      expect(formatText(readDraft(formatted)).edits).toEqual([]);
    }));

  it("sorted rules stand in the order in which they are ranked", () =>
    law(7, 25, (_, text) => {
      const before = parsePolicy(text);
      const after = parsePolicy(sortRules(readDraft(text)).text);
      if (!before.ok || !after.ok) throw new Error("not valid");
      expect(after.policy.ranked.map(({ name }) => name)).toEqual(before.policy.ranked.map(({ name }) => name));
      expect(after.policy.rules.map(({ priority }) => priority)).toEqual(
        after.policy.rules.map(({ priority }) => priority).sort((a, b) => b - a),
      );
      expect(sortRules(readDraft(sortRules(readDraft(text)).text)).edits).toEqual([]);
    }));
});
