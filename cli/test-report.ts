/** What `limen test` prints, one function a format. */
import type { FixtureResult, FixtureStatus, Mismatch } from "#rules/borrowers";
import type { Streams, Style } from "./streams.ts";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly unchecked: number;
  readonly errors: number;
}

export interface Report extends Tally {
  readonly policy: string;
  readonly fixtures: readonly FixtureResult[];
}

export const REPORTERS: Readonly<Record<string, (report: Report, streams: Streams) => string>> = { pretty, json, junit, tap };

export function tallyOf(results: readonly FixtureResult[]): Tally {
  const count = (status: FixtureStatus) => results.filter((result) => result.status === status).length;
  return { passed: count("passed"), failed: count("failed"), unchecked: count("unchecked"), errors: count("error") };
}

function json({ passed, failed, unchecked, errors, fixtures }: Report): string {
  return `${JSON.stringify({ passed, failed, unchecked, errors, fixtures }, null, 2)}\n`;
}

const MARKS: Readonly<Record<FixtureStatus, readonly [string, Style]>> = {
  passed: ["✓", "green"],
  failed: ["✗", "red"],
  unchecked: ["·", "dim"],
  error: ["!", "red"],
};

function pretty(report: Report, { styled }: Streams): string {
  const lines = report.fixtures
    .filter(({ status }) => status === "failed" || status === "error")
    .flatMap((result) => {
      const [mark, style] = MARKS[result.status];
      return [`${styled(style, mark)} ${result.name}`, ...details(result).map((detail) => `    ${detail}`)];
    });
  const { passed, failed, unchecked, errors } = report;
  const part = (count: number, word: string, style: Style) => (count > 0 ? styled(style, `${count} ${word}`) : `${count} ${word}`);
  const total = [
    part(passed, "passed", "green"),
    part(failed, "failed", "red"),
    part(unchecked, "unchecked", "amber"),
    part(errors, "errors", "red"),
  ];
  return `${[...lines, total.join(", ")].join("\n")}\n`;
}

function details(result: FixtureResult): string[] {
  if (result.error) return [`${result.error.code}: ${result.error.message}`];
  const width = Math.max(0, ...result.mismatches.map(({ key }) => key.length));
  return result.mismatches.map(({ key, expected, actual }) => `${key.padEnd(width)}  expected ${shown(expected)}, got ${shown(actual)}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function tap({ fixtures }: Report): string {
  const lines = fixtures.flatMap((result, index) => {
    const ok = result.status === "passed" || result.status === "unchecked";
    const skip = result.status === "unchecked" ? " # SKIP nothing is expected" : "";
    return [`${ok ? "ok" : "not ok"} ${index + 1} - ${tapText(result.name)}${skip}`, ...(ok ? [] : tapDetails(result))];
  });
  return `${["TAP version 13", `1..${fixtures.length}`, ...lines].join("\n")}\n`;
}

/** A name on one line, without the mark that begins a directive. */
function tapText(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("\\", "\\\\").replaceAll("#", "\\#");
}

function tapDetails(result: FixtureResult): string[] {
  const mismatches = result.mismatches.map(
    ({ key, expected, actual }: Mismatch) => `    ${key}: { expected: ${JSON.stringify(expected)}, actual: ${JSON.stringify(actual)} }`,
  );
  return ["  ---", ...(result.error ? [`  error: ${JSON.stringify(result.error.message)}`] : ["  mismatches:", ...mismatches]), "  ..."];
}

function junit(report: Report): string {
  const { failed, unchecked, errors, fixtures, policy } = report;
  const counts = `tests="${fixtures.length}" failures="${failed}" errors="${errors}" skipped="${unchecked}"`;
  const cases = fixtures.map((result) => `    <testcase classname=${attribute(policy)} name=${attribute(result.name)}${junitBody(result)}`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name=${attribute(policy)} ${counts}>
${cases.map((line) => `${line}\n`).join("")}  </testsuite>
</testsuites>
`;
}

function junitBody(result: FixtureResult): string {
  if (result.status === "passed") return "/>";
  if (result.status === "unchecked") return "><skipped/></testcase>";
  const tag = result.status === "error" ? "error" : "failure";
  const [first = ""] = details(result);
  return `><${tag} message=${attribute(first)}>${escaped(details(result).join("\n"))}</${tag}></testcase>`;
}

function attribute(text: string): string {
  return `"${escaped(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`;
}

/** Text for XML; characters that XML 1.0 cannot hold become U+FFFD. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
