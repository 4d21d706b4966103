/**
 * Files of fixtures. `parseBorrowers` gives every entry, readable or not, for evaluation;
 * `parseFixtures` gives what can be kept, and every reason why the rest cannot.
 */
import type { ValidPolicy } from "#rules/policy";
import { formatCsv, parseCsv } from "./csv.ts";
import { formatJson, parseJson, parseJsonl } from "./json.ts";
import type { BorrowerEntry, BorrowerFile, BorrowerFormat, FactCatalogue, Fixture, FixtureFile, RowProblem } from "./types.ts";

const NEEDS_POLICY: BorrowerFile = {
  entries: [],
  problems: [{ row: 0, message: "a CSV has no types of its own: choose the policy whose facts are its columns" }],
  ignored: [],
};

/** The format that a file's name says, by its ending. */
export function formatOf(fileName: string): BorrowerFormat | null {
  const ending = /\.(json|jsonl|ndjson|csv)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (ending === undefined) return null;
  return ending === "ndjson" ? "jsonl" : (ending as BorrowerFormat);
}

/** Every entry of a file in order; a value that is not of its fact's type is kept for evaluation to refuse. Never throws. */
export function parseBorrowers(text: string, format: BorrowerFormat, catalogue: FactCatalogue | null): BorrowerFile {
  switch (format) {
    case "json":
      return parseJson(text, catalogue);
    case "jsonl":
      return parseJsonl(text, catalogue);
    case "csv":
      return catalogue ? parseCsv(text.replace(/^\uFEFF/, ""), catalogue) : NEEDS_POLICY;
  }
}

/**
 * The fixtures of a file, typed by the policy's facts; a CSV needs a policy. An entry with
 * any problem, or with a name that stood before, is left out and told. Never throws.
 */
export function parseFixtures(text: string, format: BorrowerFormat, policy: FactCatalogue | null): FixtureFile {
  const file = parseBorrowers(text, format, policy);
  const fixtures: Fixture[] = [];
  const problems: RowProblem[] = [...file.problems];
  const first = new Map<string, BorrowerEntry>();
  for (const entry of file.entries) {
    const repeat = repeatProblem(entry, first);
    problems.push(...entry.problems, ...(repeat ? [repeat] : []));
    if (entry.fixture && entry.problems.length === 0 && !repeat) fixtures.push(entry.fixture);
  }
  return { fixtures, problems, ignored: file.ignored };
}

/** The problem of a name that stood before; remembers names in `first`. */
export function repeatProblem(entry: BorrowerEntry, first: Map<string, BorrowerEntry>): RowProblem | null {
  const { row, line, name } = entry;
  const before = first.get(name);
  if (!before) {
    first.set(name, entry);
    return null;
  }
  return {
    row,
    ...(line !== undefined && { line }),
    name,
    column: "name",
    message: `the name \`${name}\` stands in row ${before.row} too; names are unique in a fixture set`,
  };
}

/** Fixtures as a file's text; `parseFixtures` with the same policy gives them back (a CSV knows only declared facts, and null for absent). */
export function formatFixtures(fixtures: readonly Fixture[], format: BorrowerFormat, policy: ValidPolicy | FactCatalogue): string {
  return format === "csv" ? formatCsv(fixtures, policy) : formatJson(fixtures, format === "jsonl");
}
