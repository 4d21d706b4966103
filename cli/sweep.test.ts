import { execFile } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const sample = (name: string) => path.join(root, "rules/samples", name);
const V1 = sample("taiwan-card/v1.policy.json");
const BORROWERS = sample("taiwan-card/sample-2000.csv");
const AT = ["--at", "/rules/5/conditions/all/0/value"];

function limen(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, "cli/limen.mjs"), ...words], { maxBuffer: 1e8 }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

test("sweep gives a threshold's whole curve, with what was observed of those touched", async () => {
  const { code, out } = await limen("sweep", V1, BORROWERS, ...AT, "--observed", "observed_default", "--json");
  const swept = JSON.parse(out);
  expect(code).toBe(0);
  expect(swept).toMatchObject({
    policy: { name: "card-limit-review", hash: expect.stringMatching(/^sha256:/) },
    at: AT[1],
    current: 60,
    kind: "threshold",
    fact: "days_past_due",
    borrowers: 2000,
  });
  const values = swept.points.map(({ value }: { value: number }) => value);
  expect(values).toEqual([...values].sort((a: number, b: number) => a - b));
  const now = swept.points.find(({ value }: { value: number }) => value === 60);
  expect(now).toMatchObject({ shifted: 0, errors: 0 });
  expect(now.observed.borrowers).toBe(now.touched);
  expect(now.observed.mean).toBeGreaterThan(0);
});

test("sweep gives any one value, and a table for people", async () => {
  const exact = JSON.parse((await limen("sweep", V1, BORROWERS, ...AT, "--value", "45.5", "--json")).out);
  expect(exact.points.map(({ value }: { value: number }) => value)).toEqual([45.5]);
  const { out, code } = await limen("sweep", V1, BORROWERS, "--at", "/limit/step");
  expect(code).toBe(0);
  expect(out).toContain("41 values of a grid, exact at each");
  expect(out).toMatch(/›.*1,000/);
});

test("sweep says which number is meant where a pointer names none, and what else is wrong", async () => {
  const wrong = await limen("sweep", V1, BORROWERS, "--at", "/rules/5/conditions/all/0/valeu");
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err).toContain("  /rules/5/conditions/all/0/value\n");
  expect(await limen("sweep", V1, BORROWERS)).toMatchObject({ code: 2, err: expect.stringContaining("`--at POINTER` is missing") });
  const column = await limen("sweep", V1, BORROWERS, ...AT, "--observed", "nowhere");
  expect(column).toMatchObject({ code: 2, err: expect.stringContaining("no column `nowhere`") });
  expect(await limen("sweep", V1, BORROWERS, ...AT, "--value", "x")).toMatchObject({ code: 2 });
});
