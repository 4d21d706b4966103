/**
 * The ruleset as json-rules-engine takes it, with a runner, its cases as a test, and a README.
 * The runner's files are real files beside this, run by our own tests and by `decide` below;
 * `embedded.ts` holds them as text.
 */
import type { JsonObject, ValidPolicy } from "#rules/policy";
import type { ExportCase, ExportFormat } from "../types.ts";
import { createDecider } from "./decide.mjs";
import { EMBEDDED } from "./embedded.ts";
import { readme } from "./readme.ts";
import { rulesetOf } from "./ruleset.ts";

export const ENGINE_VERSION = "7.3.1";

export const jsonRulesEngine: ExportFormat = {
  name: "json-rules-engine",
  title: "json-rules-engine",
  describe: "JSON rules for stock json-rules-engine on Node.js, with a small runner that decides exactly as here, and its own test.",
  files(policy, cases) {
    return [
      { path: "README.md", text: readme(policy, cases.length) },
      { path: "package.json", text: jsonText(packageOf(policy)) },
      { path: "ruleset.json", text: jsonText(rulesetOf(policy)) },
      { path: "decide.mjs", text: EMBEDDED["decide.mjs"] },
      { path: "decide.d.mts", text: EMBEDDED["decide.d.mts"] },
      { path: "test.mjs", text: EMBEDDED["test.mjs"] },
      { path: "fixtures.json", text: jsonLines(cases) },
    ];
  },
  decide: (files) => {
    const ruleset = JSON.parse(files.find(({ path }) => path === "ruleset.json")?.text ?? "null") as object;
    const deciders = new Map<string, Decider>();
    return (one) => {
      const key = JSON.stringify(one.scenario);
      const decider = deciders.get(key) ?? createDecider(ruleset, one.scenario);
      deciders.set(key, decider);
      return decideCase(decider, one);
    };
  },
};

type Decider = ReturnType<typeof createDecider>;

async function decideCase(decider: Decider, { facts }: ExportCase): Promise<ExportCase["expected"]> {
  const decided = await decider.decide(facts);
  return (
    decided.ok ? { outcome: decided.outcome } : { errors: decided.errors.map(({ code, fact }) => ({ code, fact })) }
  ) as ExportCase["expected"];
}

function packageOf(policy: ValidPolicy): JsonObject {
  return {
    name: `${policy.name}-ruleset`,
    version: `0.0.0-${policy.hash.slice("sha256:".length, "sha256:".length + 12)}`,
    description: `${policy.title}: the ruleset that decides`,
    private: true,
    type: "module",
    exports: { ".": { types: "./decide.d.mts", default: "./decide.mjs" }, "./ruleset.json": "./ruleset.json" },
    engines: { node: ">=18" },
    scripts: { test: "node --test test.mjs" },
    dependencies: { "json-rules-engine": ENGINE_VERSION },
  };
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A JSON array with one item a line. */
function jsonLines(items: readonly object[]): string {
  return `[\n${items.map((item) => JSON.stringify(item)).join(",\n")}\n]\n`;
}
