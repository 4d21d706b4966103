import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outcomeSchema } from "#rules/evaluate";

const root = path.resolve(import.meta.dirname, "..");
const sample = (name: string) => path.join(root, "rules/samples", name);
const V1 = sample("taiwan-card/v1.policy.json");
const V2 = sample("taiwan-card/v2.policy.json");
const BORROWERS = sample("taiwan-card/sample-2000.csv");
const DOWNTURN = ["--set", "economic_cycle=downturn"];

const folder = mkdtempSync(path.join(tmpdir(), "limen-cli-"));
const file = (name: string, text: string | Buffer) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the bundle as a user would; `input` is its standard input. */
function limen(words: readonly string[], input: string | Buffer = "", env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "dist/limen.mjs"), ...words], { cwd: folder, env: { ...process.env, ...env } });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}

/** Runs the bundle, counts its lines, and has it end its standard error with a figure of the process. */
async function measured(words: readonly string[], figure: string): Promise<{ code: unknown; lines: number; err: string }> {
  const bundle = new URL("../dist/limen.mjs", import.meta.url).href;
  const script = `process.argv.splice(1, 0, "limen"); process.on("exit", () => process.stderr.write(String(Math.round(process.${figure})))); await import(${JSON.stringify(bundle)});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let [lines, err] = [0, ""];
  child.stdout.on("data", (bytes: Buffer) => {
    for (const byte of bytes) if (byte === 10) lines += 1;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  return { code, lines, err };
}
type JsonLine = { name: string; outcome?: unknown; error?: { code: string; fact: string }; trace?: unknown };
const jsonLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as JsonLine);

const SMALL = {
  format: "limit-policy/1",
  name: "small",
  currency: "EUR",
  limit: { fact: "limit", balance: "balance", step: 100 },
  strategy: "first",
  facts: {
    limit: { type: "money", min: 0 },
    balance: { type: "money", nullable: true },
    late: { type: "integer", min: 0 },
    flags: { type: "strings", nullable: true },
    cycle: { type: "string", values: ["boom", "bust"], scope: "scenario" },
  },
  rules: [
    {
      name: "late",
      priority: 2,
      conditions: { all: [{ fact: "late", operator: "greaterThan", value: 0 }] },
      event: { type: "decrease", params: { percent: 50, reason: "L" } },
    },
    {
      name: "bust",
      conditions: { all: [{ fact: "cycle", operator: "equal", value: "bust" }] },
      event: { type: "hold", params: { reason: "B" } },
    },
  ],
  reasons: { L: { en: "late" }, B: { en: "bust" } },
};
const CAPPED = { ...SMALL, facts: { ...SMALL.facts, cap: { type: "money", scope: "scenario" } } };
const CSV = "name,limit,balance,late,flags,odd\nann,1000,10.5,0,,x\nbob,1000,,2,a|b,y\n";
let small = "";

beforeAll(() => {
  execFileSync(process.execPath, [path.join(root, "cli/limen.mjs"), "--version"]);
  small = file("small.policy.json", JSON.stringify(SMALL));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("limen", () => {
  it("tells its commands, and each command's options", async () => {
    const { code, out } = await limen(["--help"]);
    expect(code).toBe(0);
    for (const name of ["validate", "evaluate", "test", "compare", "export"]) {
      expect(out).toContain(`  ${name}`);
      expect(await limen([name, "--help"])).toMatchObject({ code: 0, err: "", out: expect.stringContaining(`usage: limen ${name} `) });
    }
    expect(await limen(["help", "test"])).toMatchObject({ code: 0, out: expect.stringContaining("--format") });
    expect(await limen(["--version"])).toMatchObject({ code: 0, out: "0.1.0\n" });
  });

  it.each([
    ["no command", [], "usage: limen COMMAND"],
    ["an unknown command", ["validte"], "did you mean `validate`"],
    ["an option before the command", ["--json", "validate"], "the command comes first"],
    ["an unknown option", ["validate", "--jsn", "x"], "did you mean `--json`"],
    ["a missing argument", ["evaluate", "x"], "BORROWERS is missing"],
    ["an argument too many", ["validate", "a", "b"], "`b` is one argument too many"],
    ["an option without its value", ["evaluate", "a", "b", "--out"], "`--out` needs a value"],
    ["a flag with a value", ["validate", "a", "--json=yes"], "`--json` takes no value"],
    ["standard input twice", ["evaluate", "-", "-"], "one argument only"],
    ["a missing file", ["validate", "nowhere.json"], "there is no such file"],
    ["a folder", ["validate", "."], "it is a folder"],
    ["an unknown format", ["test", "a", "b", "--format", "xml"], "pretty, json, junit, tap"],
  ])("refuses %s with exit code 2", async (_what, words, message) => {
    const { code, out, err } = await limen(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  it("starts fast, by the processor's time, which a busy machine does not stretch", async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) times.push(Number(/(\d+)$/.exec((await measured(["validate", V1], "cpuUsage().user / 1000")).err)?.[1]));
    expect(Math.min(...times)).toBeLessThan(400);
  });

  it("ends quietly when its reader goes away", async () => {
    const child = spawn(process.execPath, [path.join(root, "dist/limen.mjs"), "evaluate", V1, BORROWERS]);
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it.skipIf(process.platform === "win32")("ends with 130 when interrupted, and leaves no half file", async () => {
    const out = path.join(folder, "interrupted.jsonl");
    const child = spawn(process.execPath, [path.join(root, "dist/limen.mjs"), "evaluate", V1, BORROWERS, "--out", out]);
    await expect.poll(() => readdirSync(folder).some((name) => name.startsWith("interrupted")), { timeout: 30_000 }).toBe(true);
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(130);
    expect(readdirSync(folder).filter((name) => name.startsWith("interrupted"))).toEqual([]);
  });
});

describe("limen validate", () => {
  it("prints { valid, hash, problems }", async () => {
    const { code, out, err } = await limen(["validate", V1, "--json"]);
    const hash = execFileSync(
      process.execPath,
      ["-e", `console.log(require("crypto").createHash("sha256").update(require("fs").readFileSync(${JSON.stringify(V1)})).digest("hex"))`],
      { encoding: "utf8" },
    ).trim();
    expect({ code, err, printed: JSON.parse(out) }).toEqual({
      code: 0,
      err: "",
      printed: { valid: true, hash: `sha256:${hash}`, problems: [] },
    });
    expect(await limen(["validate", "-", "--json"], readFileSync(V1))).toMatchObject({ code: 0, out });
  });

  it("names every problem with its place, exit code 1", async () => {
    const bad = file(
      "bad.json",
      JSON.stringify(
        {
          ...SMALL,
          strategy: "strict",
          rules: [{ ...SMALL.rules[0], conditions: { all: [{ fact: "lat", operator: "greaterThan", value: 0 }] } }],
        },
        null,
        2,
      ),
    );
    const { code, out } = await limen(["validate", bad, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      problems: [
        { path: "/strategy", line: expect.any(Number), column: expect.any(Number) },
        { code: "unknown-fact", path: "/rules/0/conditions/all/0/fact" },
      ],
    });
    expect(await limen(["validate", bad])).toMatchObject({ code: 1, out: expect.stringContaining("did you mean `late`") });
  });

  it.each([
    ["text that is not JSON", "{ oops"],
    ["nothing", ""],
    ["another JSON value", "[1]"],
    ["a byte order mark before rubbish", "\uFEFF{]"],
    ["a thousand-deep not", `${'{"not":'.repeat(1000)}{}${"}".repeat(1000)}`],
    ["brackets a hundred thousand deep", "[".repeat(100_000)],
    ["a hostile key", '{"__proto__":{"format":"limit-policy/1"},"rules":NaN}'],
    ["ten megabytes", `{"rules":[${"{},".repeat(3_000_000)}{}]}`],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0x0a, 0x22, 0xff, 0x22, 0x7d])],
  ])("gives problems, never a crash, for %s", async (_what, text) => {
    const started = performance.now();
    const { code, out, err } = await limen(["validate", "-", "--json"], text);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      hash: expect.stringMatching(/^sha256:/),
      problems: expect.arrayContaining([
        {
          code: expect.any(String),
          path: expect.any(String),
          line: expect.any(Number),
          column: expect.any(Number),
          message: expect.any(String),
        },
      ]),
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("limen evaluate", () => {
  it("gives a line a borrower in input order, and tells ignored columns once", async () => {
    const { code, out, err } = await limen(["evaluate", small, file("a.csv", CSV), "--set", "cycle=boom"]);
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      {
        name: "ann",
        outcome: {
          limitBefore: 1000,
          limitAfter: 1000,
          available: 989.5,
          decision: "maintain",
          fired: [],
          applied: [],
          bound: [],
          reasons: [],
          review: false,
        },
      },
      {
        name: "bob",
        outcome: {
          limitBefore: 1000,
          limitAfter: 500,
          decision: "decrease",
          fired: ["late"],
          applied: ["late"],
          bound: [],
          reasons: ["L"],
          review: false,
        },
      },
    ]);
    expect(err.match(/odd/g)).toHaveLength(1);
  });

  it.each([
    ["csv", CSV],
    [
      "json",
      JSON.stringify(
        [
          { name: "ann", facts: { limit: 1000, balance: 10.5, late: 0 } },
          { name: "bob", facts: { limit: 1000, balance: null, late: 2, flags: ["a", "b"] } },
        ],
        null,
        1,
      ),
    ],
    ["jsonl", '{"name":"ann","facts":{"limit":1000,"balance":10.5,"late":0}}\r\n\r\n{"name":"bob","facts":{"limit":1000,"late":2}}'],
  ])("reads %s from a file and from standard input alike", async (ending, text) => {
    const fromFile = await limen(["evaluate", small, file(`b.${ending}`, text), "--set", "cycle=boom"]);
    const fromInput = await limen(["evaluate", small, "-", "--set", "cycle=boom", "--json"], `\uFEFF${text}`);
    expect(jsonLines(fromFile.out).map(({ name }) => name)).toEqual(["ann", "bob"]);
    expect(fromInput).toMatchObject({ code: 0, out: fromFile.out });
  });

  it("gives a borrower without an outcome its reason, and exit code 1", async () => {
    const text =
      "id,limit,late,cycle\n1,1000,0,boom\n2,abc,0,boom\n3,,0,boom\n4,1000,-1,boom\n5,1000,0,bom\n6,1000\n7,1000,1.5,boom\n8,1000,0,\n";
    const { code, out, err } = await limen(["evaluate", small, "-"], text);
    expect(code).toBe(1);
    expect(jsonLines(out).map(({ name, error }) => [name, error?.code, error?.fact])).toEqual([
      ["1", undefined, undefined],
      ["2", "wrong-type", "limit"],
      ["3", "null-fact", "limit"],
      ["4", "out-of-range", "late"],
      ["5", "not-in-values", "cycle"],
      ["6", "unreadable-row", ""],
      ["7", "wrong-type", "late"],
      ["8", "missing-fact", "cycle"],
    ]);
    expect(err).toContain("7 of 8 borrowers");
  });

  it("types --set by its fact, and lets a borrower's own value win", async () => {
    const text = "limit,late,cycle\n1000,0,\n1000,0,boom\n";
    const { out } = await limen(
      ["evaluate", file("capped.json", JSON.stringify(CAPPED)), "-", "--set", "cycle=bust", "--set", "cap=12.50", "--trace"],
      text,
    );
    const [first, second] = jsonLines(out) as { outcome: { decision: string }; trace: { facts: object } }[];
    expect([first?.outcome.decision, second?.outcome.decision]).toEqual(["hold", "maintain"]);
    expect(first?.trace.facts).toMatchObject({ cycle: "bust", cap: 12.5 });
  });

  it.each([
    ["a fact that no policy declares", "cyle=boom", "did you mean `cycle`"],
    ["a fact of the borrower", "late=1", "is a fact of the borrower"],
    ["a value that the fact cannot have", "cycle=bom", "boom, bust"],
    ["a value of another type", "cap=much", "`cap`"],
    ["no value", "cycle", "fact=value"],
    ["a hostile name", "__proto__=1", "__proto__"],
  ])("refuses --set of %s with exit code 2", async (_what, setting, message) => {
    expect(await limen(["evaluate", file("capped.json", JSON.stringify(CAPPED)), file("c.csv", CSV), "--set", setting])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining(message),
    });
  });

  it("writes --out when it is whole, and nothing on standard output", async () => {
    const out = path.join(folder, "out.jsonl");
    expect(await limen(["evaluate", small, file("d.csv", CSV), "--set", "cycle=boom", "--out", out])).toMatchObject({ code: 0, out: "" });
    expect(jsonLines(readFileSync(out, "utf8"))).toHaveLength(2);
    expect(await limen(["evaluate", small, file("d.csv", CSV), "--out", path.join(folder, "no/such/folder")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("cannot write"),
    });
  });

  it("says what is wrong with a file as a whole, exit code 2, and with an invalid policy, exit code 1", async () => {
    expect(await limen(["evaluate", small, file("e.csv", "limit,limit\n1,2\n")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("stands twice"),
    });
    expect(await limen(["evaluate", small, file("f.json", "[1,")])).toMatchObject({ code: 2, err: expect.stringContaining("not JSON") });
    expect(await limen(["evaluate", small, file("g.csv", "")])).toMatchObject({ code: 2, err: expect.stringContaining("empty") });
    const latin = file("latin.csv", Buffer.from("name,limit\ncaf\xe9,1\n", "latin1"));
    expect(await limen(["evaluate", small, latin])).toMatchObject({ code: 2, err: expect.stringContaining("not UTF-8") });
    expect(await limen(["evaluate", small, file("semi.csv", "name;limit\na;1\n")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("separated by `;`"),
    });
    expect(await limen(["evaluate", file("h.json", "{}"), file("i.csv", CSV)])).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("not a valid policy"),
    });
  });

  it("streams: many borrowers take no more memory than few", async () => {
    const line = `${CSV.split("\n")[1]}\n`;
    const many = file("many.csv", `${CSV.split("\n")[0]}\n${line.repeat(30_000)}`);
    const { code, lines, err } = await measured(["evaluate", small, many, "--set", "cycle=boom"], "resourceUsage().maxRSS / 1024");
    expect({ code, lines }).toEqual({ code: 0, lines: 30_000 });
    expect(Number(/(\d+)$/.exec(err)?.[1])).toBeLessThan(260);
  });

  it("gives the sample's 2,000 real borrowers what the sample expects", async () => {
    const { code, out } = await limen(["evaluate", V1, BORROWERS]);
    expect(code).toBe(0);
    const lines = jsonLines(out) as { name: string; outcome: { limitAfter: number; decision: string } }[];
    const rows = readFileSync(BORROWERS, "utf8")
      .trim()
      .split("\n")
      .map((row) => row.split(","));
    expect(lines.map(({ name, outcome }) => [name, String(outcome.limitAfter), outcome.decision])).toEqual(
      rows.slice(1).map((row) => [row[0], row.at(-2), row.at(-1)]),
    );
    for (const { outcome } of lines) outcomeSchema.strict().parse(outcome);
  });
});

describe("limen test", () => {
  const FIXTURES = JSON.stringify([
    { name: "pass", facts: { limit: 1000, late: 0 }, expect: { limitAfter: 1000, decision: "maintain", reasons: [] } },
    { name: "fail <&>", facts: { limit: 1000, late: 1 }, expect: { limitAfter: 900, reasons: ["L"], decision: "hold" } },
    { name: "free", facts: { limit: 1000, late: 0 } },
    { name: "broken", facts: { limit: "x", late: 0 }, expect: { limitAfter: 1 } },
    { name: "no facts" },
    { name: "odd", facts: { limit: 1, late: 0 }, expect: { limt: 1 } },
    { name: "free", facts: { limit: 1000, late: 0 } },
  ]);
  const run = (...words: string[]) => limen(["test", small, file("fixtures.json", FIXTURES), "--set", "cycle=boom", ...words]);

  it("prints counts and each fixture's mismatches", async () => {
    const { code, out, err } = await run("--json");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const report = JSON.parse(out) as { fixtures: object[] };
    expect(report).toMatchObject({
      passed: 1,
      failed: 1,
      unchecked: 1,
      errors: 4,
      fixtures: [
        { name: "pass", status: "passed", mismatches: [] },
        {
          name: "fail <&>",
          status: "failed",
          mismatches: [
            { key: "limitAfter", expected: 900, actual: 500 },
            { key: "decision", expected: "hold", actual: "decrease" },
          ],
        },
        { name: "free", status: "unchecked", mismatches: [] },
        { name: "broken", status: "error", mismatches: [], error: { code: "wrong-type", fact: "limit" } },
        { name: "no facts", status: "error", mismatches: [] },
        { name: "odd", status: "error", mismatches: [] },
        { name: "free", status: "error", mismatches: [] },
      ],
    });
    expect((await run("--format", "json")).out).toBe(out);
  });

  it("prints for people, JUnit and TAP", async () => {
    expect(await run()).toMatchObject({ code: 1, out: expect.stringContaining("expected 900, got 500") });
    const junit = (await run("--format", "junit")).out;
    expect(junit).toContain('<testsuite name="small" tests="7" failures="1" errors="4" skipped="1">');
    expect(junit).toContain('name="fail &lt;&amp;&gt;"');
    const tap = (await run("--format", "tap")).out;
    expect(tap).toMatch(/^TAP version 13\n1\.\.7\nok 1 - pass\nnot ok 2 - fail <&>\n/);
    expect((await run()).out).not.toContain("\u001B");
  });

  it("passes the samples' archetypes", async () => {
    const { code, out } = await limen(["test", sample("online-line/v1.policy.json"), sample("online-line/archetypes.json"), "--json"]);
    expect({ code, ...JSON.parse(out), fixtures: [] }).toEqual({ code: 0, passed: 36, failed: 0, unchecked: 0, errors: 0, fixtures: [] });
  });
});

describe("limen compare", () => {
  it("prints the comparison of v1 and v2 on the real borrowers: seven are released", async () => {
    const { code, out } = await limen(["compare", V1, V2, BORROWERS, ...DOWNTURN, "--json"]);
    expect(code).toBe(0);
    const comparison = JSON.parse(out) as {
      changes: { id: string }[];
      attribution: { change: string; limit: { share: number } }[];
      borrowers: {
        baseline: { decision: string; limitAfter: number };
        candidate: { decision: string; limitAfter: number };
        shares: Record<string, number>;
      }[];
      summary: { shifted: number; baseline: { limit: number }; candidate: { limit: number } };
    };
    expect(comparison).toMatchObject({
      baseline: { name: "card-limit-review", hash: expect.stringMatching(/^sha256:/) },
      scenario: { baseline: {}, candidate: { economic_cycle: "downturn" } },
      summary: { borrowers: 2000, errors: 0 },
    });
    expect(Object.keys(comparison)).toEqual(
      expect.arrayContaining(["changes", "wording", "summary", "migration", "attribution", "interactions", "borrowers"]),
    );
    expect(comparison.borrowers).toHaveLength(comparison.summary.shifted);
    expect(comparison.borrowers.filter((b) => b.baseline.decision === "decrease" && b.candidate.decision === "hold")).toHaveLength(7);
    const cents = (sums: readonly number[]) => sums.reduce((total, money) => total + Math.round(money * 100), 0);
    expect(comparison.attribution.map(({ change }) => change)).toEqual(comparison.changes.map(({ id }) => id));
    expect(cents(comparison.attribution.map(({ limit }) => limit.share))).toBe(
      cents([comparison.summary.candidate.limit, -comparison.summary.baseline.limit]),
    );
    for (const { baseline, candidate, shares } of comparison.borrowers)
      expect(cents(Object.values(shares))).toBe(cents([candidate.limitAfter, -baseline.limitAfter]));
  });

  it("gives each side the scenario that it declares, and its own settings", async () => {
    const capped = file("capped.json", JSON.stringify(CAPPED));
    const { code, out } = await limen([
      "compare",
      small,
      capped,
      file("j.csv", CSV),
      "--set",
      "cap=5",
      "--set",
      "cycle=boom",
      "--candidate-set",
      "cycle=bust",
      "--json",
      "--all",
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      scenario: { baseline: { cycle: "boom" }, candidate: { cycle: "bust", cap: 5 } },
      borrowers: [{ name: "ann" }, { name: "bob" }],
    });
    expect(JSON.parse(out).scenario.baseline).toEqual({ cycle: "boom" });
    expect(await limen(["compare", small, capped, file("j.csv", CSV), "--set", "cup=5"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("cup"),
    });
  });

  it("counts borrowers that cannot be evaluated or read, exit code 1", async () => {
    const text = "name,limit,late\nann,1000,0\nbob,x,0\ncid\n";
    const { code, out, err } = await limen(["compare", small, small, "-", "--set", "cycle=boom", "--json"], text);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ summary: { borrowers: 3, errors: 2, shifted: 0 }, changes: [], borrowers: [] });
    expect(err).toContain("2 of 3 borrowers");
  });

  it("prints for people without --json", async () => {
    const { code, out } = await limen(["compare", V1, V2, BORROWERS, ...DOWNTURN]);
    expect(code).toBe(0);
    expect(out).toContain("decrease → hold");
    expect(out).toContain("rule:B03-repeated-missed-payments");
    expect(out).toMatch(/Attribution of the shift\n {2}of available +borrowers +share +applied alone +applied last/);
    expect(out).toContain("rule:A07-chronic-serious-delinquency: decrease → freeze");
    expect(out).toContain("Changes that act together");
    expect(await limen(["compare", V1, file("k.json", "{"), BORROWERS])).toMatchObject({ code: 1, out: "" });
  });

  it("writes the whole comparison as a report, and prints what it prints without", async () => {
    const report = file("report.html", "");
    const args = ["compare", V1, V2, BORROWERS, ...DOWNTURN];
    const { code, out } = await limen([...args, "--report", report, "--observed", "observed_default"]);
    expect(code).toBe(0);
    expect(out).toBe((await limen(args)).out);
    const text = readFileSync(report, "utf8");
    expect(text).toContain("7 released, all of them by B03.");
    expect(text).toContain(`sha256:${createHash("sha256").update(readFileSync(BORROWERS)).digest("hex")}`);
    const again = file("again.html", "");
    const { data } = JSON.parse((await limen([...args, "--report", again, "--observed", "observed_default", "--json"])).out);
    expect(text).toContain(data.hash);
    expect(readFileSync(again, "utf8")).toBe(text);
    expect(text).toContain("observed default: mean with its 95 % interval (Wilson).");
    expect(await limen([...args, "--observed", "observed_default"])).toMatchObject({ code: 2, err: expect.stringContaining("--report") });
  });
});

describe("limen export", () => {
  const words = ["export", V2, "--format", "json-rules-engine"];

  it("lists files with their digests, and the proof", async () => {
    const out = path.join(folder, "exported");
    const ended = await limen([...words, "--out", out, "--json"]);
    expect(ended.code).toBe(0);
    const { files, verified } = JSON.parse(ended.out) as { files: { path: string; bytes: number; sha256: string }[]; verified: object };
    expect(verified).toEqual({ cases: expect.any(Number), mismatches: 0 });
    expect(files.map(({ path: name }) => name).sort()).toEqual(readdirSync(out).sort());
    for (const { path: name, bytes } of files) expect(readFileSync(path.join(out, name))).toHaveLength(bytes);
    expect(await limen([...words, "--out", out])).toMatchObject({ code: 0 });
  });

  it("writes a zip, the same each time", async () => {
    const [one, two] = [path.join(folder, "one.zip"), path.join(folder, "two.zip")];
    for (const out of [one, two]) {
      const given = ["--fixtures", sample("online-line/archetypes.json"), ...DOWNTURN];
      expect(
        await limen(["export", sample("online-line/v2.policy.json"), "--format", "json-rules-engine", "--out", out, ...given]),
      ).toMatchObject({ code: 0 });
    }
    expect(readFileSync(one)).toEqual(readFileSync(two));
  });

  it("refuses a folder that holds anything else, an unknown format, and an invalid policy", async () => {
    mkdirSync(path.join(folder, "full"));
    writeFileSync(path.join(folder, "full/package.json"), "{}");
    expect(await limen([...words, "--out", path.join(folder, "full")])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not empty"),
    });
    expect(readFileSync(path.join(folder, "full/package.json"), "utf8")).toBe("{}");
    expect(await limen(["export", V2, "--format", "json-rule-engine"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean `json-rules-engine`"),
    });
    expect(await limen(["export", V2])).toMatchObject({ code: 2, err: expect.stringContaining("--format is missing") });
    expect(await limen(["export", file("l.json", "{"), "--format", "json-rules-engine", "--out", path.join(folder, "none")])).toMatchObject(
      { code: 1 },
    );
    expect(existsSync(path.join(folder, "none"))).toBe(false);
  });
});
