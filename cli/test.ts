import { type BorrowerEntry, type FixtureResult, repeatProblem, testFixture } from "#rules/borrowers";
import { createEvaluator, type Evaluator } from "#rules/evaluate";
import { type Command, type Invocation, JSON_OPTION, SET_OPTION, UsageError } from "./command.ts";
import { openBorrowers, tellIgnored } from "./read-borrowers.ts";
import { readPolicy } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";
import { type Report, REPORTERS, tallyOf } from "./test-report.ts";

export const test: Command = {
  name: "test",
  positionals: [
    { name: "POLICY", help: "a policy document" },
    { name: "FIXTURES", help: "fixtures as .json, .jsonl or .csv" },
  ],
  options: [
    SET_OPTION,
    { name: "format", value: Object.keys(REPORTERS).join("|"), help: "how to print; default pretty" },
    { ...JSON_OPTION, help: "the same as --format json" },
  ],
  about: "Holds a policy against what its fixtures expect.\nExit code 1 if any fixture fails or cannot be evaluated.",
  async run({ positionals: [policyPath = "", fixturesPath = ""], options, streams }) {
    const reporter = reporterOf(options);
    const policy = await readPolicy(policyPath, streams);
    if (!policy) return 1;
    const evaluator = createEvaluator(policy, readScenario("set", options.values("set"), [policy]));
    const source = await openBorrowers(fixturesPath, policy);
    const results: FixtureResult[] = [];
    const first = new Map<string, BorrowerEntry>();
    for await (const entries of source.entries) {
      for (const entry of entries) results.push(await resultOf(entry, evaluator, first));
      streams.progress(`${results.length.toLocaleString("en")} fixtures`);
    }
    streams.progress("");
    tellIgnored(fixturesPath, source, streams);
    const report: Report = { policy: policy.name, ...tallyOf(results), fixtures: results };
    await streams.out(reporter(report, streams));
    return report.failed + report.errors > 0 ? 1 : 0;
  },
};

function reporterOf(options: Invocation["options"]) {
  const format = options.flag("json") ? "json" : (options.value("format") ?? "pretty");
  const reporter = Object.hasOwn(REPORTERS, format) ? REPORTERS[format] : undefined;
  if (!reporter) throw new UsageError(`unknown format \`${format}\`; use one of ${Object.keys(REPORTERS).join(", ")}`);
  return reporter;
}

/** An entry that cannot be read whole is an error, as is one that cannot be evaluated. */
async function resultOf(entry: BorrowerEntry, evaluator: Evaluator, first: Map<string, BorrowerEntry>): Promise<FixtureResult> {
  const { name, fixture } = entry;
  const repeat = repeatProblem(entry, first);
  const evaluation = fixture && !repeat ? await evaluator.evaluate(fixture.facts) : null;
  if (fixture && evaluation && (!evaluation.ok || entry.problems.length === 0)) return testFixture(fixture, evaluation);
  const { column, message } = repeat ?? entry.problems[0] ?? { column: "", message: "the entry cannot be read" };
  return { name, status: "error", mismatches: [], error: { code: "unreadable-row", fact: column ?? "", message } };
}
