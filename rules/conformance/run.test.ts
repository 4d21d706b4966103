import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BACKENDS } from "./backends.ts";
import { documentOf, TOPICS } from "./topics.ts";
import type { Case } from "./types.ts";

const expectedOf = ({ outcome, error, errors }: Case) => (outcome ? { outcome } : { errors: errors ?? [error] });

it("lists every file of cases", () => {
  const files = readdirSync(new URL("./cases/", import.meta.url)).sort();
  expect(TOPICS.map(({ name }) => `${name}.json`).sort()).toEqual(files);
});

describe.each(TOPICS.map((topic) => [topic.name, topic] as const))("%s", (_, topic) => {
  it("has cases, each with a note of its own and one expectation", () => {
    expect(topic.cases.length).toBeGreaterThan(0);
    expect(new Set(topic.cases.map(({ note }) => note)).size).toBe(topic.cases.length);
    for (const { outcome, error, errors } of topic.cases) expect([outcome, error, errors].filter(Boolean)).toHaveLength(1);
  });
  describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))("on %s", (_name, backend) => {
    it.each(topic.cases.map((one) => [one.note, one] as const))("%s", async (_note, one) => {
      const found = await backend.decide(JSON.stringify(documentOf(one)), one.scenario ?? {}, one.facts);
      expect(found).toStrictEqual(expectedOf(one));
    });
  });
});
