/** A command's words → positionals and options, or a UsageError that says what to write instead. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { suggestion } from "#rules/policy";
import { type Command, type Invocation, type OptionSpec, UsageError } from "./command.ts";

type ParsedLine = Pick<Invocation, "positionals" | "options">;

const HELP: OptionSpec = { name: "help", help: "show this" };

export function parseLine(command: Command, words: readonly string[]): ParsedLine {
  const specs = [...command.options, HELP];
  const { values, positionals } = readWords(words, specs);
  const options = optionsOf(values);
  if (!options.flag("help")) checkPositionals(command, positionals);
  return { positionals, options };
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function readWords(words: readonly string[], specs: readonly OptionSpec[]): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig["options"]> = Object.fromEntries(specs.map((spec) => [spec.name, configOf(spec)]));
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(messageOf(error as NodeJS.ErrnoException, specs));
  }
}

function configOf(spec: OptionSpec) {
  return {
    type: spec.value ? ("string" as const) : ("boolean" as const),
    multiple: spec.repeatable === true,
    ...(spec.name === "help" && { short: "h" }),
  };
}

function messageOf(error: NodeJS.ErrnoException, specs: readonly OptionSpec[]): string {
  const option = /'(?:-\w, )?(--?[^'\s=]+)/.exec(error.message)?.[1] ?? "";
  const spec = specs.find(({ name }) => `--${name}` === option);
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION")
    return `unknown option \`${option}\`${suggestion(
      option,
      specs.map(({ name }) => `--${name}`),
    )}`;
  if (spec?.value) return `\`${option}\` needs a value: \`${option} ${spec.value}\``;
  return spec ? `\`${option}\` takes no value` : error.message;
}

function optionsOf(values: Values): Invocation["options"] {
  return {
    flag: (name) => values[name] === true,
    value: (name) => values[name] as string | undefined,
    values: (name) => (values[name] as string[] | undefined) ?? [],
  };
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const missing = command.positionals[given.length];
  if (missing) throw new UsageError(`${missing.name} is missing: ${missing.help}`);
  const surplus = given[command.positionals.length];
  if (surplus !== undefined) throw new UsageError(`\`${surplus}\` is one argument too many`);
  if (given.filter((word) => word === "-").length > 1) throw new UsageError("standard input (`-`) can stand for one argument only");
}
