import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parseFixtures } from "#rules/borrowers";
import { compareInColumns } from "#rules/columns";
import type { Comparison } from "#rules/compare";
import type { Facts, ValidPolicy } from "#rules/policy";
import { parsePolicy } from "#rules/policy";
import { html } from "./html.ts";
import { borrowersCsv, comparisonJson, comparisonReport, type ReportInput, reportOfComparison } from "./index.ts";

const SAMPLE = "rules/samples/taiwan-card";
const HOSTILE = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&lt;\u0000\u202e</td></style>{{x}}\${y}`;

function policyOf(file: string): ValidPolicy {
  const parsed = parsePolicy(readFileSync(`${SAMPLE}/${file}`, "utf8"));
  if (!parsed.ok) throw new Error("the sample is valid");
  return parsed.policy;
}

describe("markup", () => {
  it("escapes whatever is put in, once, and leaves markup made here alone", () => {
    const part = html`<b title="${`a"b'c`}">${"<&>"}</b>`;
    expect(html`<p>${[part, " ", 1, null, false, undefined]}</p>`.text).toBe('<p><b title="a&quot;b&#39;c">&lt;&amp;&gt;</b> 1</p>');
  });

  it("marks what no document may hold", () => {
    expect(html`${"a\u0000b\ud800c\td\n"}`.text).toBe("a\ufffdb\ufffdc\td\n");
    expect(html`${"好😀"}`.text).toBe("好😀");
  });
});

describe("the report of v1 against v2 in a downturn, on the 2,000 real borrowers", () => {
  const [baseline, candidate] = [policyOf("v1.policy.json"), policyOf("v2.policy.json")];
  let comparison: Comparison;
  let facts: readonly Facts[];
  let input: ReportInput;

  beforeAll(async () => {
    const { fixtures } = parseFixtures(readFileSync(`${SAMPLE}/sample-2000.csv`, "utf8"), "csv", candidate);
    const downturn = { economic_cycle: "downturn" };
    facts = fixtures.map((one) => one.facts);
    comparison = await compareInColumns({
      baseline,
      candidate,
      scenario: { baseline: downturn, candidate: downturn },
      borrowers: fixtures,
      all: true,
    });
    input = inputOf(comparison);
  });

  const inputOf = (one: Comparison) =>
    reportOfComparison({
      comparison: one,
      baseline,
      candidate,
      titles: { baseline: "v1", candidate: "v2" },
      facts,
      borrowers: { title: "sample-2000.csv", hash: "sha256:5678", file: "sha256:1234" },
      build: "0.1.0",
      date: "2026-11-26",
    });

  it("is the same, byte for byte, for the same input", () => {
    expect(comparisonReport(inputOf(comparison))).toBe(comparisonReport(input));
    expect(comparisonReport({ ...input, date: null })).not.toMatch(/20\d\d-\d\d-\d\d/);
  });

  it("says what was compared, what happened and to whom", () => {
    const text = comparisonReport(input);
    for (const pin of [
      baseline.hash,
      candidate.hash,
      "sha256:1234",
      "sha256:5678",
      "sample-2000.csv",
      "2026-11-26",
      "0.1.0",
      "economic_cycle = downturn",
    ])
      expect(text).toContain(pin);
    expect(text).toContain(`v2 shifts ${comparison.summary.shifted} of 2,000 borrowers: available credit −`);
    for (const { name } of comparison.changes) expect(text).toContain(name.slice(0, 3));
    for (const head of ["Decisions", "Distribution of changes", "Bands of limits", "Swap sets", "Reasons", "Borrowers that shift"])
      expect(text).toContain(`<h2>${head}</h2>`);
    expect(text.match(/<h2>Fairness by /g)).toHaveLength([...candidate.facts.values()].filter((fact) => fact.protected).length);
    expect(text).toContain(`The 200 with the largest shift of available credit, of ${comparison.summary.shifted}`);
  });

  it("stands alone: no script, nothing from elsewhere", () => {
    const text = comparisonReport(input);
    expect(text.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|<object|\bsrc=|\bhref=|@import|url\(|javascript:/i);
    expect(text).not.toMatch(/\son[a-z]+=/i);
    expect(text).toContain("default-src &#39;none&#39;");
  });

  it("closes what it opens", () => {
    const stack: string[] = [];
    for (const [, close, name = "", , self] of comparisonReport(input).matchAll(/<(\/?)([a-z0-9]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
      if (self === "/" || ["meta", "br"].includes(name)) continue;
      if (close === "/") expect(stack.pop()).toBe(name);
      else stack.push(name);
    }
    expect(stack).toEqual([]);
  });

  it("turns no name, text or message into markup, wherever it stands", () => {
    const [first, ...rest] = input.changes;
    if (first === undefined) throw new Error("there are changes");
    const side = { title: HOSTILE, name: HOSTILE, hash: HOSTILE, scenario: { [HOSTILE]: HOSTILE } };
    const kinds = input.compared.candidate.kinds.map((kind) => kind && { ...kind, reasons: [HOSTILE], applied: [HOSTILE] });
    const edits = [{ path: HOSTILE, before: HOSTILE, after: HOSTILE, text: HOSTILE }];
    const change = { ...first, id: HOSTILE, name: HOSTILE, edits };
    const shares = { solo: 1, last: 2, share: 3 };
    const text = comparisonReport({
      ...input,
      title: HOSTILE,
      currency: HOSTILE,
      baseline: side,
      candidate: side,
      borrowers: { title: HOSTILE, hash: HOSTILE, file: HOSTILE, names: input.borrowers.names.map(() => HOSTILE) },
      changes: [change, ...rest],
      wording: [{ ...change, subject: "fact" }],
      failures: [{ name: HOSTILE, side: "baseline", error: { code: "missing-fact", fact: HOSTILE, message: HOSTILE } as never }],
      compared: { ...input.compared, candidate: { ...input.compared.candidate, kinds } },
      attribution: {
        attribution: [
          { change: HOSTILE, touched: 1, limit: shares, available: shares, flips: [{ from: "hold", to: "freeze", borrowers: 1 }] },
        ],
        interactions: [{ changes: [HOSTILE, HOSTILE], borrowers: 1, limit: 1, available: 1 }],
      },
      sharesAt: () => [{ change: HOSTILE, limit: 1, available: 1 }],
      assumptions: [HOSTILE],
      observed: { name: HOSTILE, values: new Float64Array(input.borrowers.names.length) },
      breakdowns: input.breakdowns.map((one) => ({
        ...one,
        by: HOSTILE,
        grouping: { ...one.grouping, groups: one.grouping.groups.map((group) => ({ ...group, label: HOSTILE })) },
      })),
      reasons: new Map([[HOSTILE, HOSTILE]]),
      build: HOSTILE,
      date: HOSTILE,
    });
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).toContain("&quot;&gt;&lt;script&gt;alert(1)");
    expect(text).not.toContain("\u0000");
    expect(text.match(/<\/style>/g)).toHaveLength(1);
    const names = new Set(Array.from(text.matchAll(/<\/?([^\s<>/]+)/g), ([, name]) => name));
    expect([...names].filter((name) => !ELEMENTS.has(name ?? ""))).toEqual([]);
  });

  it("is short where nothing shifts, and where nobody can be evaluated", () => {
    const side = comparison.summary.baseline;
    const none = { ...input, summary: { ...input.summary, shifted: 0, candidate: side } };
    expect(comparisonReport(none)).toContain("v2 shifts none of 2,000 borrowers.");
    const nobody = comparisonReport({ ...input, summary: { ...input.summary, errors: 2000 } });
    expect(nobody).toContain("None of 2,000 borrowers can be evaluated");
    expect(nobody).not.toContain("<h2>Decisions</h2>");
  });

  it("writes borrowers as CSV that no spreadsheet takes for formulas, with each change's share", () => {
    const [one] = comparison.borrowers;
    if (one === undefined) throw new Error("there are borrowers");
    const [head, line] = borrowersCsv([{ ...one, name: '=1+1,"x"', shares: { "rule:A": -12.5 } }], ["rule:A"]).split("\r\n");
    expect(head?.split(",").slice(-2)).toEqual(["share.rule:A", "availableShare.rule:A"]);
    expect(head?.split(",")).toHaveLength(20);
    expect(line?.startsWith(`"'=1+1,""x"""`)).toBe(true);
    expect(line?.endsWith(",-12.5,0")).toBe(true);
  });

  it("says above the CSV what was compared", () => {
    const pins = { baseline: comparison.baseline, candidate: comparison.candidate, data: { hash: "sha256:1234" } };
    expect(borrowersCsv([], [], pins).split("\r\n").slice(0, 4)).toEqual([
      `# baseline ${baseline.name} ${baseline.hash}`,
      `# candidate ${candidate.name} ${candidate.hash}`,
      "# borrowers sha256:1234",
      borrowersCsv([]).trim(),
    ]);
  });

  it("writes as JSON what the command line prints: those that shift, or all", () => {
    const [some, all] = [JSON.parse(comparisonJson(comparison, false)), JSON.parse(comparisonJson(comparison, true))];
    expect([some.borrowers.length, all.borrowers.length]).toEqual([comparison.summary.shifted, 2000]);
    expect(all.summary).toEqual(comparison.summary);
  });
});

const ELEMENTS = new Set(
  "!doctype html head meta title style body header main footer section h1 h2 h3 p dl div dt dd table caption thead tbody tr th td span small br svg g rect line circle text".split(
    " ",
  ),
);
