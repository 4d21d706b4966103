import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Expression, childrenOf, parsePolicy, type ValidPolicy } from "#rules/policy";
import { readDraft } from "./draft.ts";
import { namePlaces, type NameKind } from "./names-in-text.ts";
import { rename } from "./rename.ts";
import { laidOut, outsideStays } from "./testing.ts";

function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems[0]));
  return parsed.policy;
}

/** What a policy means, each occurrence of one name as another. Derived facts' sources are left to their expressions. */
function meaning(
  { facts, derived, conditions, limit, rules, guardrails, reasons }: ValidPolicy,
  kind: NameKind,
  from: string,
  to: string,
): unknown {
  const name = (own: string, ...kinds: NameKind[]) => (own === from && kinds.includes(kind) ? to : own);
  const expression = (e: Expression): unknown =>
    e.kind === "fact"
      ? name(e.name, "fact", "derived")
      : [{ ...e, left: 0, right: 0, operand: 0, low: 0, high: 0, test: 0, then: 0, else: 0, arguments: 0 }, childrenOf(e).map(expression)];
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((element) => walk(element, key));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === "name" ? walk(v, key) : walk(v, k)]));
    if (typeof value !== "string") return value;
    if (key === "fact" || key === "balance") return name(value, "fact", "derived");
    if (key === "reason") return name(value, "reason");
    return value;
  };
  const references = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(references);
    if (typeof value !== "object" || value === null) return value;
    const node = value as { kind?: string; name?: string };
    if (node.kind === "reference") return { ...node, name: name(node.name as string, "condition") };
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, references(v)]));
  };
  return {
    facts: [...facts.keys()].map((own) => name(own, "fact", "derived")).sort(),
    derived: [...derived.values()].map((d) => [name(d.name, "fact", "derived"), d.type, d.nullable, expression(d.expression)]),
    conditions: [...conditions].map(([own, condition]) => [name(own, "condition"), references(walk(condition, ""))]),
    limit: walk(limit, ""),
    rules: rules.map((rule) => [name(rule.name, "rule"), references(walk({ ...rule, name: "" }, ""))]),
    guardrails: guardrails.map((guardrail) => [name(guardrail.name, "guardrail"), references(walk({ ...guardrail, name: "" }, ""))]),
    reasons: [...reasons.keys()].map((own) => name(own, "reason")),
  };
}

const NEW_NAMES: Readonly<Record<NameKind, string>> = {
  fact: "min",
  derived: "a_new_fact",
  condition: 'a "new" one',
  reason: "N-1",
  rule: "新",
  guardrail: "new",
};

describe("rename", () => {
  it("changes the meaning by nothing but the name, and no byte elsewhere; back again gives the first text", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 9 }), (seed, size) => {
        const choose = new Chooser(seed);
        const { document } = randomPolicy(seed, size);
        const text = laidOut(choose, document);
        const policy = policyOf(text);
        const names: [NameKind, string][] = [
          ...[...policy.facts.keys()].filter((n) => n !== "min").map((n): [NameKind, string] => ["fact", n]),
          ...[...policy.derived.keys()].map((n): [NameKind, string] => ["derived", n]),
          ...[...policy.conditions.keys()].map((n): [NameKind, string] => ["condition", n]),
          ...[...policy.reasons.keys()].map((n): [NameKind, string] => ["reason", n]),
          ...policy.rules.map(({ name }): [NameKind, string] => ["rule", name]),
          ...policy.guardrails.map(({ name }): [NameKind, string] => ["guardrail", name]),
        ];
        const [kind, from] = choose.pick(names);
        const to = kind === "fact" && policy.facts.has("min") ? "max" : NEW_NAMES[kind];
        const { text: after, edits, places, problem } = rename(readDraft(text), kind, from, to);
        expect(problem).toBeNull();
        expect(edits).toHaveLength(places.length);
        outsideStays(text, after, edits);
        for (const { offset, length } of places) expect(JSON.parse(`"${text.slice(offset, offset + length)}"`)).toBe(from);
        expect(meaning(policyOf(after), kind, "", "")).toEqual(meaning(policy, kind, from, to));
        expect(rename(readDraft(after), kind, to, from).text).toBe(text);
      }),
      { seed: 21, numRuns: 50 },
    );
  });

  it("finds names in expressions at their exact words, not in texts, not as functions", () => {
    const expression = 'if min > min(min , 2) and s = "min \\" min" then min_2 else -min';
    const draft = readDraft(JSON.stringify({ facts: { min: {} }, derived: { d: { expression } } }));
    const { text, places } = rename(draft, "fact", "min", "low");
    expect(JSON.parse(text).derived.d.expression).toBe('if low > min(low , 2) and s = "min \\" min" then min_2 else -low');
    expect(places.map(({ pointer, role }) => [pointer, role])).toEqual([
      ["/facts/min", "declared"],
      ...Array.from({ length: 3 }, () => ["/derived/d/expression", "read"]),
    ]);
  });

  it("works beside what is broken, expressions included", () => {
    const text =
      '{"facts": {"a": {}}, "derived": {"d": {"expression": "a + (a"}}, "rules": [{"conditions": {"all": [oops, {"fact": "a"}]}}]}';
    expect(rename(readDraft(text), "fact", "a", "b").text).toBe(text.replace(/"a"/g, '"b"').replace("a + (a", "b + (b"));
  });

  it.each([
    ["fact", "a", "d", "`d` is taken by another fact or derived fact; choose another name"],
    ["derived", "d", "if", "`if` is a keyword of expressions; choose another name"],
    ["fact", "a", "1st", "`1st` is not a fact name; use up to 64 letters, digits and underscores, starting with a letter"],
    ["reason", "R", "__proto__", "`__proto__` is refused as a name; choose another"],
    ["reason", "R", "x-R", "names that begin with `x-` are ignored; choose another"],
    ["rule", "none", "r", "there is no rule `none`"],
    ["condition", "c", "", "a name is needed"],
  ] as const)("refuses %s %s → %s", (kind, from, to, problem) => {
    const draft = readDraft('{"facts":{"a":{}},"derived":{"d":{}},"conditions":{"c":{}},"reasons":{"R":{}}}');
    expect(rename(draft, kind, from, to)).toMatchObject({ problem, edits: [] });
  });

  it("lists every name, in the order of the text", () => {
    const places = namePlaces(
      readDraft('{"reasons":{"R":{}},"limit":{"fact":"a"},"rules":[{"name":"r","event":{"params":{"reason":"R"}}}]}'),
    );
    expect(places.map(({ kind, name, role }) => `${kind} ${name} ${role}`)).toEqual([
      "reason R declared",
      "fact a read",
      "rule r declared",
      "reason R read",
    ]);
  });
});
