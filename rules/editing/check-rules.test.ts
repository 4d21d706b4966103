import fc from "fast-check";
import { expect, it } from "vitest";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Json, parsePolicy, pointerOf } from "#rules/policy";
import { checkValue } from "./check-rules.ts";
import { readDraft } from "./draft.ts";
import type { JsonNode } from "./json-node.ts";
import { laidOut } from "./testing.ts";

const VALUES: readonly Json[] = [null, -1, 0, 7, 1e9, true, "", "x", "R1", "equal", [], ["a"], {}, { all: [] }, { fact: "no_such_fact" }];

/** Pointers of all that stands in a value, itself included. */
function placesIn(node: JsonNode, steps: readonly (string | number)[]): string[] {
  const inner = node.children.flatMap(({ key, node: child }, i) => placesIn(child, [...steps, key ?? i]));
  return [pointerOf(steps), ...inner];
}

it("a value put into a valid draft has the problems that the whole text has then", () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 5 }), (own, size) => {
      const choose = new Chooser(own);
      const text = laidOut(choose, randomPolicy(own, size).document);
      const draft = readDraft(text);
      const rules = draft.root?.at("/rules");
      if (!rules) return;
      const places = placesIn(rules, ["rules"]).slice(1);
      for (let n = 0; n < 12 && places.length > 0; n++) {
        const names = rules.children.map(({ node }) => node.child("name")?.node.value ?? "");
        const [pointer, value] = [choose.pick(places), choose.pick([...VALUES, ...names])];
        const checked = checkValue(draft, pointer, value);
        const whole = parsePolicy(checked.text);
        const problems = (whole.ok ? [] : whole.problems).map(({ path, message }) => `${path}: ${message}`);
        expect(checked.problems.map(({ path, message }) => `${path}: ${message}`).sort()).toEqual(problems.sort());
        refused += Math.min(1, problems.length);
      }
    }),
    { seed: 17, numRuns: 60 },
  );
  expect(refused).toBeGreaterThan(100);
});
