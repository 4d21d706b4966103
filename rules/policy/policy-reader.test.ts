import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "./parse.ts";
import { PolicyReader } from "./policy-reader.ts";

const SAMPLES = ["online-line/v1", "taiwan-card/v2"].map((name) => readFileSync(`rules/samples/${name}.policy.json`, "utf8"));

/** What an author may write over any text that has it: much of it is wrong where it comes to stand. */
const WRITES: readonly (readonly [RegExp, string])[] = [
  [/"value": \d+/g, '"value": 7'],
  [/"value": \d+/g, '"value": "seven"'],
  [/"value": \d+/g, '"value": 7x'],
  [/"value": \d+/g, '"value": '],
  [/"fact": "\w+"/g, '"fact": "nobody"'],
  [/"operator": "\w+"/g, '"operator": "in"'],
  [/"operator": "\w+"/g, '"operator": "near"'],
  [/"name": "[^"]+"/g, '"name": "A rule"'],
  [/"priority": \d+/g, '"priority": 0'],
  [/"priority": \d+/g, '"priority": 77, "x-note": "\\u4e2d"'],
  [/"priority": \d+/g, '"priority": 1, "priority": 2'],
  [/"reason": "[^"]+"/g, '"reason": "NOPE"'],
  [/"type": "(?:increase|decrease|freeze|hold)"/g, '"type": "refer"'],
  [/"nullable": true/g, '"nullable": false'],
  [/"expression": "/g, '"expression": "1 + '],
  [/"rules": \[/g, '"rules": [{},'],
  [/\n {4}\},\n/g, "\n    }\n"],
  [/\n {4}\},\n/g, '\n    }, { "name": "Z", "priority": 3 },\n'],
  [/"all": \[/g, '"all": [{"not": {"not": {"any": []}}},'],
  [/"conditions": \{/g, `"conditions": {"not": ${'{"not": '.repeat(40)}{"all": []}${"}".repeat(40)}}, "was": {`],
  [/,/g, ""],
  [/"/g, ""],
];

const step = fc.record({
  write: fc.constantFrom(...WRITES),
  at: fc.noBias(fc.nat({ max: 9_999 })),
  isUndone: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
});

function written(text: string, [found, put]: readonly [RegExp, string], at: number): string {
  const places = [...text.matchAll(found)];
  const place = places[at % Math.max(places.length, 1)];
  return place === undefined ? text : text.slice(0, place.index) + put + text.slice(place.index + place[0].length);
}

describe("a policy that is read as it is edited", () => {
  it("is what the whole text is, problem by problem and value by value", () => {
    let kept = 0;
    let invalid = 0;
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.array(step, { minLength: 2, maxLength: 10 }), (sample, steps) => {
        const reader = new PolicyReader();
        let text = sample;
        let before = reader.read(text).result;
        for (const { write, at, isUndone } of steps) {
          const next = written(text, write, at);
          for (const now of isUndone ? [next, text] : [next]) {
            const { result } = reader.read(now);
            expect(result).toEqual(parsePolicy(now));
            if (!result.ok) invalid++;
            if (result.ok && before.ok && result.policy.rules.some((rule) => before.ok && before.policy.rules.includes(rule))) kept++;
            before = result;
          }
          if (!isUndone) text = next;
        }
      }),
      { numRuns: 70, seed: 55 },
    );
    expect(invalid).toBeGreaterThan(50);
    expect(kept, "valid texts whose other rules are as they were").toBeGreaterThan(30);
  });

  it("keeps what stays", () => {
    const reader = new PolicyReader();
    const [, text = ""] = SAMPLES;
    const first = reader.read(text).result;
    const second = reader.read(text.replace(/"value": \d+/, '"value": 1234')).result;
    if (!first.ok || !second.ok) throw new Error("both are valid");
    const fresh = second.policy.rules.filter((rule) => !first.policy.rules.includes(rule));
    expect(fresh).toHaveLength(1);
    expect(Object.isFrozen((second.policy.document as { rules: unknown[] }).rules)).toBe(true);
  });
});
