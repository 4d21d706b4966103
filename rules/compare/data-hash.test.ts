import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { columnsOf } from "#rules/compile";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { DataHash, hashed, hashOfColumns, type NamedBorrower } from "./index.ts";

const SAMPLE = "rules/samples/taiwan-card";

function policyOf(file: string): ValidPolicy {
  const parsed = parsePolicy(readFileSync(`${SAMPLE}/${file}`, "utf8"));
  if (!parsed.ok) throw new Error("the sample is valid");
  return parsed.policy;
}

test("the same borrowers have the same hash, in columns and one by one; another value, name, order or fact another", async () => {
  const policies = [policyOf("v1.policy.json"), policyOf("v2.policy.json")];
  const { fixtures } = parseFixtures(readFileSync(`${SAMPLE}/sample-2000.csv`, "utf8"), "csv", policies[1] as ValidPolicy);
  const hashOf = async (borrowers: readonly NamedBorrower[]) => {
    const hash = new DataHash(policies);
    for await (const _ of hashed(borrowers, hash));
    return hash.finish();
  };
  const whole = await hashOf(fixtures);
  const columns = columnsOf(fixtures.map(({ facts }) => facts));
  const names = fixtures.map(({ name }) => name);
  expect(whole).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await hashOfColumns(policies.toReversed(), names, columns, async () => {})).toBe(whole);
  const [first, second, ...rest] = fixtures as [NamedBorrower, NamedBorrower, ...NamedBorrower[]];
  const backwards = Object.fromEntries(Object.entries({ ...first.facts, undeclared: 1 }).reverse());
  expect(await hashOf([{ ...first, facts: backwards }, second, ...rest])).toBe(whole);
  const [fact = "", value] = Object.entries(first.facts).find(([, one]) => typeof one === "number") ?? [];
  const { [fact]: _gone, ...without } = first.facts;
  for (const other of [
    [second, first, ...rest],
    [{ ...first, name: "another" }, second, ...rest],
    [{ ...first, facts: { ...first.facts, [fact]: Number(value) + 1 } }, second, ...rest],
    [{ ...first, facts: { ...first.facts, [fact]: null } }, second, ...rest],
    [{ ...first, facts: without }, second, ...rest],
    [first, ...rest],
  ])
    expect(await hashOf(other)).not.toBe(whole);
});
