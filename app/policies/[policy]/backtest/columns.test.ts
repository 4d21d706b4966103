import { describe, expect, it } from "vitest";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import type { ColumnProfile, PortfolioProfile } from "#rules/portfolio";
import { mapColumns } from "./columns";

function policy(): ValidPolicy {
  const document = {
    format: "limit-policy/1",
    name: "p",
    title: "P",
    currency: "EUR",
    limit: { fact: "current_limit", step: 1 },
    strategy: "strictest",
    facts: {
      current_limit: { type: "money", min: 0 },
      age: { type: "integer", min: 18, max: 100, nullable: true },
      kind: { type: "string", values: ["a", "b"] },
      cycle: { type: "string", scope: "scenario" },
      score: { type: "number" },
    },
    rules: [],
    reasons: {},
  };
  const parsed = parsePolicy(JSON.stringify(document));
  if (!parsed.ok) throw new Error(parsed.problems.map((problem) => problem.message).join());
  return parsed.policy;
}

const column = (name: string, given: Partial<ColumnProfile>): ColumnProfile => ({
  name,
  type: "integer",
  stored: "BIGINT",
  nulls: 0,
  distinct: 40,
  distinctExact: true,
  min: 20,
  max: 79,
  mean: 35,
  quantiles: null,
  histogram: [],
  top: [],
  guess: "integer",
  ...given,
});

const text = { type: "text", stored: "VARCHAR", guess: "string", min: null, max: null } as const;

describe("mapColumns", () => {
  const profile: PortfolioProfile = {
    rows: 100,
    columns: [
      column("current_limit", {}),
      column("age", { nulls: 100 }),
      column("years", { max: 120 }),
      column("kind", { ...text, nulls: 2, top: [{ value: "c", rows: 5 }] }),
      column("score", {}),
      column("id", {}),
    ],
  };
  const mapped = (facts: Record<string, string> = {}, observed: string | null = null) =>
    mapColumns([policy()], { facts, id: null, observed }, profile);
  const verdicts = (facts?: Record<string, string>) =>
    Object.fromEntries(mapped(facts).facts.map(({ fact, verdict, words }) => [fact.name, `${verdict}: ${words}`]));

  it("says what gives each borrower fact, and leaves the scenario's to the run", () => {
    expect(Object.keys(verdicts())).toEqual(["current_limit", "age", "kind", "score"]);
    expect(verdicts()).toMatchObject({
      current_limit: "fits: ",
      age: "null: the column is empty: not known of any borrower",
      kind: expect.stringMatching(/^look: .*empty in 2 rows.*`c`/),
      score: "fits: ",
    });
  });

  it("judges the column that was chosen", () => {
    expect(verdicts({ age: "years" }).age).toMatch(/^look: .*goes up to 120, above the greatest value 100/);
    expect(verdicts({ age: "gone" }).age).toMatch(/^rejects: .*no column `gone`/);
  });

  it("names what names the borrowers, what nothing reads and what is not there", () => {
    expect(mapped()).toMatchObject({ id: "id", unread: ["years"], problems: [] });
    expect(mapped({}, "gone").problems[0]).toContain("no column `gone`");
    expect(mapped({ nothing: "years" }).problems[0]).toContain("no policy declares it");
  });
});
