/** Holds the ruleset and its runner against the outcomes that the workbench gave: `npm test`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createDecider } from "./decide.mjs";

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const ruleset = read("ruleset.json");

for (const { name, scenario, facts, expected } of read("fixtures.json")) {
  test(name, async () => {
    const decided = await createDecider(ruleset, scenario).decide(facts);
    const found = decided.ok ? { outcome: decided.outcome } : { errors: decided.errors.map(({ code, fact }) => ({ code, fact })) };
    assert.deepEqual(found, expected);
  });
}
