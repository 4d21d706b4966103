import { describe, expect, it } from "vitest";
import { changesBetween, compare } from "#rules/compare";
import type { Outcome } from "#rules/evaluate";
import { type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";
import type { RandomCase } from "./arbitraries.ts";
import { policyOf } from "./backends.ts";
import { Chooser } from "./chooser.ts";
import { LAW_TIMEOUT, law } from "./law.ts";
import { randomlyEdited, randomlyReworded } from "./random-edit.ts";

/** Both comparisons with everyone listed; each borrower has the scenario of the first. */
function comparison(one: RandomCase, baseline: ValidPolicy, candidate: ValidPolicy) {
  const scenario = one.borrowers[0]?.scenario ?? {};
  const borrowers = one.borrowers.map(({ facts }, i) => ({ name: String(i), facts }));
  return compare({ baseline, candidate, scenario: { baseline: scenario, candidate: scenario }, borrowers, all: true });
}

/** The outcome without rule names, which a renaming changes. */
const unnamed = ({ fired, applied, bound: _, ...rest }: Outcome) => ({ ...rest, fired: fired.length, applied: applied.length });

function validEdit(one: RandomCase, document: JsonObject): ValidPolicy | null {
  const parsed = parsePolicy(JSON.stringify(document));
  return parsed.ok && one.seed >= 0 ? parsed.policy : null;
}

describe("a policy compared with itself", () => {
  it("has no change, no wording, no shift", { timeout: LAW_TIMEOUT }, () =>
    law(150, 21, async (one) => {
      const policy = policyOf(one.text);
      const { changes, wording, summary, borrowers } = await comparison(one, policy, policyOf(JSON.stringify(one.document, null, 2)));
      expect([changes, wording, summary.shifted, summary.reasonShifted]).toEqual([[], [], 0, 0]);
      for (const { baseline, candidate } of borrowers) expect(candidate).toStrictEqual(baseline);
    }),
  );
});

describe("a policy compared with a reworded one", () => {
  it("has wording only, and no shift", { timeout: LAW_TIMEOUT }, () =>
    law(250, 22, async (one) => {
      const candidate = policyOf(JSON.stringify(randomlyReworded(new Chooser(one.seed), one.document)));
      const { changes, summary, borrowers } = await comparison(one, policyOf(one.text), candidate);
      expect([changes, summary.shifted]).toEqual([[], 0]);
      for (const pair of borrowers) expect(pair.candidate).toStrictEqual(pair.baseline);
    }),
  );

  it("a renamed rule is wording", { timeout: LAW_TIMEOUT }, () =>
    law(150, 23, async (one) => {
      const rules = one.document.rules as readonly JsonObject[];
      const at = new Chooser(one.seed).int(0, Math.max(0, rules.length - 1));
      const renamed = rules.map((rule, i) => (i === at ? { ...rule, name: "x-renamed" } : rule));
      const { changes, wording, borrowers } = await comparison(
        one,
        policyOf(one.text),
        policyOf(JSON.stringify({ ...one.document, rules: renamed })),
      );
      expect([changes, wording.map(({ id }) => id)]).toEqual([[], rules.length > 0 ? ["rule:x-renamed"] : []]);
      for (const pair of borrowers) expect(unnamed(pair.candidate)).toStrictEqual(unnamed(pair.baseline));
    }),
  );
});

describe("a policy compared with an edited one", () => {
  it("without changes there is no shift; figures add up; the way back has as many changes", { timeout: LAW_TIMEOUT }, () =>
    law(
      500,
      24,
      async (one) => {
        const baseline = policyOf(one.text);
        const candidate = validEdit(one, randomlyEdited(new Chooser(one.seed), one.document));
        if (candidate === null) return;
        const { changes, wording, summary, migration, borrowers, failures } = await comparison(one, baseline, candidate);
        if (changes.length === 0) for (const pair of borrowers) expect(unnamed(pair.candidate)).toStrictEqual(unnamed(pair.baseline));
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
        for (const { edits } of [...changes, ...wording]) expect(edits.length).toBeGreaterThan(0);
        for (const { edits } of [...changes, ...wording]) for (const { text } of edits) expect(text).toMatch(/\S/);

        const back = changesBetween(candidate, baseline).changes;
        const reversed = { added: "removed", removed: "added", changed: "changed", reordered: "reordered" } as const;
        const kinds = (list: typeof changes) => list.map(({ id, kind }) => `${kind} ${id}`).sort();
        expect(kinds(back)).toEqual(changes.map(({ id, kind }) => `${reversed[kind]} ${id}`).sort());

        expect(summary.borrowers).toBe(one.borrowers.length);
        expect(summary.errors).toBe(failures.length);
        expect(borrowers.length + failures.length).toBe(one.borrowers.length);
        expect(migration.reduce((sum, cell) => sum + cell.borrowers, 0)).toBe(borrowers.length);
        const shifted = borrowers.filter(
          ({ baseline: a, candidate: b }) => a.limitAfter !== b.limitAfter || a.decision !== b.decision || a.available !== b.available,
        );
        expect(summary.shifted).toBe(shifted.length);
        const cents = (side: "baseline" | "candidate") => borrowers.reduce((sum, pair) => sum + Math.round(pair[side].limitAfter * 100), 0);
        expect([summary.baseline.limit, summary.candidate.limit]).toEqual([cents("baseline") / 100, cents("candidate") / 100]);
        expect(Object.values(summary.candidate.decisions).reduce((a, b) => a + b, 0)).toBe(borrowers.length);
      },
      6,
    ),
  );
});
