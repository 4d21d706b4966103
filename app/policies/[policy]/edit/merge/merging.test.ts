import { describe, expect, it } from "vitest";
import { mergeWith, readMerging } from "./merging";

const when = (value: number) => ({ all: [{ fact: "days_past_due", operator: "greaterThanInclusive", value }] });
const LATE = { name: "late", priority: 20, conditions: when(60), event: { type: "freeze", params: { reason: "DLQ-01" } } };
const EARLY = { name: "early", priority: 10, conditions: when(30), event: { type: "hold", params: { reason: "DLQ-01" } } };
const DOCUMENT = {
  format: "limit-policy/1",
  name: "small",
  currency: "TWD",
  strategy: "first",
  limit: { fact: "current_limit", step: 1000 },
  facts: { current_limit: { type: "money" }, days_past_due: { type: "integer", label: { en: "Days past due", zh: "逾期天数" } } },
  rules: [LATE, EARLY],
  reasons: { "DLQ-01": { en: "Payments were late.", zh: "还款逾期。" } },
};

const textOf = (changes: object) => `${JSON.stringify({ ...DOCUMENT, ...changes }, null, 2)}\n`;
const BASE = textOf({});
const lateAt = (value: number) => ({ ...LATE, conditions: when(value) });
const earlyAt = (value: number) => ({ ...EARLY, conditions: when(value) });
const CONFLICT = { base: BASE, mine: textOf({ rules: [lateAt(90), EARLY] }), theirs: textOf({ rules: [lateAt(75), earlyAt(15)] }) };

describe("a merge by rule, as its author sees it", () => {
  it("lists what merged by itself, whose it is, and says it as sentences", () => {
    const theirs = textOf({ limit: { fact: "current_limit", step: 500 }, rules: [LATE, earlyAt(15)] });
    const texts = { base: BASE, mine: textOf({ rules: [lateAt(90), EARLY] }), theirs };
    const merging = readMerging(texts, "en");
    expect(merging.conflicts).toEqual([]);
    expect(merging.merged.map(({ unit, side, change }) => `${side} ${change} ${unit.id}`).sort()).toEqual([
      "mine changed rule:late",
      "theirs changed limit:step",
      "theirs changed rule:early",
    ]);
    for (const { sentences } of merging.merged) expect(sentences).toHaveLength(1);
    const result = mergeWith(texts, new Map());
    expect(result).toMatchObject({ problems: [], open: new Set() });
    expect(result.changes?.changes.map(({ id }) => id)).toEqual(["rule:late"]);
  });

  it("shows a conflict with the JSON and the sentence of each side, and keeps the rest", () => {
    const merging = readMerging(CONFLICT, "en");
    expect(merging.conflicts.map(({ unit }) => unit.id)).toEqual(["rule:late"]);
    const [{ sides } = { sides: null }] = merging.conflicts;
    expect([sides?.mine, sides?.theirs, sides?.base].map((side) => /at least (\d+)/.exec(side?.sentence ?? "")?.[1])).toEqual([
      "90",
      "75",
      "60",
    ]);
    expect(JSON.parse(sides?.mine?.json ?? "")).toEqual(lateAt(90));
    expect(sides?.mine?.json.split("\n").at(-1)).toBe("}");
    expect(merging.merged.map(({ unit }) => unit.id)).toEqual(["rule:early"]);
    expect([...mergeWith(CONFLICT, new Map()).open]).toEqual(["rule:late"]);
  });

  it.each([
    ["mine", 90],
    ["theirs", 75],
    ["base", 60],
  ] as const)("takes %s where that is chosen", (side, value) => {
    const result = mergeWith(CONFLICT, new Map([["rule:late", side]]));
    expect(result.open.size).toBe(0);
    expect(JSON.parse(result.text).rules).toEqual([lateAt(value), earlyAt(15)]);
    expect(result.changes?.changes).toHaveLength(side === "theirs" ? 0 : 1);
  });

  it("takes JSON of one's own; what is none leaves the conflict open", () => {
    const own = mergeWith(CONFLICT, new Map([["rule:late", { text: JSON.stringify(lateAt(80)) }]]));
    expect(JSON.parse(own.text).rules[0]).toEqual(lateAt(80));
    expect(own.open.size).toBe(0);
    expect([...mergeWith(CONFLICT, new Map([["rule:late", { text: "{" }]])).open]).toEqual(["rule:late"]);
  });

  it("tells the problems of what is chosen, and no changes while there are any", () => {
    const broken = { ...LATE, event: { type: "freeze", params: { reason: "NONE" } } };
    const result = mergeWith(CONFLICT, new Map([["rule:late", { text: JSON.stringify(broken) }]]));
    expect(result.problems.map(({ message }) => message).join()).toContain("NONE");
    expect(result.changes).toBeNull();
  });

  it("tells a rule that one side removed and the other changed", () => {
    const texts = { base: BASE, mine: textOf({ rules: [EARLY] }), theirs: textOf({ rules: [lateAt(75), EARLY] }) };
    const [{ sides } = { sides: null }] = readMerging(texts, "zh").conflicts;
    expect(sides?.mine).toBeNull();
    expect(sides?.theirs?.sentence).toContain("75");
    expect(JSON.parse(mergeWith(texts, new Map([["rule:late", "mine"]])).text).rules).toEqual([EARLY]);
  });

  it("tells of a rule that one side renamed and the other changed what it is named now", () => {
    const texts = {
      base: BASE,
      mine: textOf({ rules: [lateAt(90), EARLY] }),
      theirs: textOf({ rules: [{ ...LATE, name: "later" }, EARLY] }),
    };
    const [conflict] = readMerging(texts, "en").conflicts;
    expect(conflict).toMatchObject({ unit: { id: "rule:late" }, sides: { theirs: null }, renamed: { theirs: "later" } });
    expect(JSON.parse(mergeWith(texts, new Map([["rule:late", "theirs"]])).text).rules).toEqual([{ ...LATE, name: "later" }, EARLY]);
  });

  it("lists both sides' orders as a conflict of its own", () => {
    const third = { ...EARLY, name: "third", priority: 5 };
    const rules = (...names: (typeof EARLY)[]) => textOf({ rules: names });
    const texts = { base: rules(LATE, EARLY, third), mine: rules(EARLY, LATE, third), theirs: rules(LATE, third, EARLY) };
    expect(readMerging(texts, "en").conflicts.map(({ unit }) => unit.id)).toEqual(["order:rules"]);
    expect(mergeWith(texts, new Map([["order:rules", "theirs"]])).open.size).toBe(0);
  });

  it("of a text that cannot be read, offers the whole texts", () => {
    const texts = { base: BASE, mine: "{", theirs: textOf({ rules: [LATE] }) };
    expect(readMerging(texts, "en").conflicts.map(({ unit }) => unit.kind)).toEqual(["document"]);
    const result = mergeWith(texts, new Map());
    expect(result.text).toBe("{");
    expect(result.changes).toBeNull();
    expect(result.problems.length).toBeGreaterThan(0);
  });
});
