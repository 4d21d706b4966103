import type { BorrowerEntry } from "#rules/borrowers";
import { openVersionEvaluator, type VersionEvaluator } from "#rules/columns";
import type { Evaluation, TracedEvaluation } from "#rules/evaluate";
import { type Command, JSON_OPTION, SET_OPTION } from "./command.ts";
import { openOutput } from "./output.ts";
import { openBorrowers, tellIgnored } from "./read-borrowers.ts";
import { readPolicy } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";

export const evaluate: Command = {
  name: "evaluate",
  positionals: [
    { name: "POLICY", help: "a policy document" },
    { name: "BORROWERS", help: "borrowers as .json, .jsonl or .csv" },
  ],
  options: [
    SET_OPTION,
    { name: "trace", help: "add to each outcome why it came out" },
    { name: "out", value: "FILE", help: "write to a file instead of standard output" },
    { ...JSON_OPTION, help: "accepted for uniformity: the output is JSON, one line a borrower, always" },
  ],
  about:
    "Gives each borrower's outcome, one JSON object a line, in input order:\n{ name, outcome[, trace] } or { name, error }. Exit code 1 if any borrower cannot be evaluated.",
  async run({ positionals: [policyPath = "", borrowersPath = ""], options, streams }) {
    const policy = await readPolicy(policyPath, streams);
    if (!policy) return 1;
    const scenario = readScenario("set", options.values("set"), [policy]);
    const evaluator = await openVersionEvaluator(policy, scenario, { traced: options.flag("trace") });
    const source = await openBorrowers(borrowersPath, policy);
    const output = await openOutput(options.value("out"), streams);
    let done = 0;
    let errors = 0;
    for await (const entries of source.entries) {
      for await (const line of linesOf(entries, evaluator)) {
        if ("error" in line) errors += 1;
        done += 1;
        await output.write(`${JSON.stringify(line)}\n`);
        streams.progress(`${done.toLocaleString("en")} borrowers`);
      }
    }
    await output.close();
    streams.progress("");
    tellIgnored(borrowersPath, source, streams);
    if (errors > 0)
      streams.say(`${errors.toLocaleString("en")} of ${done.toLocaleString("en")} borrowers have no outcome; their lines say why`);
    return errors > 0 ? 1 : 0;
  },
};

type Line = { name: string; outcome: unknown; trace?: unknown } | { name: string; error: { code: string; fact: string; message: string } };

async function* linesOf(entries: readonly BorrowerEntry[], evaluator: VersionEvaluator): AsyncGenerator<Line> {
  const evaluations = evaluator.evaluate(entries.flatMap(({ fixture }) => (fixture ? [fixture.facts] : [])));
  for (const { name, fixture, problems } of entries) {
    const evaluation = fixture && (await evaluations.next()).value;
    yield evaluation ? lineOf(name, evaluation) : unreadable(name, problems[0]?.message);
  }
}

function unreadable(name: string, message = "the row cannot be read"): Line {
  return { name, error: { code: "unreadable-row", fact: "", message } };
}

function lineOf(name: string, evaluation: Evaluation | TracedEvaluation): Line {
  if (evaluation.ok) return { name, outcome: evaluation.outcome, ...("trace" in evaluation && { trace: evaluation.trace }) };
  const { code, fact, message } = evaluation.errors[0] ?? { code: "wrong-type", fact: "", message: "the borrower cannot be evaluated" };
  return { name, error: { code, fact, message } };
}
