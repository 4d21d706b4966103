import { execFile } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const sample = (name: string) => path.join(root, "rules/samples", name);
const V2 = sample("taiwan-card/v2.policy.json");
const BORROWERS = sample("taiwan-card/sample-2000.csv");
const DOWNTURN = ["--set", "economic_cycle=downturn"];

function limen(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, "cli/limen.mjs"), ...words], { maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test("explain gives why, why not of every other rule, ways and the notice as JSON; the outcome is evaluate's", async () => {
  const { code, out } = await limen("explain", V2, BORROWERS, "--borrower", "141", ...DOWNTURN, "--json");
  expect(code).toBe(0);
  const { name, outcome, why, whyNot, ways, notice } = JSON.parse(out);
  const lines = (await limen("evaluate", V2, BORROWERS, ...DOWNTURN)).out.trim().split("\n");
  const evaluated = lines.map((line) => JSON.parse(line)).find((line) => line.name === "141");
  expect([name, outcome]).toEqual(["141", evaluated.outcome]);
  expect(why.filter(({ kind }: { kind: string }) => kind === "rule").map((step: { name: string }) => step.name)).toEqual(outcome.applied);
  const rules = whyNot.map(({ rule }: { rule: string }) => rule);
  expect(rules.some((rule: string) => outcome.fired.includes(rule))).toBe(false);
  for (const way of ways.ways) expect(way.outcome.limitAfter).toBeGreaterThan(outcome.limitAfter);
  expect(notice).toMatchObject({ decision: outcome.decision, limitAfter: outcome.limitAfter, reasons: outcome.reasons });
});

test("explain speaks English and Chinese", async () => {
  const english = await limen("explain", V2, BORROWERS, "--borrower", "141", ...DOWNTURN);
  expect(english.out).toContain("Why this outcome\n");
  expect(english.out).toContain("Notice about your credit limit");
  const chinese = await limen("explain", V2, BORROWERS, "--borrower", "141", ...DOWNTURN, "--lang", "zh");
  expect(chinese.out).toContain("为何是此结果\n");
  expect(chinese.out).toContain("关于您信用额度的通知");
});

test("explain says what is wrong: no name, a name that nobody has, a language, a borrower without an outcome", async () => {
  expect(await limen("explain", V2, BORROWERS)).toMatchObject({ code: 2, err: expect.stringContaining("`--borrower NAME` is missing") });
  expect(await limen("explain", V2, BORROWERS, "--borrower", "nobody", ...DOWNTURN)).toMatchObject({
    code: 2,
    err: expect.stringContaining("is named `nobody`; the first of 2000 are"),
  });
  expect(await limen("explain", V2, BORROWERS, "--borrower", "8", "--lang", "de")).toMatchObject({ code: 2 });
  expect(await limen("explain", V2, BORROWERS, "--borrower", "8")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining("`economic_cycle` is a fact of the scenario"),
  });
});
