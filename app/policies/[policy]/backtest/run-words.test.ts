import { describe, expect, it } from "vitest";
import { timeWords } from "../../../_components/time-words";
import { duration, progressWords, runTitle, scenarioWords } from "./run-words";

const side = (version: number | null) => ({ version, hash: "sha256:0123456789abcdef" });
const UP = { cycle: "expansion" };
const DOWN = { cycle: "downturn" };

describe("runTitle", () => {
  it.each([
    ["v1 → v2", side(1), side(2), { baseline: UP, candidate: DOWN }],
    ["v2 alone", side(2), null, { baseline: UP, candidate: UP }],
    ["v2 “expansion” → v2 “downturn”", side(2), side(2), { baseline: UP, candidate: DOWN }],
    ["01234567 → v2", side(null), side(2), { baseline: {}, candidate: {} }],
  ] as const)("%s", (title, baseline, candidate, scenario) => {
    expect(runTitle({ baseline, candidate, scenario }).title.replaceAll(/[“”"]/g, "")).toBe(title.replaceAll(/[“”"]/g, ""));
  });
});

describe("scenarioWords", () => {
  it("says it once where both sides have the same, and for whom where they differ", () => {
    const plain = (text: string | null) => text?.replaceAll(/[“”"]/g, "") ?? null;
    expect(plain(scenarioWords({ baseline: DOWN, candidate: DOWN }))).toBe("cycle downturn");
    expect(plain(scenarioWords({ baseline: UP, candidate: DOWN }))).toBe("baseline cycle expansion, candidate cycle downturn");
    expect(plain(scenarioWords({ baseline: {}, candidate: DOWN }))).toBe("candidate cycle downturn");
    expect(scenarioWords({ baseline: {}, candidate: {} })).toBeNull();
  });
});

describe("progressWords", () => {
  it("tells rows, rate and time left", () => {
    expect(progressWords({ phase: "evaluating", done: 15_000, total: 30_000, rate: 41_234.4, secondsLeft: 75 }, null)).toEqual({
      words: "Evaluating 15,000 of 30,000 rows",
      details: "41,234 rows/s · 1 min 15 s left",
      percent: 50,
    });
  });
  it("makes up nothing that is not known", () => {
    expect(progressWords({ phase: "reading", done: 1, total: null, rate: 0, secondsLeft: null }, null)).toEqual({
      words: "Reading 1 row",
      details: "",
      percent: null,
    });
    expect(progressWords(null, 10).words).toBe("Starting…");
    expect(progressWords({ phase: "statements", done: 1, total: 3, rate: 0, secondsLeft: null }, null)).toEqual({
      words: "Statement 2 of 3 in the database…",
      details: "",
      percent: null,
    });
    expect(progressWords({ phase: "reading", done: 0, total: null, rate: 0, secondsLeft: null }, 30_000).words).toBe(
      "Reading 30,000 rows…",
    );
  });
});

describe("times", () => {
  it.each([
    [0.4, "0 s"],
    [59, "59 s"],
    [3700, "1 h 1 min"],
  ])("%d seconds are %s", (seconds, words) => expect(timeWords(seconds)).toBe(words));
  it("measures a run", () => {
    expect(duration(new Date(0), new Date(1530))).toBe("1.5 s");
    expect(duration(new Date(0), null)).toBeNull();
  });
});
