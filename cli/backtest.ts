import type { BacktestDone, BacktestProgress, BacktestRequest, FileEngine } from "../backtest/types.ts";
import { BacktestProblem, DATABASE_ENGINES, type DatabaseEngine, FILE_ENGINES } from "../backtest/types.ts";
import { DatabaseProblem } from "../backtest/databases/types.ts";
import { scenarioFor } from "#rules/evaluate";
import { type Facts, suggestion, type ValidPolicy } from "#rules/policy";
import { DATABASE_OPTIONS, databaseRun, refuseForDatabases, refuseForFiles } from "./backtest-database.ts";
import { backtestText } from "./backtest-text.ts";
import { type Command, InputError, type Invocation, JSON_OPTION, type Options, SET_OPTION, UsageError } from "./command.ts";
import { readPolicyWithText } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";
import type { Streams } from "./streams.ts";

type Run = (request: BacktestRequest, options: Options, streams: Streams) => Promise<BacktestDone>;

/** Every engine of `--engine` with what runs it. */
const ENGINES: Readonly<Record<string, Run>> = Object.fromEntries([
  ...FILE_ENGINES.map((engine) => [engine, fileRun] as const),
  ...DATABASE_ENGINES.map((engine) => [engine, databaseRun(engine)] as const),
]);

async function fileRun(request: BacktestRequest, _options: Options, streams: Streams): Promise<BacktestDone> {
  const { runBacktest } = await import("../backtest/index.ts");
  return runBacktest(request, { onProgress: (progress) => streams.progress(progressText(progress)) });
}

export const backtest: Command = {
  name: "backtest",
  positionals: [
    { name: "POLICY", help: "the policy document; with --against, the baseline" },
    { name: "PORTFOLIO", help: "a large table of borrowers as .csv or .parquet; in a database, the table's name" },
  ],
  options: [
    { name: "against", value: "CANDIDATE", help: "the policy document to hold against it" },
    { name: "observed", value: "COLUMN", help: "a column with an outcome observed later, such as a default; gives its mean by decision" },
    {
      name: "by",
      value: "FACT",
      repeatable: true,
      help: "break the figures down by a fact, derived fact or shared condition; repeat for more",
    },
    { name: "out", value: "FILE", help: "write every outcome to a .parquet or .csv file" },
    { name: "rejected", value: "FILE", help: "write every row that cannot be evaluated, with the reasons, to a .csv file" },
    { name: "engine", value: "NAME", help: `what evaluates: ${[...FILE_ENGINES, ...DATABASE_ENGINES].join(", ")}; all give the same` },
    { name: "no-attribution", help: "leave out how much of the shift is due to each change, which takes time" },
    ...DATABASE_OPTIONS,
    { name: "map", value: "fact=column", repeatable: true, help: "read a fact from a column of another name; repeat for more" },
    { name: "id", value: "COLUMN", help: "the column of the borrowers' names; else `name`, `id`, or the row's number" },
    { ...SET_OPTION, help: "give a fact of the scenario a value, in each policy that declares it; repeat for more" },
    { ...SET_OPTION, name: "baseline-set", help: "the same for the baseline only" },
    { ...SET_OPTION, name: "candidate-set", help: "the same for the candidate only" },
    JSON_OPTION,
  ],
  about:
    "Evaluates one policy, or two side by side, on a whole portfolio, in bounded memory,\nand divides the shift between two among the changes.\nExit code 1 if any row cannot be evaluated; --rejected lists them.\n\nWith --engine postgresql or clickhouse the rows stay in the database: it evaluates them itself, and figures come back;\nattribution needs the rows: run it on a file.\nGive its address in the environment, so that no password stands in the list of processes:\n  LIMEN_CONNECTION=postgresql://USER:PASSWORD@HOST/DATABASE limen backtest v1.json risk.portfolio --engine postgresql",
  async run({ positionals: [policyPath = "", portfolio = ""], options, streams }) {
    const engine = engineOf(options);
    if (isDatabase(engine)) refuseForDatabases(engine, options);
    else refuseForFiles(options);
    const baseline = await readPolicyWithText(policyPath, streams);
    const against = options.value("against");
    const candidate = against === undefined ? null : await readPolicyWithText(against, streams);
    if (baseline === null || (against !== undefined && candidate === null)) return 1;
    const request: BacktestRequest = {
      baseline: baseline.text,
      candidate: candidate?.text ?? null,
      scenario: scenarioOf(options, baseline.policy, candidate?.policy ?? null),
      portfolio,
      mapping: { facts: mappingOf(options), id: options.value("id") ?? null, observed: options.value("observed") ?? null },
      by: options.values("by").flatMap((names) => names.split(",").map((name) => name.trim())),
      engine: engine as FileEngine,
      attribution: !options.flag("no-attribution"),
      out: options.value("out") ?? null,
      rejected: options.value("rejected") ?? null,
    };
    const done = await told(() => (ENGINES[engine] as Run)(request, options, streams), streams);
    return tell(done, request, options, streams);
  },
};

function engineOf(options: Options): string {
  const names = Object.keys(ENGINES);
  const engine = options.value("engine") ?? "kernels";
  if (!names.includes(engine)) throw new UsageError(`unknown engine \`${engine}\`${suggestion(engine, names)}`);
  return engine;
}

function isDatabase(engine: string): engine is DatabaseEngine {
  return DATABASE_ENGINES.some((name) => name === engine);
}

function mappingOf(options: Options): Record<string, string> {
  return Object.fromEntries(
    options.values("map").map((given) => {
      const at = given.indexOf("=");
      if (at < 1 || at === given.length - 1) throw new InputError(`\`--map ${given}\` must be \`--map fact=column\``);
      return [given.slice(0, at).trim(), given.slice(at + 1)];
    }),
  );
}

/** Each side's scenario: what both are given, then its own. */
function scenarioOf(
  options: Invocation["options"],
  baseline: ValidPolicy,
  candidate: ValidPolicy | null,
): { baseline: Facts; candidate: Facts } {
  const both = readScenario("set", options.values("set"), candidate === null ? [baseline] : [baseline, candidate]);
  const side = (name: string, policy: ValidPolicy) =>
    scenarioFor(policy, { ...both, ...readScenario(name, options.values(name), [policy]) });
  if (candidate === null && options.values("candidate-set").length > 0)
    throw new UsageError("`--candidate-set` needs a candidate: `--against CANDIDATE`");
  const own = side("baseline-set", baseline);
  return { baseline: own, candidate: candidate === null ? own : side("candidate-set", candidate) };
}

/** What a user can mend is told as every other input error is. */
async function told<T>(work: () => Promise<T>, streams: Streams): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BacktestProblem || error instanceof DatabaseProblem) throw new InputError(error.message);
    throw error;
  } finally {
    streams.progress("");
  }
}

async function tell({ result, files }: BacktestDone, request: BacktestRequest, options: Options, streams: Streams): Promise<0 | 1> {
  if (result.ignored.length > 0) streams.say(`${request.portfolio}: ignored, as no fact is read from them: ${result.ignored.join(", ")}`);
  await streams.out(
    options.flag("json") ? `${JSON.stringify(result, null, 2)}\n` : backtestText(result, request.candidate !== null, streams),
  );
  for (const { path, bytes } of files) streams.say(`wrote ${path} (${bytes.toLocaleString("en")} bytes)`);
  const { errors, borrowers } = result.summary;
  if (errors === 0) return 0;
  streams.say(`${errors.toLocaleString("en")} of ${borrowers.toLocaleString("en")} rows cannot be evaluated, and count nowhere else:`);
  for (const { side, rows, name, message } of result.rejected.slice(0, 5))
    streams.say(`  ${rows.toLocaleString("en")} (${side})${name === "" ? "" : `, the first of them ${name}`}: ${message}`);
  if (isDatabase(request.engine)) streams.say("  the error columns of --results TABLE tell which");
  else if (request.rejected === null) streams.say("  --rejected FILE.csv lists them all");
  return 1;
}

function progressText({ phase, done, total, rate, secondsLeft }: BacktestProgress): string {
  const figure = (value: number) => value.toLocaleString("en");
  const rows = total === null ? figure(done) : `${figure(done)} of ${figure(total)}`;
  const left = secondsLeft === null ? "" : `, ${secondsLeft} s left`;
  return `${phase}: ${rows} rows, ${figure(rate)} a second${left}`;
}
