import { expect, it } from "vitest";
import { evaluateRequestSchema } from "./evaluate";
import { inputProblems } from "../../_server/input-problems";

const problems = (input: unknown) => {
  const checked = evaluateRequestSchema.safeParse(input);
  return checked.success ? [] : inputProblems(checked.error);
};

it("finds nothing wrong with a stored policy, a document, or a text", () => {
  for (const policy of [
    { name: "a" },
    { name: "a", version: 3 },
    { name: "a", version: "published" },
    { format: "limit-policy/1", name: "a" },
    "{}",
  ]) {
    expect(problems({ policy, borrowers: [{ name: "b", facts: { a: 1, b: null, c: ["d"], e: true } }] })).toEqual([]);
    expect(problems({ policy, borrowers: { fixtureSet: "s" } })).toEqual([]);
  }
});

it("lists everything with its place", () => {
  const found = problems({
    policy: { name: "a", version: 0 },
    borrowers: [
      { name: 1, facts: {} },
      { name: "b", facts: { "x/y": {} } },
    ],
    more: 1,
  });
  expect(found.map(({ path }) => path)).toEqual(["/policy/version", "/borrowers/0/name", "/borrowers/1/facts/x~1y", ""]);
});
