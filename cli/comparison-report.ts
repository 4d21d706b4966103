/** `--report FILE.html`: the whole comparison as a page to file. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Comparison, NamedBorrower } from "#rules/compare";
import type { Facts, ValidPolicy } from "#rules/policy";
import { comparisonReport, reportOfComparison } from "#rules/report";
import { BUILD } from "../backtest/build.ts";
import { InputError } from "./command.ts";
import { openOutput } from "./output.ts";
import { readBytes } from "./read-text.ts";
import type { Streams } from "./streams.ts";

/** Borrowers kept for a report. While they are compared they go by their places, since names may repeat. */
export class KeptBorrowers {
  private readonly kept: NamedBorrower[] = [];

  async *numbered(borrowers: AsyncIterable<NamedBorrower>): AsyncGenerator<NamedBorrower> {
    for await (const borrower of borrowers) yield { name: String(this.kept.push(borrower) - 1), facts: borrower.facts };
  }

  /** The comparison with the borrowers' own names. */
  named(comparison: Comparison): Comparison {
    const named = <One extends { readonly name: string }>(one: One): One => ({ ...one, name: this.at(one.name).name });
    return { ...comparison, borrowers: comparison.borrowers.map(named), failures: comparison.failures.map(named) };
  }

  /** The facts of the borrowers that a comparison by places lists. */
  factsOf(comparison: Comparison): Facts[] {
    return comparison.borrowers.map(({ name }) => this.at(name).facts);
  }

  private at(place: string): NamedBorrower {
    const borrower = this.kept[Number(place)];
    if (borrower === undefined) throw new Error("a comparison lists the borrowers that it was given");
    return borrower;
  }
}

export interface Reported {
  /** With every borrower. */
  readonly comparison: Comparison;
  /** Of the borrowers that it lists. */
  readonly facts: readonly Facts[];
  readonly baseline: ValidPolicy;
  readonly candidate: ValidPolicy;
  readonly paths: { readonly baseline: string; readonly candidate: string; readonly borrowers: string };
  readonly observed: string | undefined;
}

export async function writeReport(path: string, { paths, ...reported }: Reported, streams: Streams): Promise<void> {
  const output = await openOutput(path, streams);
  const input = reportOfComparison({
    ...reported,
    titles: titlesOf(paths),
    borrowers: { title: basename(paths.borrowers), hash: reported.comparison.data?.hash ?? "", file: await fileHash(paths.borrowers) },
    build: BUILD,
    date: givenDate(),
  });
  await output.write(comparisonReport(input));
  await output.close();
}

/** Both files' names where they tell the sides apart. */
function titlesOf(paths: Reported["paths"]): { baseline: string; candidate: string } {
  const [baseline, candidate] = [paths.baseline, paths.candidate].map((path) => basename(path).replace(/(\.policy)?\.json$/, "")) as [
    string,
    string,
  ];
  return baseline === candidate ? { baseline: "baseline", candidate: "candidate" } : { baseline, candidate };
}

/** The hash of the file's bytes; standard input has gone by. */
async function fileHash(path: string): Promise<string | null> {
  if (path === "-") return null;
  return `sha256:${createHash("sha256")
    .update(await readBytes(path))
    .digest("hex")}`;
}

/** The same input gives the same bytes; a date stands in the report where `SOURCE_DATE_EPOCH`, the seconds since 1970 of reproducible builds, gives one. */
function givenDate(): string | null {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given === undefined) return null;
  if (!/^\d{1,11}$/.test(given)) throw new InputError(`SOURCE_DATE_EPOCH \`${given}\` must be whole seconds since 1970`);
  return `${new Date(Number(given) * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
