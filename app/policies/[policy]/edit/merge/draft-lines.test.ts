import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { revertUnits } from "#rules/editing";
import { locate } from "#rules/policy";
import { readDraftLines } from "./draft-lines";

const BASE = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");
const MINE = BASE.replace('"value": 60', '"value": 61').replace('"title": "', '"title": "New ');

describe("the changes of a draft", () => {
  it("are told as sentences with their places, and each is taken back alone", () => {
    const lines = readDraftLines(BASE, MINE, "en");
    expect(lines.map(({ unit, change }) => [unit.kind, change])).toEqual([
      ["head", "changed"],
      ["rule", "changed"],
    ]);
    for (const { sentences, pointer } of lines) {
      expect(sentences.join()).not.toBe("");
      expect(locate(MINE, pointer ?? "?")).not.toBeNull();
    }
    expect(lines[1]?.sentences.join()).toMatch(/60.*61/);
    expect(revertUnits(BASE, MINE, new Set(lines[1]?.ids))).toBe(MINE.replace('"value": 61', '"value": 60'));
  });

  it("are told of a text with problems as well", () => {
    const [, rule] = readDraftLines(BASE, MINE.replace('"strategy"', '"strategem"'), "en");
    expect(rule).toBeDefined();
    const lines = readDraftLines(BASE, MINE.replace(/"value": 61/, '"value": "many"'), "zh");
    expect(lines.at(-1)?.sentences.length).toBeGreaterThan(0);
    expect(lines.at(-1)?.sentences.join()).toContain("many");
  });

  it("where only the order is another, say so", () => {
    const document = JSON.parse(BASE) as { rules: unknown[] };
    document.rules.reverse();
    expect(readDraftLines(BASE, JSON.stringify(document), "en")).toMatchObject([
      { unit: { id: "order:rules" }, sentences: [expect.stringContaining("order")] },
    ]);
  });
});
