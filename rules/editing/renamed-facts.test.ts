import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDraft } from "./draft.ts";
import { rename } from "./rename.ts";
import { renamedFacts } from "./renamed-facts.ts";

const BASE = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");

describe("renamed facts", () => {
  it("are found after each rename, and not in a text without one", () => {
    expect(renamedFacts(BASE, BASE)).toEqual([]);
    for (const from of Object.keys(readDraft(BASE).document.facts as object)) {
      const { text } = rename(readDraft(BASE), "fact", from, "quite_another");
      const found = renamedFacts(BASE, text);
      expect(found).toEqual([{ from, to: "quite_another" }]);
    }
  });

  it("are not guessed where two could be meant, nor where the fact became another", () => {
    const textOf = (facts: object) => JSON.stringify({ facts });
    const [a, b] = [{ type: "money" }, { type: "boolean" }];
    expect(renamedFacts(textOf({ x: a }), textOf({ y: a, z: a }))).toEqual([]);
    expect(renamedFacts(textOf({ x: a, w: a }), textOf({ y: a }))).toEqual([]);
    expect(renamedFacts(textOf({ x: a }), textOf({ y: b }))).toEqual([]);
    expect(renamedFacts(textOf({ x: a, v: b }), textOf({ y: a, u: b }))).toEqual([
      { from: "x", to: "y" },
      { from: "v", to: "u" },
    ]);
  });
});
