import type { ParseResult } from "#rules/policy";
import { type Command, JSON_OPTION } from "./command.ts";
import { parsePolicyFile, problemLine } from "./read-policy.ts";
import type { Streams } from "./streams.ts";

export const validate: Command = {
  name: "validate",
  positionals: [{ name: "POLICY", help: "a policy document" }],
  options: [JSON_OPTION],
  about: "Says whether a document is a valid policy, and names every problem with its place.\nExit code 1 if it is not.",
  async run({ positionals, options, streams }) {
    const [path = ""] = positionals;
    const result = await parsePolicyFile(path);
    await streams.out(options.flag("json") ? jsonOf(result) : textOf(path, result, streams));
    return result.ok ? 0 : 1;
  },
};

function jsonOf(result: ParseResult): string {
  const problems = result.ok ? [] : result.problems.map(({ code, path, line, column, message }) => ({ code, path, line, column, message }));
  return `${JSON.stringify({ valid: result.ok, hash: result.hash, problems }, null, 2)}\n`;
}

function textOf(path: string, result: ParseResult, { styled }: Streams): string {
  if (result.ok) {
    const { name, rules, facts } = result.policy;
    return `${styled("green", "valid")} ${name}: ${rules.length} rules, ${facts.size} facts\n${styled("dim", result.hash)}\n`;
  }
  const count = result.problems.length;
  const lines = result.problems.map((problem) => `${problemLine(path, problem)}\n`);
  return `${lines.join("")}${styled("red", "not valid")}: ${count === 1 ? "1 problem" : `${count} problems`}\n`;
}
