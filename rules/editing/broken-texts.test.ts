import fc from "fast-check";
import { expect, it } from "vitest";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type Json, parsePolicy } from "#rules/policy";
import { readDraft } from "./draft.ts";
import { formatText, sortRules } from "./edit-text.ts";
import { rootOf } from "./json-node.ts";
import { merge } from "./merge.ts";
import { namePlaces } from "./names-in-text.ts";
import { rename } from "./rename.ts";
import { moveRule } from "./reorder.ts";
import { readSentences, setToken } from "./sentences.ts";
import { formatTable, previewTable } from "./spreadsheet.ts";
import { readTable } from "./table.ts";
import { addRule, deleteRule, duplicateRule, setCell } from "./table-edits.ts";
import { laidOut, outsideStays } from "./testing.ts";

/** A text as it is while someone types: something cut out, something put in. */
function broken(choose: Chooser, text: string): string {
  const at = choose.int(0, text.length);
  const cut = choose.pick([0, 1, 1, 2, 10, 200]);
  return (
    text.slice(0, at) +
    choose.pick(["", "", '"', "{", "}", "[", "]", ",", ":", "\\", "null", "//", "/*", "\n", '{"fact":', "-"]) +
    text.slice(at + cut)
  );
}

const law = (seed: number, runs: number, check: (choose: Chooser, text: string, whole: string) => void) =>
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 6 }), (own, size) => {
      const choose = new Chooser(own);
      const whole = laidOut(choose, randomPolicy(own, size).document);
      check(choose, broken(choose, choose.chance(30) ? broken(choose, whole) : whole), whole);
    }),
    { seed, numRuns: runs },
  );

it("no view and no edit of a broken text throws; edits lie in the text", () =>
  law(61, 40, (choose, text, whole) => {
    const draft = readDraft(text);
    const table = readTable(draft, "zh");
    const tokens = readSentences(draft, "en").flatMap(({ parts }) => parts ?? []);
    const token = tokens.find((part) => part.kind !== "text");
    const row = table.rows.length === 0 ? 0 : choose.int(0, table.rows.length - 1);
    const [name] = choose.shuffle(namePlaces(draft));
    const edits = [
      ...["priority", "percent", "type", "fact:current_limit", "expression", "enabled"].map((column) =>
        setCell(draft, row, column as never, choose.pick(["5", "yes", ""])),
      ),
      ...(token === undefined ? [] : [setToken(draft, token as never, 5)]),
      ...(name === undefined ? [] : [rename(draft, name.kind, name.name, "other")]),
      duplicateRule(draft, row),
      deleteRule(draft, row),
      ...[addRule(draft, row)].filter((edit) => edit !== null),
      moveRule(draft, row, choose.int(0, 3)),
      sortRules(draft),
      formatText(draft),
      previewTable(draft, formatTable(table, ","), ","),
    ];
    for (const { edits: own, text: after } of edits) outsideStays(text, after, own);
    expect(merge(whole, text, whole).text).toBe(text);
    merge(whole, whole, text);
    merge(text, whole, text);
  }));

it("beside a rule that is broken the others are found and edited", () =>
  law(62, 50, (choose, _, whole) => {
    const { rules } = JSON.parse(whole) as { rules: Json[] };
    if (rules.length < 2) return;
    const bad = choose.int(0, rules.length - 1);
    const node = rootOf(whole)?.at(`/rules/${bad}`) ?? null;
    if (node === null) throw new Error("no rule");
    const hurt = choose.pick([
      node.source.replace('"conditions"', "conditions"),
      node.source.replace(/,/, ",,"),
      node.source.replace('"reason":', '"reason": oops'),
      "oops",
      "{}",
    ]);
    const text = whole.slice(0, node.offset) + hurt + whole.slice(node.end);
    const draft = readDraft(text);
    expect(readTable(draft).rows).toHaveLength(rules.length);
    const good = (bad + 1) % rules.length;
    const { text: after, problems } = setCell(draft, good, "priority", "321");
    expect(problems).toEqual([]);
    expect(after).not.toBe(text);
    expect(rootOf(after)?.at(`/rules/${good}/priority`)?.value).toBe(321);
    expect(rootOf(after)?.at(`/rules/${bad}`)?.source).toBe(draft.root?.at(`/rules/${bad}`)?.source);
  }));

it("the sound catalogue is what is left without the broken parts", () => {
  const facts = { limit: { type: "money" }, bad: { type: "mony" }, days: { type: "integer" } };
  const derived = { half: { expression: "limit / 2" }, worse: { expression: "bad + (" }, next: { expression: "worse + 1" } };
  const conditions = {
    late: { all: [{ fact: "days", operator: "greaterThan", value: 1 }] },
    broken: { any: [] },
    onto: { condition: "broken" },
  };
  const document = {
    format: "limit-policy/1",
    name: "x",
    currency: "nope",
    limit: { fact: "bad", step: 1 },
    facts,
    derived,
    conditions,
    rules: 5,
  };
  const { catalogue } = readDraft(JSON.stringify(document));
  expect([
    [...catalogue.derived.keys()],
    [...catalogue.conditions.keys()],
    catalogue.facts.has("days"),
    catalogue.facts.has("bad"),
    catalogue.currency,
  ]).toEqual([["half"], ["late"], true, false, "XXX"]);
  const deep = `{"facts":{"a":${"[".repeat(3000)}${"]".repeat(3000)}}}`;
  expect([...readDraft(deep).catalogue.facts.keys()]).toHaveLength(1);
  expect(parsePolicy(deep).ok).toBe(false);
});
