import { columnsOf } from "#rules/columns";
import type { Facts, ValidPolicy } from "#rules/policy";
import { type Sweep, type SweepProblem, sweep } from "#rules/sweep";
import { type Command, InputError, JSON_OPTION, type Options, SET_OPTION, UsageError } from "./command.ts";
import { withObserved } from "./observed-column.ts";
import { openBorrowers, tellIgnored } from "./read-borrowers.ts";
import { readPolicy } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";
import type { Streams } from "./streams.ts";
import { sweepText } from "./sweep-text.ts";

export const sweepCommand: Command = {
  name: "sweep",
  positionals: [
    { name: "POLICY", help: "a policy document" },
    { name: "BORROWERS", help: "borrowers as .json, .jsonl or .csv" },
  ],
  options: [
    {
      name: "at",
      value: "POINTER",
      help: "the number to sweep, as a JSON pointer such as /rules/3/conditions/all/0/value; /derived/NAME/expression#0 is the first number in that expression",
    },
    { name: "value", value: "NUMBER", repeatable: true, help: "exactly this value instead of the curve; repeat for more" },
    { name: "observed", value: "COLUMN", help: "a column of the borrowers with what was observed later, such as a default (0 or 1)" },
    SET_OPTION,
    JSON_OPTION,
  ],
  about:
    "Shows what a policy does to its borrowers over every value of one of its numbers. A threshold's curve is whole: outcomes change only at\nvalues that borrowers have (beyond 512 points, some are left out). Of other numbers a grid is shown, exact at each point.\nExit code 1 if any borrower cannot be evaluated.",
  async run({ positionals: [policyPath = "", borrowersPath = ""], options, streams }) {
    const at = options.value("at");
    if (at === undefined) throw new UsageError("`--at POINTER` is missing: it says which number to sweep");
    const values = numbersOf(options);
    const policy = await readPolicy(policyPath, streams);
    if (!policy) return 1;
    const scenario = readScenario("set", options.values("set"), [policy]);
    const observed = options.value("observed");
    const { facts, unreadable } = await readAll(borrowersPath, policy, observed, streams);
    const result = await sweep({
      policy,
      scenario,
      batch: columnsOf(facts),
      at,
      ...(observed === undefined ? {} : { observed }),
      ...(values.length === 0 ? {} : { values }),
      onProgress: (done, total) => streams.progress(`${done} of ${total} values`),
    });
    streams.progress("");
    if (!result.ok) throw new InputError(problemText(result.problem));
    const whole = withUnreadable(result.sweep, unreadable);
    await streams.out(options.flag("json") ? `${JSON.stringify(whole, null, 2)}\n` : sweepText(whole, policy, streams));
    return tellErrors(whole, streams);
  },
};

function numbersOf(options: Options): number[] {
  return options.values("value").map((text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isFinite(value)) throw new InputError(`\`--value ${text}\` must be a number`);
    return value;
  });
}

/** Every borrower's facts with the observed column, and how many rows cannot be read. */
async function readAll(
  path: string,
  policy: ValidPolicy,
  observed: string | undefined,
  streams: Streams,
): Promise<{ facts: Facts[]; unreadable: number }> {
  const source = await openBorrowers(path, { facts: withObserved(policy.facts, observed) });
  const facts: Facts[] = [];
  let unreadable = 0;
  for await (const entries of source.entries) {
    for (const { fixture } of entries) {
      if (fixture) facts.push(fixture.facts);
      else unreadable += 1;
    }
    streams.progress(`${facts.length.toLocaleString("en")} borrowers`);
  }
  tellIgnored(path, source, streams);
  return { facts, unreadable };
}

/** Rows that cannot be read count as errors, as borrowers that cannot be evaluated do. */
function withUnreadable(whole: Sweep, unreadable: number): Sweep {
  return {
    ...whole,
    borrowers: whole.borrowers + unreadable,
    points: whole.points.map((point) => ({ ...point, errors: point.errors + unreadable })),
  };
}

function problemText({ message, near }: SweepProblem): string {
  return [message, ...(near.length === 0 ? [] : ["numbers near it:", ...near.map((pointer) => `  ${pointer}`)])].join("\n");
}

function tellErrors({ points, borrowers }: Sweep, streams: Streams): 0 | 1 {
  const errors = Math.max(0, ...points.map((point) => point.errors));
  if (errors === 0) return 0;
  streams.say(`${errors.toLocaleString("en")} of ${borrowers.toLocaleString("en")} borrowers cannot be evaluated, and count nowhere else`);
  return 1;
}
