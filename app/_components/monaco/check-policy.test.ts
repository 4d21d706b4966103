import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { checkPolicy } from "./check-policy";

const read = (version: number) => readFileSync(`rules/samples/taiwan-card/v${version}.policy.json`, "utf8");
const v1 = read(1);
const NOTHING = () => ({ borrowers: null, tally: null });

function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error("not valid");
  return parsed.policy;
}

/** What a problem marks. */
function marked(text: string): string[] {
  return checkPolicy(text, new Map(), NOTHING).problems.map((p) =>
    (text.split(/\r\n|\n/)[p.line - 1] ?? "").slice(p.column - 1, p.endColumn - 1),
  );
}

describe("checkPolicy", () => {
  it("marks the word that is wrong", () => {
    expect(marked(v1.replace('"fact": "fraud_flag"', '"fact": "fraud_flg"'))).toEqual(['"fraud_flg"']);
  });
  it("marks something on the line of a syntax error, whatever the line ends", () => {
    const broken = v1.replace('"priority": 900,', '"priority": 900 oops,');
    expect(marked(broken)).toEqual(["oops"]);
    expect(marked(broken.replaceAll("\n", "\r\n"))).toEqual(["oops"]);
  });
  it("marks the name, the sign or the end in an expression, escapes counted", () => {
    const withExpression = (expression: string) => v1.replace(/"expression": "6 [^"]*"/, `"expression": ${JSON.stringify(expression)}`);
    expect(marked(withExpression("6 * monthly_incom"))).toEqual(["monthly_incom"]);
    expect(marked(withExpression('if customer_segment = "a\\tb" then monthly_incom else 2'))).toEqual(["monthly_incom"]);
    expect(marked(withExpression("6 * round(monthly_income)"))).toEqual(["round"]);
    expect(marked(withExpression("6 + * monthly_income"))).toEqual(["*"]);
  });
  it("gives hints on a valid text, at their keys and values", () => {
    const rule = v1.replace('"operator": "lessThan"', '"operator": "notEqual"');
    const hints = checkPolicy(rule, new Map(), NOTHING).hints;
    const lines = rule.split("\n");
    expect(hints.map(({ code, line, column, endColumn }) => `${code} ${lines[line - 1]?.slice(column - 1, endColumn - 1)}`)).toContain(
      'unused-fact "behaviour_class"',
    );
    expect(checkPolicy(v1.slice(0, -300), new Map(), NOTHING).hints).toEqual([]);
  });
  it("marks no more than the first line of an object", () => {
    const text = v1.replace('"name": "A01-confirmed-fraud",', "");
    for (const part of marked(text)) expect(part.length).toBeGreaterThan(0);
    expect(marked(text).length).toBeGreaterThan(0);
  });
  it("tells changes with their place in the draft", () => {
    const v2 = read(2);
    const check = checkPolicy(v2, new Map([["1", policyOf(v1)]]), NOTHING);
    expect(check.ok).toBe(true);
    const lines = v2.split("\n");
    const added = check.changes["1"]?.changes.filter((change) => change.kind === "added" && change.subject === "rule") ?? [];
    expect(added.length).toBeGreaterThan(0);
    for (const change of added) expect(lines.slice(change.line - 1, change.line + 2).join("\n")).toContain(change.name);
  });
  it("keeps an outline of a text that is not valid", () => {
    const check = checkPolicy(v1.slice(0, -300), new Map(), NOTHING);
    expect(check.ok).toBe(false);
    expect(check.outline.filter((entry) => entry.kind === "rule").length).toBeGreaterThan(20);
  });
  it("has every key of the policy in the outline, those that hold a text or a number as well", () => {
    const { outline } = checkPolicy(v1, new Map(), NOTHING);
    const keys = Object.keys(JSON.parse(v1) as object);
    expect(outline.filter(({ kind }) => kind === "section").map(({ name }) => name)).toEqual(keys);
  });
  it("survives hostile texts", () => {
    for (const text of ["", "\uFEFF{}", "[".repeat(200_000), '{"__proto__":1}', "NaN"])
      expect(checkPolicy(text, new Map(), NOTHING).ok).toBe(false);
  });
});
