import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "#rules/compare";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Json, type JsonObject, parsePolicy, sentenceOfCondition, textOfParts, type ValidPolicy } from "#rules/policy";
import { addCondition, type ConditionNode, readCondition, removeCondition, shiftCondition, wrapCondition } from "./condition-tree.ts";
import { readDraft } from "./draft.ts";
import { setValue, sortRules } from "./edit-text.ts";
import { moveRule } from "./reorder.ts";
import { isObject } from "./rewrite.ts";
import { readSentences, readToken, setToken, type Token } from "./sentences.ts";
import { previewRows, tableRows } from "./spreadsheet.ts";
import { type DecisionTable, elementsOf, readTable, type TableRow } from "./table.ts";
import { addRule, deleteRule, duplicateRule, setCell } from "./table-edits.ts";
import { laidOut } from "./testing.ts";

/** What a person did: the text after it, and the names of the rules that it may have changed; null where it was refused. */
type Act = (choose: Chooser, text: string, table: DecisionTable) => { readonly text: string; readonly touched: readonly string[] } | null;

function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.problems[0])} in ${text}`);
  return parsed.policy;
}

const TYPED = ["", "yes", "no", "5", ">= 3", "1..9", "null", "not 4", "increase 5 %", "freeze", "R1", "a, b", "12 and < 40", "oops"];

const typeCell: Act = (choose, text, { rows, columns }) => {
  if (rows.length === 0) return null;
  const [row, column] = [choose.pick(rows), choose.pick(columns)];
  // As in the table: another row's text of that column, or what comes to mind.
  const typed = choose.chance(60) ? (choose.pick(rows).cells.get(column.id)?.text ?? "") : choose.pick(TYPED);
  if (column.id === "expression" || column.id === "name") return null;
  const edit = setCell(readDraft(text), row.position, column.id, typed);
  return edit.problems.length > 0 ? null : { text: edit.text, touched: [row.name] };
};

const actOnRow: Act = (choose, text, { rows }) => {
  const draft = readDraft(text);
  const row = rows.length === 0 ? null : choose.pick(rows);
  const added = choose.chance(20) || row === null ? addRule(draft, row?.position ?? null) : null;
  if (added !== null) return { text: added.text, touched: [] };
  if (row === null) return null;
  const kind = choose.int(0, 3);
  if (kind === 0) return { text: duplicateRule(draft, row.position).text, touched: [] };
  if (kind === 1) return { text: deleteRule(draft, row.position).text, touched: [row.name] };
  if (kind === 2) return { text: sortRules(draft).text, touched: [] };
  return { text: moveRule(draft, row.position, choose.int(0, rows.length - 1)).text, touched: [row.name] };
};

const sayOtherwise: Act = (choose, text) => {
  const draft = readDraft(text);
  const rules = readSentences(draft, choose.pick(["en", "zh"] as const)).filter(({ kind }) => kind === "rule");
  if (rules.length === 0) return null;
  const rule = choose.pick(rules);
  const tokens = (rule.parts ?? []).filter((part): part is Exclude<Token, { kind: "text" }> => part.kind !== "text");
  if (tokens.length === 0) return null;
  const token = choose.pick(tokens);
  const reading = readToken(draft, token, choose.pick([...TYPED, token.text]));
  if (!reading.ok) return null;
  const next = setToken(draft, token, reading.value).text;
  return parsePolicy(next).ok ? { text: next, touched: [rule.name] } : null;
};

const nodesOf = (node: ConditionNode): ConditionNode[] => [
  node,
  ...("children" in node ? node.children.flatMap(nodesOf) : "child" in node ? nodesOf(node.child) : []),
];

const editTree: Act = (choose, text, { rows }) => {
  if (rows.length === 0) return null;
  const [row, draft] = [choose.pick(rows), readDraft(text)];
  const pointer = `${row.pointer}/conditions`;
  const json = draft.root?.at(pointer)?.value as Json;
  const at = choose.pick(nodesOf(readCondition(json))).pointer;
  const next = choose.pick([
    () => wrapCondition(json, at, choose.pick(["all", "any", "not"] as const)).json,
    () => shiftCondition(json, at, choose.pick(["up", "down", "out", "in"] as const)).json,
    () => removeCondition(json, at).json,
    () => addCondition(json, at, wrapCondition(json, at, "not").json).json,
  ])();
  const after = setValue(draft, pointer, next).text;
  return parsePolicy(after).ok ? { text: after, touched: [row.name] } : null;
};

const throughSheet: Act = (choose, text, table) => {
  const rows = tableRows(table).map((cells) => [...cells]);
  const at = rows[0]?.indexOf("priority") ?? -1;
  const changed = rows.slice(1).filter(() => choose.chance(30));
  for (const cells of changed) cells[at] = String(choose.int(1, 40));
  const preview = previewRows(readDraft(text), choose.chance(50) ? rows : [rows[0] ?? [], ...rows.slice(1).reverse()]);
  expect([preview.problems, preview.fileProblems, preview.missing, preview.added]).toEqual([[], [], [], []]);
  return { text: preview.text, touched: changed.map(([name]) => name as string) };
};

const ACTS: readonly Act[] = [typeCell, typeCell, actOnRow, sayOtherwise, editTree, throughSheet];

const sourcesOf = (text: string) =>
  new Map((readDraft(text).root?.at("/rules")?.children ?? []).map(({ node }) => [String(node.child("name")?.node.value), node.source]));

/** The conditions of a rule without regard to the order of those in its `all`; an `all` of one `all` is that one. */
function held(conditions: Json | undefined): string[] {
  const elements = elementsOf(conditions).map(({ json }) => json);
  const [only] = elements;
  if (elements.length === 1 && isObject(only) && Array.isArray(only.all)) return only === conditions ? [] : held(only);
  return elements.map((json) => JSON.stringify(json)).sort();
}

/** Without a `review` that says what holds without it. */
function eventOf({ event }: JsonObject): Json {
  const { params, ...rest } = event as JsonObject & { readonly params: JsonObject };
  return { ...rest, params: Object.fromEntries(Object.entries(params).filter(([key, value]) => key !== "review" || value !== false)) };
}

/** A rule typed anew into the table, cell by cell as its row shows it. */
function retyped(text: string, row: TableRow): JsonObject {
  const empty = readDraft(text.replace(/^\uFEFF/, ""));
  const [titles = [], cells = []] = tableRows(readTable(empty), [row]);
  const preview = previewRows(empty, [titles, cells.with(titles.indexOf("name"), "typed anew")]);
  expect([preview.problems, preview.fileProblems]).toEqual([[], []]);
  return (JSON.parse(preview.text) as { rules: JsonObject[] }).rules.at(-1) as JsonObject;
}

function viewsAgree(text: string, choose: Chooser): void {
  const [policy, draft] = [policyOf(text), readDraft(text)];
  const table = readTable(draft);
  const fires = table.rows.filter(({ cells }) => cells.get("enabled")?.text === "yes");
  expect(fires.map(({ name }) => name)).toEqual(policy.ranked.map(({ name }) => name));
  const said = readSentences(draft, "en").filter(({ kind }) => kind === "rule");
  expect(said.map(({ name }) => name)).toEqual(policy.rules.map(({ name }) => name));
  policy.rules.forEach((rule, i) => {
    expect(textOfParts(said[i]?.parts ?? [])).toContain(sentenceOfCondition(policy, rule.conditions, "en"));
  });
  if (table.rows.length === 0) return;
  const row = choose.pick(table.rows);
  const rule = (draft.document.rules as JsonObject[])[row.position] as JsonObject;
  const again = retyped(text, row);
  expect(held(again.conditions)).toEqual(held(rule.conditions));
  const [a, b] = [again, rule].map((one) => ({ event: eventOf(one), priority: one.priority ?? 1, enabled: one.enabled !== false }));
  expect(sameJson(a as Json, b as Json)).toBe(true);
}

describe("text, table and sentences", () => {
  it("stay one valid policy under any run of edits, and rules that were not touched keep every byte", () => {
    const done = new Map<Act, number>();
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 7 }), (own, size) => {
        const choose = new Chooser(own);
        let text = laidOut(choose, randomPolicy(own, size).document);
        for (let step = 0; step < 8; step++) {
          const act = choose.pick(ACTS);
          const before = sourcesOf(text);
          const acted = act(choose, text, readTable(readDraft(text)));
          if (acted === null) continue;
          done.set(act, (done.get(act) ?? 0) + 1);
          const after = sourcesOf(acted.text);
          for (const [name, source] of before) if (!acted.touched.includes(name)) expect(after.get(name)).toBe(source);
          text = acted.text;
          viewsAgree(text, choose);
        }
      }),
      { seed: 91, numRuns: 25 },
    );
    for (const act of ACTS) expect(done.get(act)).toBeGreaterThan(1);
  });
});
