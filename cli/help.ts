/** The texts of `--help`. */
import type { Command } from "./command.ts";
import type { CommandEntry } from "./commands.ts";

export function helpOfAll(commands: readonly CommandEntry[]): string {
  return `limen: policies for credit limits, from the command line

usage: limen COMMAND …

${table(commands.map(({ name, summary }) => [name, summary]))}

limen COMMAND --help tells more. Files are .json, .jsonl or .csv; - is standard input.
Exit codes: 0 all well; 1 what was asked about fails; 2 wrong usage or unreadable input; 130 cancelled.
`;
}

export function usageOf(command: Command): string {
  const options = command.options.map(({ name, value, repeatable }) => `[--${name}${value ? ` ${value}` : ""}]${repeatable ? "…" : ""}`);
  return ["limen", command.name, ...command.positionals.map(({ name }) => name), ...options].join(" ");
}

export function helpOf(command: Command): string {
  const positionals = command.positionals.map(({ name, help }) => [name, help] as const);
  const options = [...command.options, { name: "help", value: undefined, help: "show this" }];
  return `usage: ${usageOf(command)}

${command.about}

${table([...positionals, ...options.map(({ name, value, help }) => [`--${name}${value ? ` ${value}` : ""}`, help] as const)])}
`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
