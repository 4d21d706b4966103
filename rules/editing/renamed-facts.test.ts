import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Json } from "#rules/policy";
import { readDraft } from "./draft.ts";
import { rename } from "./rename.ts";
import { renamedFacts } from "./renamed-facts.ts";

const BASE = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");
const BEFORE = readDraft(BASE).document;

describe("renamed facts", () => {
  it("are found after each rename, and not in a text without one", () => {
    expect(renamedFacts(BEFORE, BEFORE)).toEqual([]);
    for (const from of Object.keys(readDraft(BASE).document.facts as object)) {
      const { text } = rename(readDraft(BASE), "fact", from, "quite_another");
      const found = renamedFacts(BEFORE, readDraft(text).document);
      expect(found).toEqual([{ from, to: "quite_another" }]);
    }
  });

  it("are not guessed where two could be meant, nor where the fact became another", () => {
    const [a, b] = [{ type: "money" }, { type: "boolean" }];
    const renamed = (before: Record<string, Json>, after: Record<string, Json>) => renamedFacts({ facts: before }, { facts: after });
    expect(renamed({ x: a }, { y: a, z: a })).toEqual([]);
    expect(renamed({ x: a, w: a }, { y: a })).toEqual([]);
    expect(renamed({ x: a }, { y: b })).toEqual([]);
    expect(renamed({ x: a, v: b }, { y: a, u: b })).toEqual([
      { from: "x", to: "y" },
      { from: "v", to: "u" },
    ]);
  });
});
