import { describe, expect, it } from "vitest";
import type { ChangeAttribution } from "#rules/compare";
import type { CheckedChanges } from "../../../../_components/monaco";
import type { Effect } from "../../../../_components/evaluation/use-effect-figures";
import { ruleLenses } from "./rule-lenses";

const EFFECT = {
  figures: { summary: { borrowers: 30_010, errors: 10 } },
  rules: { A: { fired: 1204, applied: 310 }, B: { fired: 0, applied: 0 } },
  strategy: "strictest",
} as unknown as Effect;
const CHANGES = {
  changes: [{ id: "rule:A", kind: "changed", subject: "rule", name: "A", edits: [], line: 1, column: 1 }],
  wording: [],
} as unknown as CheckedChanges;
const share = (available: number) =>
  ({ of: new Map([["rule:A", { available: { share: available } } as unknown as ChangeAttribution]]), division: null }) as const;

function words(input: Partial<Parameters<typeof ruleLenses>[0]>, rule = "A"): string | undefined {
  const given = { effect: EFFECT, against: 3, changes: CHANGES, shares: share(-12_400_000), failing: new Map([["A", 2]]), ...input };
  return ruleLenses(given)(rule)
    ?.map(({ text, action }) => (action ? `[${text}]` : text))
    .join(" · ");
}

describe("what stands above a rule", () => {
  it("is for whom it fires and decides, its change's share, the fixtures that fail; each leads to those whom it counts", () => {
    expect(words({})).toBe("[fires 1,204 of 30,000] · [decides 310] · [available −12.4 m against v3] · [2 fixtures fail]");
  });
  it("leads nowhere where nobody is counted, and says of a rule without a change that it has none", () => {
    expect(words({}, "B")).toBe("fires 0 of 30,000 · decides 0 · unchanged against v3");
  });
  it("says no share before it is known, nor a decision that every firing is", () => {
    expect(words({ shares: { of: null, division: null }, failing: new Map() })).toContain("[changed against v3]");
    expect(words({ effect: { ...EFFECT, strategy: "sequential" } })).not.toContain("decides");
  });
});
