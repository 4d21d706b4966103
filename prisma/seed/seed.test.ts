import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testFixture } from "#rules/borrowers";
import { createEvaluator } from "#rules/evaluate";
import { parsePolicy } from "#rules/policy";
import {
  findFixtureSet,
  findPolicy,
  findPortfolio,
  getVersion,
  listFixtureSets,
  listFixtures,
  listPolicies,
  listPublications,
  listVersions,
} from "#store";
import { closeDatabase, useDatabase } from "../client/index.ts";
import { TEST_SERVERS, type TestServer } from "../testing.ts";
import { seedIfEmpty } from "./index.ts";

describe.each(TEST_SERVERS)("the samples on $name", (kind) => {
  let server: TestServer;
  let data: string;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    data = mkdtempSync(path.join(tmpdir(), "limen-seed-"));
    process.env.LIMEN_DATA = data;
    useDatabase(await server.createDatabase());
  });
  afterEach(async () => {
    await closeDatabase();
    delete process.env.LIMEN_DATA;
    rmSync(data, { recursive: true, force: true });
  });

  test("are stored once, whoever starts at the same time", async () => {
    const seeded = await Promise.all([seedIfEmpty(), seedIfEmpty(), seedIfEmpty()]);
    expect(seeded.filter(Boolean)).toHaveLength(1);
    expect(await seedIfEmpty()).toBe(false);
    expect(await listPolicies()).toMatchObject([
      { name: "card-limit-review", latest: 2, published: 1 },
      { name: "post-repayment-limit", latest: 2, published: 1 },
    ]);
  });

  test("have versions with authors and messages, and fixture sets", async () => {
    await seedIfEmpty();
    for (const policy of ["card-limit-review", "post-repayment-limit"]) {
      const [second, first] = await listVersions(policy);
      expect(first).toMatchObject({ number: 1, parent: null, published: true });
      expect(second).toMatchObject({ number: 2, parent: 1, published: false });
      expect(first?.message.length).toBeGreaterThan(20);
      expect(await listPublications(policy)).toHaveLength(1);
      expect(await findPolicy(policy)).toMatchObject({ title: expect.stringContaining("downturn tightening") });
    }
    const sets = [...(await listFixtureSets("card-limit-review")), ...(await listFixtureSets("post-repayment-limit"))];
    expect(sets.map(({ title, fixtures, scenario }) => [title, fixtures, scenario])).toEqual([
      ["Hand-picked borrowers 24", 24, { economic_cycle: "downturn" }],
      ["Real card borrowers 2,000", 2000, { economic_cycle: "downturn" }],
      ["Archetypes", 36, { economic_cycle: "downturn" }],
    ]);
  });

  test("have a portfolio, whose file lies whole in the data folder", async () => {
    await seedIfEmpty();
    const portfolio = await findPortfolio("real-card-borrowers");
    expect(portfolio).toMatchObject({ registered: false, rows: null, mapping: { facts: {}, id: null, observed: "observed_default" } });
    expect(portfolio?.path.startsWith(data)).toBe(true);
    const copy = readFileSync(portfolio?.path ?? "");
    expect(copy.length).toBe(portfolio?.bytes);
    expect(`sha256:${createHash("sha256").update(copy).digest("hex")}`).toBe(portfolio?.hash);
  });

  test("pass their own tests under version 1, and evaluate under version 2", async () => {
    await seedIfEmpty();
    const versions = await Promise.all([1, 2].map((number) => getVersion("card-limit-review", number)));
    const [first, second] = versions.map(({ text }) => {
      const parsed = parsePolicy(text);
      if (!parsed.ok) throw new Error("invalid sample");
      return parsed.policy;
    });
    const set = await findFixtureSet("card-limit-review", "hand-picked-24");
    if (!first || !second || !set) throw new Error("not seeded");
    const [one, two] = [createEvaluator(first, set.scenario), createEvaluator(second, set.scenario)];
    let released = 0;
    for (const fixture of await listFixtures(set.id)) {
      const evaluation = await one.evaluate(fixture.facts);
      expect(testFixture(fixture, evaluation)).toMatchObject({ status: "passed" });
      expect(fixture.facts).not.toHaveProperty("observed_default");
      const after = await two.evaluate(fixture.facts);
      if (evaluation.ok && after.ok && evaluation.outcome.decision === "decrease" && after.outcome.decision === "hold") released += 1;
    }
    expect(released).toBe(7);
  });
});
