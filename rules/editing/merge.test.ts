import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Change, changesBetween, sameJson } from "#rules/compare";
import { Chooser, randomlyEdited, randomPolicy } from "#rules/conformance";
import { type Json, type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";
import { merge, type Merge, type MergeChoice } from "./merge.ts";
import { laidOut } from "./testing.ts";

const policyOf = (text: string): ValidPolicy | null => {
  const parsed = parsePolicy(text);
  return parsed.ok ? parsed.policy : null;
};

/** Two edits of one random policy, laid out as each author likes. */
const law = (seed: number, runs: number, check: (base: string, mine: string, theirs: string, choose: Chooser) => void) =>
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 9 }), (own, size) => {
      const choose = new Chooser(own);
      const { document } = randomPolicy(own, size);
      const edit = () => laidOut(choose, randomlyEdited(choose, document));
      check(laidOut(choose, document), edit(), edit(), choose);
    }),
    { seed, numRuns: runs },
  );

/** What a change is about: its id and, of a renamed rule, the old name. */
const touched = (changes: readonly Change[]) =>
  changes.flatMap(({ id, subject, edits }) => [
    id,
    ...edits.flatMap(({ before }) => (subject === "rule" && typeof before === "string" ? [`rule:${before}`] : [])),
  ]);
const differences = (a: ValidPolicy, b: ValidPolicy) => {
  const { changes, wording } = changesBetween(a, b);
  return touched([...changes, ...wording]).filter((id) => !id.endsWith("-order"));
};

describe("laws of merging", () => {
  it("merge(b, m, b) = m and merge(b, x, x) = x, byte for byte; merge(b, b, t) means t", () =>
    law(51, 25, (base, mine, theirs) => {
      expect(merge(base, mine, base)).toMatchObject({ text: mine, conflicts: [] });
      expect(merge(base, mine, mine)).toMatchObject({ text: mine, conflicts: [] });
      const { text, conflicts } = merge(base, base, theirs);
      expect(conflicts).toEqual([]);
      expect(sameMeaning(text, theirs)).toBe(true);
      expect(sameMeaning(merge(base, mine, `${base}\n`).text, mine)).toBe(true);
    }));

  it("without conflicts every change of both is there, and the sides may be swapped", () => {
    let [clean, compared] = [0, 0];
    law(52, 80, (base, mine, theirs) => {
      const [one, other] = [merge(base, mine, theirs), merge(base, theirs, mine)];
      expect(other.conflicts.map(({ unit }) => unit)).toEqual(expect.arrayContaining(one.conflicts.map(({ unit }) => unit)));
      if (one.conflicts.length > 0) return;
      clean++;
      for (const { unit, side } of one.merged)
        if (unit.kind !== "order") expect(sameJson(unitIn(one.text, unit), unitIn(side === "theirs" ? theirs : mine, unit))).toBe(true);
      const told = new Set(one.merged.map(({ unit }) => unit.id));
      for (const text of [mine, theirs])
        for (const { name } of [...rulesOf(text), ...rulesOf(base)]) {
          const unit = { kind: "rule", name: name as string };
          if (!sameJson(unitIn(base, unit), unitIn(text, unit))) expect(told).toContain(`rule:${unit.name}`);
        }
      expect(sameMeaning(one.text, other.text)).toBe(true);
      const [b, m, t, r] = [base, mine, theirs, one.text].map(policyOf);
      if (!b || !m || !t || !r) return;
      compared++;
      // What mine and the result differ in is what theirs changed, and the other way round.
      const [ofMine, ofTheirs] = [new Set(differences(b, m)), new Set(differences(b, t))];
      expect(differences(m, r).filter((id) => !ofTheirs.has(id) && !renamedAway(id, b, m, t))).toEqual([]);
      expect(differences(t, r).filter((id) => !ofMine.has(id) && !renamedAway(id, b, m, t))).toEqual([]);
    });
    expect([clean > 25, compared > 20]).toEqual([true, true]);
  });

  it("a conflict is told with all three sides; each choice gives that side's unit", () => {
    let conflicts = 0;
    law(53, 60, (base, mine, theirs, choose) => {
      const result = merge(base, mine, theirs);
      if (result.conflicts.length === 0) return;
      conflicts++;
      const side = choose.pick(["base", "mine", "theirs"] as const);
      const chosen = merge(base, mine, theirs, new Map(result.conflicts.map(({ unit }) => [unit.id, side])));
      expect(chosen.conflicts).toEqual([]);
      for (const conflict of result.conflicts) {
        expect(new Set([conflict.base, conflict.mine, conflict.theirs].map((text) => JSON.stringify(parsed(text)))).size).toBe(3);
        if (conflict.unit.kind !== "order")
          expect(sameJson(unitIn(chosen.text, conflict.unit) as Json, parsed(conflict[side]) as Json)).toBe(true);
      }
    });
    expect(conflicts).toBeGreaterThan(5);
  });
});

const rulesOf = (text: string) => (JSON.parse(text) as { rules: JsonObject[] }).rules;
const parsed = (text: string | null): Json | undefined => (text === null ? undefined : (JSON.parse(text) as Json));

function unitIn(text: string, { kind, name }: { kind: string; name: string }): Json | undefined {
  const document = JSON.parse(text) as Record<string, JsonObject>;
  const lists: Record<string, string> = { rule: "rules", guardrail: "guardrails" };
  const sections: Record<string, string> = {
    fact: "facts",
    derived: "derived",
    condition: "conditions",
    reason: "reasons",
    limit: "limit",
  };
  if (kind in lists) return (document[lists[kind] as string] as unknown as JsonObject[]).find((item) => item.name === name);
  return kind in sections ? document[sections[kind] as string]?.[name] : document[name];
}

/** Equal documents; an empty section is as none. Key order means nothing, the order of rules does. */
function sameMeaning(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) =>
    Object.fromEntries(
      Object.entries(JSON.parse(text) as JsonObject).filter(
        ([, value]) => JSON.stringify(value) !== "{}" && JSON.stringify(value) !== "[]",
      ),
    ),
  );
  return sameJson(x as Json, y as Json);
}

/** A rule added by one side may equal one that the other removed: then a comparison tells it as renamed. */
function renamedAway(id: string, ...policies: readonly ValidPolicy[]): boolean {
  const name = id.replace(/^rule:/, "");
  return id.startsWith("rule:") && policies.some(({ rules }) => !rules.some((rule) => rule.name === name));
}

// --- examples ------------------------------------------------------------------------------------

const rule = (name: string, priority: number, days: number): JsonObject => ({
  name,
  priority,
  conditions: { all: [{ fact: "dpd", operator: "greaterThan", value: days }] },
  event: { type: "freeze", params: { reason: "R1" } },
});
const DOCUMENT = {
  format: "limit-policy/1",
  name: "p",
  currency: "CNY",
  limit: { fact: "limit", step: 100 },
  strategy: "first",
  facts: { limit: { type: "money" }, dpd: { type: "integer" } },
  rules: [rule("a", 5, 60), rule("b", 5, 30), rule("c", 5, 10)],
  reasons: { R1: { en: "One" }, R2: { en: "Two" } },
};
type Document = typeof DOCUMENT & Record<string, unknown>;
const textOf = (edit: (document: Document) => void): string => {
  const document = structuredClone(DOCUMENT) as Document;
  edit(document);
  return JSON.stringify(document, null, 2);
};
const withRules = (rules: (before: readonly JsonObject[]) => JsonObject[]) =>
  JSON.stringify({ ...DOCUMENT, rules: rules(DOCUMENT.rules) }, null, 2);
const withFirst = (first: JsonObject) => withRules(([, ...rest]) => [first, ...rest]);
const BASE = textOf(() => {});
const units = ({ merged }: Merge) => merged.map(({ unit, side, change }) => `${unit.id} ${side} ${change}`);
const decided = ([mine, theirs]: readonly [string, string], id: string, choice: MergeChoice) =>
  merge(BASE, mine, theirs, new Map([[id, choice]]));

describe("merging", () => {
  it("changes of different units merge by themselves and are listed", () => {
    const mine = textOf((d) => {
      d.strategy = "strictest";
      d.rules[0] = rule("a", 5, 90);
      d.title = "New";
    });
    const theirs = textOf((d) => {
      d.rules[1] = rule("b", 7, 30);
      d.rules.push(rule("d", 5, 5));
      d.limit.step = 50;
      (d.reasons as Record<string, unknown>).R3 = { en: "Three" };
      (d as Record<string, unknown>).derived = { half: { expression: "limit / 2" } };
    });
    const result = merge(BASE, mine, theirs);
    expect(result).toMatchObject({ conflicts: [], problems: [] });
    expect(units(result)).toEqual([
      "limit:step theirs changed",
      "strategy:strategy mine changed",
      "rule:a mine changed",
      "rule:b theirs changed",
      "rule:d theirs added",
      "reason:R3 theirs added",
      "head:title mine added",
      "derived:half theirs added",
    ]);
    expect((JSON.parse(result.text) as Document).rules.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  });

  it("mine's formatting stays; what theirs adds is written as theirs", () => {
    const loose = BASE.replace(
      /\{\s+"fact": "dpd",\s+"operator": "greaterThan",\s+"value": 60\s+\}/,
      '{ "fact": "dpd",  "operator": "greaterThan", "value": 60 }',
    );
    const theirs = textOf((d) => {
      d.rules[0] = rule("a", 9, 60);
      d.rules.push(rule("d", 5, 5));
    });
    const { text } = merge(BASE, loose, theirs);
    expect(text).toBe(
      theirs.replace(
        /\{\s+"fact": "dpd",\s+"operator": "greaterThan",\s+"value": 60\s+\}/,
        '{ "fact": "dpd",  "operator": "greaterThan", "value": 60 }',
      ),
    );
  });

  it("the same rule changed on both sides: a conflict, decided by mine, theirs, base or one's own text", () => {
    const [mine, theirs] = [withFirst(rule("a", 5, 90)), withFirst(rule("a", 6, 60))];
    const result = merge(BASE, mine, theirs);
    expect(result.conflicts.map(({ unit }) => unit.id)).toEqual(["rule:a"]);
    expect(result.text).toBe(mine);
    expect(decided([mine, theirs], "rule:a", "theirs").text).toBe(theirs);
    expect(decided([mine, theirs], "rule:a", "base").text).toBe(BASE);
    expect(JSON.parse(decided([mine, theirs], "rule:a", { text: JSON.stringify(rule("a", 6, 90)) }).text).rules[0]).toEqual(
      rule("a", 6, 90),
    );
    expect(decided([mine, theirs], "rule:a", { text: "{ oops" }).conflicts).toHaveLength(1);
  });

  it("deleted here and changed there, and two rules of one name added, are conflicts", () => {
    const mine = textOf((d) => {
      d.rules.splice(1, 1);
      d.rules.push(rule("d", 5, 1));
    });
    const theirs = textOf((d) => {
      d.rules[1] = rule("b", 5, 31);
      d.rules.push(rule("d", 5, 2));
    });
    const result = merge(BASE, mine, theirs);
    expect(result.conflicts.map(({ unit, mine: m, base: b }) => [unit.id, m === null, b === null])).toEqual([
      ["rule:d", false, true],
      ["rule:b", true, false],
    ]);
    expect((JSON.parse(decided([mine, theirs], "rule:b", "theirs").text) as Document).rules.map(({ name }) => name)).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  const listed = (...names: string[]) => JSON.stringify(names, null, 2);
  it("orders: one side's moves stand, new rules keep their neighbours, two different orders are a conflict", () => {
    const order = (...names: string[]) => withRules((rules) => names.map((name) => rules.find((r) => r.name === name) ?? rule(name, 5, 1)));
    const names = ({ text }: Merge) => (JSON.parse(text) as Document).rules.map(({ name }) => name).join("");
    expect(names(merge(BASE, order("a", "b", "x", "c"), order("c", "b", "a")))).toBe("cbxa");
    expect(names(merge(BASE, order("a", "y", "b", "c"), order("a", "x", "b", "c")))).toBe("axybc");
    expect(names(merge(BASE, order("a", "c"), order("b", "a", "c")))).toBe("ac");
    const sides = [order("b", "a", "c"), order("a", "c", "b")] as const;
    const result = merge(BASE, ...sides);
    expect(result.conflicts).toEqual([
      {
        unit: { id: "order:rules", kind: "order", name: "rules" },
        base: listed("a", "b", "c"),
        mine: listed("b", "a", "c"),
        theirs: listed("a", "c", "b"),
      },
    ]);
    expect([
      names(result),
      names(decided(sides, "order:rules", "theirs")),
      names(decided(sides, "order:rules", "base")),
      names(decided(sides, "order:rules", { text: '["c","b"]' })),
    ]).toEqual(["bac", "acb", "abc", "cba"]);
  });

  it("the result is validated: theirs removed a reason that mine reads", () => {
    const mine = withFirst({ ...rule("a", 5, 60), event: { type: "freeze", params: { reason: "R2" } } });
    const theirs = textOf((d) => void delete (d.reasons as Record<string, unknown>).R2);
    expect(merge(BASE, mine, theirs).problems.map(({ code, path }) => [code, path])).toEqual([
      ["unknown-reason", "/rules/0/event/params/reason"],
    ]);
  });

  it("names of JavaScript's objects are names like others", () => {
    const theirs = textOf((d) => {
      Object.assign(d.facts, { toString: { type: "number" } });
      Object.assign(d, { valueOf: "x" });
    });
    const result = merge(BASE, BASE, theirs);
    expect([result.text, units(result)]).toEqual([theirs, ["fact:toString theirs added", "head:valueOf theirs added"]]);
    expect(merge(theirs, theirs, BASE).text).toBe(BASE);
  });

  it("rules that names do not tell apart are one unit; a text that is no JSON is one whole", () => {
    const twice = textOf((d) => void d.rules.push(rule("a", 5, 1)));
    const other = textOf((d) => void d.rules.pop());
    expect(merge(BASE, twice, other).conflicts.map(({ unit }) => unit.id)).toEqual(["head:rules"]);
    const broken = merge(BASE, `${BASE} oops`, other);
    expect(broken.conflicts.map(({ unit }) => unit.id)).toEqual(["document:document"]);
    expect(broken.text).toBe(`${BASE} oops`);
    expect(decided([`${BASE} oops`, other], "document:document", "theirs")).toMatchObject({ text: other, conflicts: [], problems: [] });
    expect(merge(BASE, BASE, "").text).toBe("");
  });
});
