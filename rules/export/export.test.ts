import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { policyOf } from "#rules/conformance";
import { createEvaluator } from "#rules/evaluate";
import { createDecider } from "./json-rules-engine/decide.mjs";
import { EMBEDDED } from "./json-rules-engine/embedded.ts";
import { ENGINE_VERSION } from "./json-rules-engine/format.ts";
import { rulesetOf } from "./json-rules-engine/ruleset.ts";
import { boundaryBorrowers, digestOf, EXPORT_FORMATS, exportPolicy, findFormat, zipOf } from "./index.ts";
import type { ExportFormat } from "./types.ts";

const format = findFormat("json-rules-engine") as ExportFormat;
const sample = (name: string) => policyOf(readFileSync(new URL(`../samples/${name}.policy.json`, import.meta.url), "utf8"));
const here = (name: string) => new URL(`./json-rules-engine/${name}`, import.meta.url);

describe("the runner", () => {
  it.each(Object.entries(EMBEDDED))("is embedded as it stands: %s (else: node cli/tasks/embed-runner.mjs)", (name, text) => {
    expect(text).toBe(readFileSync(here(name), "utf8"));
  });

  it("names the version of json-rules-engine that is tested here", () => {
    const { version } = createRequire(import.meta.url)("json-rules-engine/package.json") as { version: string };
    expect(ENGINE_VERSION).toBe(version);
  });

  it("answers overlapping calls in order, each for its own borrower", async () => {
    const policy = sample("taiwan-card/v1");
    const decider = createDecider(JSON.parse(JSON.stringify(rulesetOf(policy))) as object);
    const evaluator = createEvaluator(policy);
    const borrowers = boundaryBorrowers(policy).slice(0, 40);
    const decided = await Promise.all(borrowers.map(({ facts }) => decider.decide(facts)));
    for (const [i, { facts }] of borrowers.entries())
      expect(decided[i]?.ok ? decided[i].outcome : null).toEqual(await evaluator.evaluate(facts).then((e) => (e.ok ? e.outcome : null)));
  });
});

describe("borrowers at a policy's boundaries", () => {
  it.each(["taiwan-card/v1", "taiwan-card/v2", "online-line/v1", "online-line/v2"])("make most rules of %s fire", async (name) => {
    const policy = sample(name);
    const fired = new Set<string>();
    for (const { scenario, facts } of boundaryBorrowers(policy)) {
      const evaluation = await createEvaluator(policy, scenario).evaluate(facts);
      if (evaluation.ok) for (const rule of evaluation.outcome.fired) fired.add(rule);
    }
    expect(policy.ranked.filter((rule) => !fired.has(rule.name)).map((rule) => rule.name)).toEqual([]);
  });
});

describe("an export", () => {
  it("is the same each time, and agrees with the evaluator on every case", async () => {
    const policy = sample("taiwan-card/v2");
    const [one, two] = [await exportPolicy(policy, format), await exportPolicy(policy, format)];
    expect(one).toEqual(two);
    expect(zipOf("x", one.files)).toEqual(zipOf("x", two.files));
    expect(one.verified.mismatches).toEqual([]);
    expect(one.verified.cases).toBeGreaterThan(150);
    expect(one.files.map(digestOf)[0]).toMatchObject({ path: "README.md", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it("tells a ruleset that decides otherwise", async () => {
    const policy = sample("taiwan-card/v1");
    const wrong: ExportFormat = {
      ...format,
      files: (p, cases) =>
        format
          .files(p, cases)
          .map((file) => (file.path === "ruleset.json" ? { ...file, text: file.text.replace('"step": 1000', '"step": 500') } : file)),
    };
    expect((await exportPolicy(policy, wrong)).verified.mismatches.length).toBeGreaterThan(0);
  });

  it("holds given fixtures under their scenario first", async () => {
    const policy = sample("online-line/v2");
    const fixtures = JSON.parse(readFileSync(new URL("../samples/online-line/archetypes.json", import.meta.url), "utf8")) as never;
    const { files, verified } = await exportPolicy(policy, format, { fixtures, scenario: { economic_cycle: "downturn" } });
    expect(verified.mismatches).toEqual([]);
    const cases = JSON.parse(files.find(({ path }) => path === "fixtures.json")?.text ?? "") as { name: string; scenario: object }[];
    expect(cases[0]).toMatchObject({
      name: "clean-revolver-baseline",
      scenario: { economic_cycle: "downturn" },
      expected: { outcome: {} },
    });
  });

  it.each(EXPORT_FORMATS.map(({ name }) => name))("as %s passes its own `npm test` when unpacked elsewhere", async (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), "limen-export-"));
    try {
      const policy = sample("taiwan-card/v2");
      const { files } = await exportPolicy(policy, findFormat(name) as ExportFormat);
      for (const [file, bytes] of Object.entries(unzipSync(zipOf("ruleset", files)))) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), strFromU8(bytes));
      }
      const unpacked = path.join(folder, "ruleset");
      installFromHere(unpacked);
      const { stdout } = await promisify(execFile)("npm", ["test"], {
        cwd: unpacked,
        shell: process.platform === "win32",
        maxBuffer: 1e8,
        env: cleanEnv(),
      });
      expect(stdout).toMatch(/^[#ℹ] fail 0$/m);
      expect(Number(/^[#ℹ] pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(150);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** What `npm install` would fetch, copied from the project: the dependency and all that it needs. */
function installFromHere(folder: string): void {
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  const wanted = Object.keys(dependencies);
  const seen = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const from = path.resolve(import.meta.dirname, "../../node_modules", name);
    cpSync(from, path.join(folder, "node_modules", name), { recursive: true });
    wanted.push(
      ...Object.keys((JSON.parse(readFileSync(path.join(from, "package.json"), "utf8")) as { dependencies?: object }).dependencies ?? {}),
    );
  }
}

/** The environment without what the test runner and node:test put there for their own children. */
function cleanEnv(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...env } = process.env;
  return env;
}
