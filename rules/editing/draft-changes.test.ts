import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesBetween, sameJson } from "#rules/compare";
import { Chooser, randomlyEdited, randomlyReworded, randomPolicy } from "#rules/conformance";
import { type Json, type JsonObject, parsePolicy } from "#rules/policy";
import { draftChanges, revertUnits } from "./draft-changes.ts";
import { laidOut } from "./testing.ts";

/** A text and a draft of it with several edits, each laid out in its own way or both in one. */
const law = (seed: number, runs: number, check: (base: string, mine: string, choose: Chooser) => void) =>
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 9 }), (own, size) => {
      const choose = new Chooser(own);
      const { document } = randomPolicy(own, size);
      let edited: JsonObject = document;
      for (let n = 1 + choose.int(0, 4); n > 0; n--)
        edited = (choose.chance(80) ? randomlyEdited : randomlyReworded)(choose, edited) as JsonObject;
      check(laidOut(choose, document), laidOut(choose, edited), choose);
    }),
    { seed, numRuns: runs },
  );
const idsOf = (base: string, mine: string) => draftChanges(base, mine).flatMap(({ ids }) => ids);
const parsed = (text: string) => JSON.parse(text) as Json;

describe("taking changes of a draft back", () => {
  it("all, one after the other in any order, gives the base's meaning", () => {
    let reverted = 0;
    law(61, 25, (base, mine, choose) => {
      let text = mine;
      for (let changes = draftChanges(base, text); changes.length > 0; changes = draftChanges(base, text)) {
        const before = changes.length;
        text = revertUnits(base, text, new Set(choose.pick(changes).ids));
        expect(draftChanges(base, text).length).toBeLessThan(before);
        reverted++;
      }
      expect(sameJson(parsed(text), parsed(base))).toBe(true);
      const [a, b] = [parsePolicy(base), parsePolicy(text)];
      if (a.ok && b.ok) expect(changesBetween(a.policy, b.policy)).toMatchObject({ changes: [], wording: [] });
    });
    expect(reverted).toBeGreaterThan(40);
  });

  it("one leaves the others as they are", () =>
    law(62, 60, (base, mine, choose) => {
      const changes = draftChanges(base, mine);
      if (changes.length === 0) return;
      const { ids } = choose.pick(changes);
      const text = revertUnits(base, mine, new Set(ids));
      expect(idsOf(base, text).sort()).toEqual(
        idsOf(base, mine)
          .filter((id) => !ids.includes(id))
          .sort(),
      );
    }));

  it("none is the text as it is, byte for byte", () => law(63, 20, (base, mine) => expect(revertUnits(base, mine, new Set())).toBe(mine)));
});

describe("a change taken back", () => {
  const rule = (name: string, value: number) =>
    `    { "name": "${name}",   "conditions": { "all": [{ "fact": "x", "operator": "equal", "value": ${value} }] } }`;
  const textOf = (...rules: string[]) => `{\n  "title": "T",\n  "rules": [\n${rules.join(",\n")}\n  ]\n}\n`;
  const base = textOf(rule("a", 1), rule("b", 2), rule("c", 3));

  it("puts a removed rule where it was, as it was written", () => {
    const mine = textOf(rule("a", 1), rule("c", 4));
    expect(revertUnits(base, mine, new Set(["rule:b"]))).toBe(textOf(rule("a", 1), rule("b", 2), rule("c", 4)));
    expect(revertUnits(base, textOf(rule("b", 2), rule("c", 3)), new Set(["rule:a"]))).toBe(base);
  });

  it("takes an added rule out, sets a changed one back, keeps the bytes of the rest", () => {
    const mine = textOf(rule("a", 1), rule("n", 9), rule("b", 7), rule("c", 3)).replace("T", "U").replace("[{", "[ {");
    expect(draftChanges(base, mine).map(({ unit, change }) => [unit.id, change])).toEqual([
      ["head:title", "changed"],
      ["rule:n", "added"],
      ["rule:b", "changed"],
    ]);
    expect(revertUnits(base, mine, new Set(["rule:n"]))).toBe(
      textOf(rule("a", 1), rule("b", 7), rule("c", 3)).replace("T", "U").replace("[{", "[ {"),
    );
    expect(revertUnits(base, mine, new Set(["rule:b"]))).toBe(mine.replace("7", "2"));
  });

  it("is one where only a name is another, and one where only the order is", () => {
    const renamed = base.replace('"b"', '"bb"');
    expect(draftChanges(base, renamed)).toMatchObject([{ change: "renamed", from: "b", unit: { name: "bb" } }]);
    expect(revertUnits(base, renamed, new Set(["rule:b", "rule:bb"]))).toBe(base);
    const moved = textOf(rule("c", 3), rule("a", 1), rule("b", 2));
    expect(draftChanges(base, moved).map(({ unit }) => unit.id)).toEqual(["order:rules"]);
    expect(revertUnits(base, moved, new Set(["order:rules"]))).toBe(base);
  });

  it("of a text that is no JSON is the whole text", () => {
    expect(draftChanges(base, "{ oops").map(({ ids }) => ids)).toEqual([["document:document"]]);
    expect(revertUnits(base, "{ oops", new Set(["document:document"]))).toBe(base);
  });
});
