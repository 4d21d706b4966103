/** What a command is, and what it is given: the parsed line and the streams. */
import type { Streams } from "./streams.ts";

/** 0 done and all well; 1 done, and what was asked about fails; 2 wrong usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;

export interface OptionSpec {
  readonly name: string;
  /** What stands after the option; a flag has none. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeatable?: boolean;
  readonly help: string;
}

export interface Command {
  readonly name: string;
  readonly positionals: readonly { readonly name: string; readonly help: string }[];
  readonly options: readonly OptionSpec[];
  /** What it does and prints, a few lines for `--help`. */
  readonly about: string;
  run(invocation: Invocation): Promise<ExitCode>;
}

export interface Invocation {
  readonly positionals: readonly string[];
  readonly options: Options;
  readonly streams: Streams;
}

/** The options of a parsed line, by name. */
export interface Options {
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** An input or output that cannot be used: told to the user, exit code 2. */
export class InputError extends Error {}
/** The command line is wrong: told to the user with the usage, exit code 2. */
export class UsageError extends InputError {}

export const JSON_OPTION: OptionSpec = { name: "json", help: "print one JSON document and nothing else" };
export const SET_OPTION: OptionSpec = {
  name: "set",
  value: "fact=value",
  repeatable: true,
  help: "give a fact of the scenario a value; repeat for more",
};
