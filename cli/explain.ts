import { type Guidance, type GuidanceResult, guide } from "#rules/guidance";
import { type Facts, nearest, type ValidPolicy } from "#rules/policy";
import { type Command, InputError, JSON_OPTION, type Options, SET_OPTION, UsageError } from "./command.ts";
import { guidanceText } from "./guidance-text.ts";
import { openBorrowers, tellIgnored } from "./read-borrowers.ts";
import { readPolicy } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";
import type { Streams } from "./streams.ts";

export const explain: Command = {
  name: "explain",
  positionals: [
    { name: "POLICY", help: "a policy document" },
    { name: "BORROWERS", help: "borrowers as .json, .jsonl or .csv" },
  ],
  options: [
    { name: "borrower", value: "NAME", help: "the borrower to explain" },
    SET_OPTION,
    { name: "lang", value: "en|zh", help: "the language of the output for people; default en" },
    JSON_OPTION,
  ],
  about:
    "Explains one borrower's outcome: why it came out, why every other rule did not fire, what would raise the limit or lift a freeze,\nand the notice to the borrower. Exit code 1 if the borrower cannot be evaluated.",
  async run({ positionals: [policyPath = "", borrowersPath = ""], options, streams }) {
    const name = options.value("borrower");
    if (name === undefined) throw new UsageError("`--borrower NAME` is missing: it says whose outcome to explain");
    const locale = localeOf(options);
    const policy = await readPolicy(policyPath, streams);
    if (!policy) return 1;
    const scenario = readScenario("set", options.values("set"), [policy]);
    const facts = await readBorrower(borrowersPath, policy, name, streams);
    const result = await guide({ policy, scenario, facts });
    if (!result.ok) return tellErrors(name, result, streams);
    const { guidance } = result;
    await streams.out(
      options.flag("json") ? `${JSON.stringify(named(name, guidance), null, 2)}\n` : guidanceText(guidance, locale, streams),
    );
    return 0;
  },
};

function localeOf(options: Options): "en" | "zh" {
  const locale = options.value("lang") ?? "en";
  if (locale !== "en" && locale !== "zh") throw new UsageError(`\`--lang ${locale}\` must be \`--lang en\` or \`--lang zh\``);
  return locale;
}

function named(name: string, guidance: Guidance): Guidance & { readonly name: string } {
  return { name, ...guidance };
}

/** The facts of the borrower of that name; a name that no borrower has is an InputError that gives the nearest. */
async function readBorrower(path: string, policy: ValidPolicy, wanted: string, streams: Streams): Promise<Facts> {
  const source = await openBorrowers(path, policy);
  const names: string[] = [];
  for await (const entries of source.entries) {
    for (const { name, fixture, problems } of entries) {
      names.push(name);
      if (name !== wanted) continue;
      if (!fixture) throw new InputError(`borrower \`${name}\` cannot be read: ${problems[0]?.message ?? "the row is broken"}`);
      tellIgnored(path, source, streams);
      return fixture.facts;
    }
  }
  const near = nearest(wanted, names);
  const first = names.slice(0, MOST_NAMED).map((name) => `\`${name}\``);
  const hint = near === null ? `the first of ${names.length} are ${first.join(", ")}` : `did you mean \`${near}\`?`;
  throw new InputError(`no borrower of \`${path}\` is named \`${wanted}\`${names.length === 0 ? "; the file has none" : `; ${hint}`}`);
}

const MOST_NAMED = 5;

function tellErrors(name: string, { errors }: Extract<GuidanceResult, { readonly ok: false }>, streams: Streams): 1 {
  streams.say(`${name} has no outcome:`);
  for (const { message } of errors) streams.say(`  ${message}`);
  return 1;
}
