/** `limen`: chooses the command, and turns its end into an exit code. */
import { readFileSync } from "node:fs";
import { suggestion } from "#rules/policy";
import { type Command, InputError, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { helpOf, helpOfAll, usageOf } from "./help.ts";
import { stopWork } from "./interrupt.ts";
import { parseLine } from "./parse-line.ts";
import { createStreams, type Streams } from "./streams.ts";

const CANCELLED = 130;

async function main(words: readonly string[], streams: Streams): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined) {
    streams.say(helpOfAll(COMMANDS));
    return 2;
  }
  if (["--help", "-h", "help"].includes(first)) return showHelp(rest[0], streams);
  if (first === "--version") return showVersion(streams);
  const command = await findCommand(first);
  return runCommand(command, rest, streams);
}

async function runCommand(command: Command, words: readonly string[], streams: Streams): Promise<number> {
  try {
    const line = parseLine(command, words);
    if (line.options.flag("help")) return await showHelp(command.name, streams);
    return await command.run({ ...line, streams });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    streams.say(`limen ${command.name}: ${error.message}`);
    if (error instanceof UsageError) streams.say(`usage: ${usageOf(command)}`);
    return 2;
  }
}

async function findCommand(name: string): Promise<Command> {
  const entry = COMMANDS.find((known) => known.name === name);
  if (entry) return entry.load();
  const what = name.startsWith("-") ? "the command comes first; unknown option" : "unknown command";
  throw new UsageError(
    `${what} \`${name}\`${suggestion(
      name,
      COMMANDS.map((known) => known.name),
    )}`,
  );
}

async function showHelp(name: string | undefined, streams: Streams): Promise<number> {
  await streams.out(name === undefined ? helpOfAll(COMMANDS) : helpOf(await findCommand(name)));
  return 0;
}

async function showVersion(streams: Streams): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
  await streams.out(`${version}\n`);
  return 0;
}

/** A reader that goes away has seen what it wanted. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.stderr.on("error", () => {});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopWork(() => process.exit(CANCELLED)));

const streams = createStreams();
try {
  process.exitCode = await main(process.argv.slice(2), streams);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  streams.say(`limen: ${error.message}`);
  process.exitCode = 2;
}
