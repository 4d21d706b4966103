import type { BorrowerEntry } from "#rules/borrowers";
import { compareInColumns } from "#rules/columns";
import { type Comparison, DataHash, type FailedBorrower, hashed, isShifted, type NamedBorrower } from "#rules/compare";
import { scenarioFor } from "#rules/evaluate";
import type { Facts, ValidPolicy } from "#rules/policy";
import { type Command, type Invocation, JSON_OPTION, SET_OPTION, UsageError } from "./command.ts";
import { KeptBorrowers, writeReport } from "./comparison-report.ts";
import { comparisonText } from "./comparison-text.ts";
import { withObserved } from "./observed-column.ts";
import { type BorrowerSource, openBorrowers, tellIgnored } from "./read-borrowers.ts";
import { readPolicy } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";
import type { Streams } from "./streams.ts";

export const compare: Command = {
  name: "compare",
  positionals: [
    { name: "BASELINE", help: "the policy document to compare with" },
    { name: "CANDIDATE", help: "the policy document that changes it" },
    { name: "BORROWERS", help: "borrowers as .json, .jsonl or .csv" },
  ],
  options: [
    { ...SET_OPTION, help: "give a fact of the scenario a value, in each policy that declares it; repeat for more" },
    { ...SET_OPTION, name: "baseline-set", help: "the same for the baseline only" },
    { ...SET_OPTION, name: "candidate-set", help: "the same for the candidate only" },
    { name: "all", help: "list every borrower, not only those that shift" },
    { name: "report", value: "FILE.html", help: "write the whole comparison as one page to file or print" },
    {
      name: "observed",
      value: "COLUMN",
      help: "in the report: a column of the borrowers with what was observed later, such as a default (0 or 1)",
    },
    JSON_OPTION,
  ],
  about:
    "Shows what changes between two policies, whom it shifts, and how much of the shift is due to each change.\nExit code 1 if any borrower cannot be evaluated under both.",
  async run({ positionals: [baselinePath = "", candidatePath = "", borrowersPath = ""], options, streams }) {
    const { report, observed } = reportOptions(options);
    const [baseline, candidate] = [await readPolicy(baselinePath, streams), await readPolicy(candidatePath, streams)];
    if (!baseline || !candidate) return 1;
    const scenario = scenarioOf(options, baseline, candidate);
    const declared = new Map([...candidate.facts, ...baseline.facts]);
    const source = await openBorrowers(borrowersPath, { facts: withObserved(declared, observed) });
    const unreadable: FailedBorrower[] = [];
    const kept = report === undefined ? null : new KeptBorrowers();
    const data = new DataHash([baseline, candidate]);
    const borrowers = hashed(readable(source, unreadable), data);
    const comparison = await compareInColumns({
      baseline,
      candidate,
      scenario,
      borrowers: kept?.numbered(borrowers) ?? borrowers,
      all: options.flag("all") || kept !== null,
      onProgress: (done) => streams.progress(`${done.toLocaleString("en")} borrowers`),
    });
    streams.progress("");
    tellIgnored(borrowersPath, source, streams);
    const whole = { ...withUnreadable(kept?.named(comparison) ?? comparison, unreadable), data: { hash: data.finish() } };
    if (report !== undefined && kept !== null) {
      const paths = { baseline: baselinePath, candidate: candidatePath, borrowers: borrowersPath };
      await writeReport(report, { comparison: whole, facts: kept.factsOf(comparison), baseline, candidate, paths, observed }, streams);
    }
    if (report !== "-") await tell(options.flag("all") ? whole : withShifted(whole), options, streams);
    tellFailures(whole, streams);
    return whole.summary.errors > 0 ? 1 : 0;
  },
};

function reportOptions(options: Invocation["options"]): { readonly report: string | undefined; readonly observed: string | undefined } {
  const [report, observed] = [options.value("report"), options.value("observed")];
  if (observed !== undefined && report === undefined) throw new UsageError("`--observed COLUMN` is for a report: add `--report FILE.html`");
  return { report, observed };
}

function tell(comparison: Comparison, options: Invocation["options"], streams: Streams): Promise<void> {
  return streams.out(options.flag("json") ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText(comparison, streams));
}

function withShifted(comparison: Comparison): Comparison {
  return { ...comparison, borrowers: comparison.borrowers.filter((one) => isShifted(one.baseline, one.candidate)) };
}

/** Each side's scenario: what both are given, then its own. */
function scenarioOf(options: Invocation["options"], baseline: ValidPolicy, candidate: ValidPolicy): { baseline: Facts; candidate: Facts } {
  const both = readScenario("set", options.values("set"), [baseline, candidate]);
  const side = (name: string, policy: ValidPolicy) =>
    scenarioFor(policy, { ...both, ...readScenario(name, options.values(name), [policy]) });
  return { baseline: side("baseline-set", baseline), candidate: side("candidate-set", candidate) };
}

async function* readable(source: BorrowerSource, unreadable: FailedBorrower[]): AsyncGenerator<NamedBorrower> {
  for await (const entries of source.entries) {
    for (const entry of entries) {
      if (entry.fixture) yield entry.fixture;
      else unreadable.push(failureOf(entry));
    }
  }
}

function failureOf({ name, problems }: BorrowerEntry): FailedBorrower {
  return { name, side: "baseline", error: { code: "unreadable-row", fact: "", message: problems[0]?.message ?? "the row cannot be read" } };
}

/** Rows that cannot be read count as errors, as borrowers that cannot be evaluated do. */
function withUnreadable(comparison: Comparison, unreadable: readonly FailedBorrower[]): Comparison {
  if (unreadable.length === 0) return comparison;
  const { summary } = comparison;
  return {
    ...comparison,
    summary: { ...summary, borrowers: summary.borrowers + unreadable.length, errors: summary.errors + unreadable.length },
    failures: [...comparison.failures, ...unreadable],
  };
}

const MOST_TOLD = 5;

function tellFailures({ failures, summary }: Comparison, streams: Streams): void {
  if (summary.errors === 0) return;
  streams.say(
    `${summary.errors.toLocaleString("en")} of ${summary.borrowers.toLocaleString("en")} borrowers cannot be evaluated under both, and count nowhere else:`,
  );
  for (const { name, side, error } of failures.slice(0, MOST_TOLD)) streams.say(`  ${name} (${side}): ${error.message}`);
  if (failures.length > MOST_TOLD) streams.say(`  … and ${(failures.length - MOST_TOLD).toLocaleString("en")} more`);
}
