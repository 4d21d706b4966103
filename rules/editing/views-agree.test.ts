import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "#rules/compare";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Json, type JsonObject, parsePolicy, sentenceOfCondition, textOfParts, type ValidPolicy } from "#rules/policy";
import { addCondition, type ConditionNode, readCondition, removeCondition, shiftCondition, wrapCondition } from "./condition-tree.ts";
import { checkValue } from "./check-rules.ts";
import { type Draft, readDraft } from "./draft.ts";
import { setValue, sortRules } from "./edit-text.ts";
import { moveRule } from "./reorder.ts";
import { isObject } from "./rewrite.ts";
import { readSentences, readToken, SentenceReader, setToken } from "./sentences.ts";
import { copyCells, previewPaste, previewRows, tableRows } from "./spreadsheet.ts";
import { type DecisionTable, elementsOf, readTable, TableReader, type TableRow } from "./table.ts";
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

const switchOnOff: Act = (choose, text, { rows }) => {
  if (rows.length === 0) return null;
  const [row, draft] = [choose.pick(rows), readDraft(text)];
  const isOn = row.cells.get("enabled")?.text === "yes";
  const { text: typed, problems } = setCell(draft, row.position, "enabled", isOn ? "no" : "yes");
  expect(problems).toEqual([]);
  // As the box of its sentence does.
  const boxed = checkValue(draft, `${row.pointer}/enabled`, !isOn).text;
  for (const after of [typed, boxed]) expect(policyOf(after).rules[row.position]?.enabled).toBe(!isOn);
  return { text: typed, touched: [row.name] };
};

const pasteCells: Act = (choose, text, { rows, columns }) => {
  if (rows.length === 0) return null;
  const ids = columns.map(({ id }) => id).filter((id) => id !== "name");
  const [row, from] = [choose.int(0, rows.length - 1), choose.int(0, rows.length - 1)];
  const [column, width, height] = [choose.int(0, ids.length - 1), choose.int(1, 3), choose.int(1, 3)];
  const block = ids.slice(column, column + width);
  const preview = previewPaste(readDraft(text), copyCells(rows.slice(from, from + height), block), rows.slice(row), ids.slice(column));
  const after = new Map(readTable(readDraft(preview.text)).rows.map((one) => [one.name, one]));
  for (const { name, column: id, after: cell } of preview.changes)
    if (id !== "expression") expect(after.get(name)?.cells.get(id)?.text ?? "").toBe(cell);
  return { text: preview.text, touched: preview.changes.map(({ name }) => name) };
};

const withRow =
  (
    does: (choose: Chooser, draft: Draft, row: TableRow, rows: number) => { readonly text: string; readonly touches?: boolean } | null,
  ): Act =>
  (choose, text, { rows }) => {
    if (rows.length === 0) return null;
    const row = choose.pick(rows);
    const done = does(choose, readDraft(text), row, rows.length);
    return done && { text: done.text, touched: done.touches ? [row.name] : [] };
  };

const duplicate = withRow((_, draft, { position }) => duplicateRule(draft, position));
const remove = withRow((_, draft, { position }) => ({ ...deleteRule(draft, position), touches: true }));
const move = withRow((choose, draft, { position }, rows) => ({ ...moveRule(draft, position, choose.int(0, rows - 1)), touches: true }));
const add = withRow((choose, draft, { position }) => addRule(draft, choose.chance(80) ? position : null));
const sort = withRow((_, draft) => sortRules(draft));

const sayOtherwise: Act = (choose, text) => {
  const draft = readDraft(text);
  const sentences = readSentences(draft, choose.pick(["en", "zh"] as const));
  const tokens = sentences.flatMap(({ kind, name, parts }) =>
    (parts ?? []).flatMap((token) => (token.kind === "text" ? [] : [{ rules: kind === "rule" ? [name] : [], token }])),
  );
  // Most of what comes to mind means nothing in most places.
  for (let tries = 0; tries < 12 && tokens.length > 0; tries++) {
    const { rules, token } = choose.pick(tokens);
    const reading = readToken(draft, token, choose.pick(TYPED));
    if (!reading.ok) continue;
    const { text: said, problems } = checkValue(draft, token.pointer, reading.value);
    if (problems.length > 0 || said === text) continue;
    expect(said).toBe(setToken(draft, token, reading.value).text);
    return { text: said, touched: rules };
  }
  return null;
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

const ACTS = { typeCell, pasteCells, switchOnOff, duplicate, remove, move, add, sort, sayOtherwise, editTree, throughSheet };

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

/** Readers that have read the texts before this one give what one reads who has not. */
function asReadAnew([table, sentences]: readonly [TableReader, SentenceReader], text: string, choose: Chooser): void {
  const [draft, locale] = [readDraft(text), choose.pick(["en", "en", "en", "zh"] as const)];
  expect(table.read(draft, locale)).toEqual(readTable(draft, locale));
  expect(sentences.read(draft, locale)).toEqual(readSentences(draft, locale));
}

describe("text, table and sentences", () => {
  it("stay one valid policy under any run of edits, and rules that were not touched keep every byte", () => {
    const done = new Map<string, number>();
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 7 }), (own, size) => {
        const choose = new Chooser(own);
        let text = laidOut(choose, randomPolicy(own, size).document);
        const readers = [new TableReader(), new SentenceReader()] as const;
        for (let step = 0; step < 8; step++) {
          const act = choose.pick(Object.keys(ACTS) as (keyof typeof ACTS)[]);
          const before = sourcesOf(text);
          const acted = ACTS[act](choose, text, readTable(readDraft(text)));
          if (acted === null) continue;
          done.set(act, (done.get(act) ?? 0) + 1);
          asReadAnew(readers, acted.text, choose);
          const after = sourcesOf(acted.text);
          for (const [name, source] of before) if (!acted.touched.includes(name)) expect(after.get(name)).toBe(source);
          text = acted.text;
          viewsAgree(text, choose);
        }
      }),
      { seed: 91, numRuns: 30 },
    );
    for (const act of Object.keys(ACTS)) expect([act, (done.get(act) ?? 0) > 3]).toEqual([act, true]);
  });
});
