import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backtest } from "#rules/portfolio";

const root = path.resolve(import.meta.dirname, "..");
const sample = (name: string) => path.join(root, "rules/samples/taiwan-card", name);
const [V1, V2, PORTFOLIO] = [sample("v1.policy.json"), sample("v2.policy.json"), sample("portfolio.csv")];
const folder = mkdtempSync(path.join(tmpdir(), "limen-cli-backtest-"));
const inFolder = (name: string) => path.join(folder, name);

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the bundle; `until` may send it a signal once something stands on the disk. */
function limen(words: readonly string[], interrupt?: () => boolean): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "dist/limen.mjs"), "backtest", ...words], { cwd: folder });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    const watch = setInterval(() => interrupt?.() && child.kill("SIGINT"), 20);
    child.once("close", (code) => {
      clearInterval(watch);
      resolve({ code, out, err });
    });
  });
}

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, "cli/limen.mjs"), "--version"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PAIR = [V1, PORTFOLIO, "--against", V2, "--candidate-set", "economic_cycle=downturn"];

describe("limen backtest", { timeout: 120_000 }, () => {
  it("prints the backtest as JSON, and writes the outcomes", async () => {
    const words = [
      ...PAIR,
      "--observed",
      "observed_default",
      "--by",
      "customer_segment",
      "--by",
      "utilization",
      "--out",
      "o.parquet",
      "--json",
    ];
    const { code, out, err } = await limen(words);
    expect(code).toBe(0);
    const result = JSON.parse(out) as Backtest;
    expect(result.summary).toMatchObject({ borrowers: 30_000, errors: 0, shifted: 13_989, observed: { column: "observed_default" } });
    expect(result.breakdowns.map(({ by, subject }) => [by, subject])).toEqual([
      ["customer_segment", "fact"],
      ["utilization", "derived"],
    ]);
    const limits = [
      result.summary.baseline.limit,
      result.summary.candidate.limit,
      ...(result.attribution ?? []).map(({ limit }) => limit.share),
    ];
    const [before = 0, after = 0, ...shares] = limits.map((limit) => Math.round(limit * 100));
    expect(shares.reduce((sum, share) => sum + share, before)).toBe(after);
    expect(result.scenario).toEqual({ baseline: {}, candidate: { economic_cycle: "downturn" } });
    expect(result.engine).toBe("kernels");
    expect(readFileSync(inFolder("o.parquet")).subarray(0, 4).toString()).toBe("PAR1");
    expect(err).toContain("wrote o.parquet");
  });

  it("prints figures for people, of two versions and of one", async () => {
    const two = await limen(PAIR);
    expect(two).toMatchObject({ code: 0, out: expect.stringMatching(/13,989 shifted.*decrease → freeze +495 .*no change +20,542/s) });
    expect(two.out).toMatch(/Attribution of the shift\n.*B08-dormant-line +1,370 +-74,796,833\.33.*total +-288,141,360\n/s);
    expect((await limen([...PAIR, "--no-attribution"])).out).not.toContain("Attribution");
    expect(two.err).toContain("ignored, as no fact is read from them: observed_default");
    const one = await limen([V1, PORTFOLIO, "--by", "audit_sex"]);
    expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/limit before +5,024,529,680.*By audit_sex/s) });
    expect(one.out).not.toContain("shifted");
  });

  it("tells what is rejected, exit code 1", async () => {
    const lines = readFileSync(PORTFOLIO, "utf8").split("\n").slice(0, 4);
    writeFileSync(inFolder("few.csv"), `${[lines[0], lines[1]?.replace(/^1,20000/, "1,-1"), lines[2], "3,1"].join("\n")}\n`);
    const { code, out, err } = await limen([V1, "few.csv", "--rejected", "r.csv", "--json"]);
    expect(code).toBe(1);
    expect((JSON.parse(out) as Backtest).summary).toMatchObject({ borrowers: 3, errors: 2 });
    expect(err).toContain("2 of 3 rows cannot be evaluated");
    expect(
      readFileSync(inFolder("r.csv"), "utf8")
        .split("\n")
        .map((line) => line.split(",").slice(0, 4).join()),
    ).toEqual(["name,side,code,fact", "1,baseline,out-of-range,current_limit", "line 4,file,unreadable-row,", ""]);
  });

  it.each([
    ["a missing file", [V1, "nowhere.csv"], "there is no such file"],
    ["another format", [V1, V1], "a portfolio is a .csv or a .parquet file"],
    [
      "a scenario that is not given, and an unknown column",
      [V1, PORTFOLIO, "--against", V2, "--map", "audit_age=agee"],
      /economic_cycle.*`agee`/s,
    ],
    ["an unknown engine", [V1, PORTFOLIO, "--engine", "kernel"], "did you mean `kernels`"],
    ["an unknown breakdown", [V1, PORTFOLIO, "--by", "utilisation"], "did you mean `utilization`"],
    ["a mapping without a column", [V1, PORTFOLIO, "--map", "x"], "must be `--map fact=column`"],
    ["a candidate's scenario without a candidate", [V1, PORTFOLIO, "--candidate-set", "a=b"], "needs a candidate"],
    ["an output that cannot be", [V1, PORTFOLIO, "--out", "nowhere/o.parquet"], "there is no such folder"],
    ["an output of another format", [V1, PORTFOLIO, "--out", "o.xlsx"], "a .parquet or a .csv file"],
  ])("refuses %s, exit code 2", async (_what, words, message) => {
    const { code, out, err } = await limen(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });

  it("stops at once on an interrupt, and leaves nothing half-written", async () => {
    const begun = () => readdirSync(folder).some((name) => name.startsWith("late.parquet"));
    const ended = await limen([...PAIR, "--engine", "json-rules-engine", "--out", "late.parquet"], begun);
    expect(ended).toMatchObject({ code: 130, out: "" });
    expect(begun()).toBe(false);
    expect(existsSync(inFolder("late.parquet"))).toBe(false);
  });
});
