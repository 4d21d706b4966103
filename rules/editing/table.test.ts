import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Chooser, randomPolicy } from "#rules/conformance";
import { type JsonObject, parsePolicy, rankRules, type ValidPolicy } from "#rules/policy";
import { cellFactOf, readTests, testsText } from "./cell-text.ts";
import { type Draft, readDraft } from "./draft.ts";
import { moveRule } from "./reorder.ts";
import { readSentences } from "./sentences.ts";
import { copyCells, formatTable, previewPaste, previewTable } from "./spreadsheet.ts";
import { type ColumnId, type DecisionTable, OUTCOME_COLUMNS, readTable } from "./table.ts";
import { addRule, deleteRule, duplicateRule, setCell } from "./table-edits.ts";
import { laidOut, outsideStays } from "./testing.ts";

const law = (seed: number, runs: number, check: (choose: Chooser, text: string, draft: Draft, table: DecisionTable) => void) =>
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 9 }), (own, size) => {
      const choose = new Chooser(own);
      const text = laidOut(choose, randomPolicy(own, size).document);
      const draft = readDraft(text);
      check(choose, text, draft, readTable(draft));
    }),
    { seed, numRuns: runs },
  );

function policyOf(text: string): ValidPolicy {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.problems[0])}\n${text}`);
  return parsed.policy;
}

const rulesOf = (text: string) => (JSON.parse(text) as { rules: JsonObject[] }).rules;
/** What a table shows of each rule, by its index in the document. */
const shown = (table: DecisionTable) =>
  new Map(
    table.rows.map((row) => [
      row.position,
      [...row.cells]
        .map(([id, { text }]) => [id, text])
        .concat([["json", row.expression?.json ?? ""]])
        .sort(),
    ]),
  );

describe("the table", () => {
  it("shows every rule once, in the order in which rules are ranked, and every part of it", () =>
    law(31, 25, (_, text, draft, table) => {
      const policy = policyOf(text);
      expect(table.rows.map(({ name }) => name)).toEqual(rankRules(policy.rules).map(({ name }) => name));
      for (const row of table.rows) {
        const conditions = rulesOf(text)[row.position]?.conditions as JsonObject;
        const elements = Array.isArray(conditions.all) ? conditions.all.length : 1;
        const held = [...row.cells].filter(([id]) => id.includes(":")).flatMap(([, { pointers }]) => pointers);
        expect([...held, ...(row.expression?.pointers ?? [])]).toHaveLength(elements);
        for (const id of row.cells.keys()) expect(table.columns.map((column) => column.id)).toContain(id);
        expect(row.sound).toBe(true);
      }
      expect(draft.catalogue.facts).toEqual(policy.facts);
      expect(draft.catalogue.derived).toEqual(policy.derived);
    }));

  it("reads back what its cells say", () =>
    law(32, 25, (_, _text, draft, table) => {
      for (const { cells, position } of table.rows)
        for (const [id, cell] of cells) {
          if (!id.startsWith("fact:")) continue;
          const fact = cellFactOf(draft.catalogue, id.slice(5));
          const tests = cell.pointers
            .map((pointer) => draft.root?.at(pointer)?.value as JsonObject)
            .map(({ operator, value }) => ({ operator, value }));
          expect([position, cell.text, readTests(cell.text, fact, draft.catalogue)]).toEqual([
            position,
            cell.text,
            { ok: true, value: tests },
          ]);
        }
    }));

  it("keeps what is nested as it is, and shows a flat rule by column", () => {
    const draft = readDraft(SAMPLE);
    const [first, second, third] = readTable(draft).rows;
    expect([...(first?.cells ?? [])].map(([id, { text }]) => `${id} ${text}`)).toEqual(
      expect.arrayContaining([
        "fact:dpd ≥ 30 and < 60",
        "fact:segment in salaried, gig",
        "condition:late yes",
        "condition:new no",
        "fact:score = null",
        "type decrease",
        "percent 20",
      ]),
    );
    expect(first?.expression?.text).toBe("score is below 600 or segment is small merchant");
    expect(second?.expression).toMatchObject({ json: '{"not":{"any":[{"fact":"dpd","operator":"lessThan","value":5}]}}' });
    expect([...(second?.cells.keys() ?? [])].filter((id) => id.includes(":"))).toEqual([]);
    expect(third?.cells.get("condition:late")?.text).toBe("yes");
    expect(readTable(draft, "zh").columns.map(({ label }) => label)).toContain("逾期天数");
  });

  it("shows broken rules, and edits the others", () => {
    const broken = SAMPLE.replace('"operator":"greaterThanInclusive","value":30', '"operator":"over","value":30').replace(
      '"type":"hold"',
      '"type":"hld"',
    );
    const draft = readDraft(broken);
    const [first] = readTable(draft).rows;
    expect(first?.sound).toBe(false);
    expect(first?.expression?.json).toContain('"operator":"over"');
    expect(setCell(draft, 1, "priority", "7").text).toBe(broken.replace('"priority":5', '"priority":7'));
    expect(setCell(draft, 0, "percent", "25").text).toBe(broken.replace('"percent":20', '"percent":25'));
    expect(setCell(readDraft(broken.replace('"dpd":{', '"dpd":{"oops":1,')), 0, "fact:segment", "gig").problems).toEqual([]);
    const half = SAMPLE.replace('"name":"b"', '"name":oops').replace('"reason":"R2"', '"reason": "R2",, "note": [1, oo]');
    expect(setCell(readDraft(half), 1, "priority", "7").text).toBe(half.replace('"priority":5', '"priority":7'));
    expect(setCell(readDraft(half), 2, "priority", "7").text).toBe(half.replace('"priority":4', '"priority":7'));
    const odd = readDraft(SAMPLE.replace('"type":"decrease"', '"type":"constructor"'));
    expect(setCell(odd, 0, "percent", "5").problems).toEqual([
      { rule: 0, column: "percent", message: "`constructor` takes no percent; clear the cell" },
    ]);
    expect(setCell(readDraft(`${broken.slice(0, -1)}, oops`), 1, "priority", "7").edits).toHaveLength(1);
  });
});

const SAMPLE = JSON.stringify({
  format: "limit-policy/1",
  name: "sample",
  currency: "CNY",
  limit: { fact: "limit", step: 100 },
  strategy: "first",
  facts: {
    limit: { type: "money" },
    dpd: { type: "integer", label: { en: "Days past due", zh: "逾期天数" } },
    score: { type: "number", nullable: true, label: { en: "Score" } },
    segment: { type: "string", values: ["salaried", "gig", "small merchant"] },
    flags: { type: "strings", nullable: true },
    fraud: { type: "boolean" },
  },
  conditions: { late: { all: [{ fact: "dpd", operator: "greaterThan", value: 0 }] }, new: { not: { condition: "late" } } },
  rules: [
    {
      name: "a",
      priority: 9,
      conditions: {
        all: [
          { fact: "dpd", operator: "greaterThanInclusive", value: 30 },
          { fact: "dpd", operator: "lessThan", value: 60 },
          { fact: "segment", operator: "in", value: ["salaried", "gig"] },
          { condition: "late" },
          { not: { condition: "new" } },
          { fact: "score", operator: "equal", value: null },
          {
            any: [
              { fact: "score", operator: "lessThan", value: 600 },
              { fact: "segment", operator: "equal", value: "small merchant" },
            ],
          },
        ],
      },
      event: { type: "decrease", params: { percent: 20, reason: "R1" } },
    },
    {
      name: "b",
      priority: 5,
      conditions: { not: { any: [{ fact: "dpd", operator: "lessThan", value: 5 }] } },
      event: { type: "hold", params: { reason: "R1" } },
    },
    { name: "c", priority: 4, conditions: { condition: "late" }, event: { type: "freeze", params: { reason: "R2", review: true } } },
  ],
  reasons: { R1: { en: "One" }, R2: { en: "Two" } },
});

describe("typed cells", () => {
  const draft = readDraft(SAMPLE);
  const typed = (fact: string, text: string) => {
    const reading = readTests(text, cellFactOf(draft.catalogue, fact), draft.catalogue);
    return reading.ok ? testsText(reading.value, cellFactOf(draft.catalogue, fact)) : reading.message;
  };

  it.each([
    ["dpd", ">=60", "≥ 60"],
    ["dpd", "60..90", "≥ 60 and ≤ 90"],
    ["dpd", "> 60 AND <=90", "> 60 and ≤ 90"],
    ["dpd", "60", "= 60"],
    ["dpd", "60, 90", "in 60, 90"],
    ["dpd", "not 60、90", "not in 60, 90"],
    ["dpd", "<> 5", "≠ 5"],
    ["dpd", "-1.5 .. 2", "≥ -1.5 and ≤ 2"],
    ["dpd", "< limit", "< limit"],
    ["dpd", "  ", ""],
    ["score", "null", "= null"],
    ["score", "not null", "≠ null"],
    ["segment", "salaried, gig", "in salaried, gig"],
    ["segment", "not gig", "≠ gig"],
    ["segment", "in gig", "in gig"],
    ["segment", "small merchant", "= small merchant"],
    ["segment", '"a, b", in-store', 'in "a, b", in-store'],
    ["segment", '= "null"', '= "null"'],
    ["flags", "x", "contains x"],
    ["flags", "not x and y", "does not contain x and contains y"],
    ["flags", "does not contain x", "does not contain x"],
    ["flags", "null", "= null"],
    ["fraud", "YES", "= true"],
    ["fraud", "not false", "≠ false"],
    ["dpd", "in []", "in []"],
  ])("%s: %s means %s", (fact, text, shows) => expect(typed(fact, text)).toBe(shows));

  it.each([
    [
      "dpd",
      "abc",
      "`abc` is no test of `dpd`; type `>= 60`, `60..90`, `= 60`, `60, 90`, `not 60`, `null` or another fact such as `>= days_past_due`",
    ],
    ["dpd", "1,000", "`1,000` may be one number or several; write `1000` or `1, 000`"],
    [
      "dpd",
      ">= ",
      "a value is missing; type `>= 60`, `60..90`, `= 60`, `60, 90`, `not 60`, `null` or another fact such as `>= days_past_due`",
    ],
    ["fraud", "maybe", "`maybe` is no test of `fraud`; type `true`, `false` or `null`"],
    ["flags", "x, , y", "a value is missing; type `contains x`, `does not contain x` or `null`"],
  ])("%s: %s is refused", (fact, text, message) => expect(typed(fact, text)).toBe(message));

  it.each<[number, ColumnId, string, string]>([
    [0, "fact:segment", "gigg", "`gigg` is not among the values of `segment`; did you mean `gig`?"],
    [0, "fact:segment", "> gig", "`greaterThan` does not fit `segment`, a fact of type string; use equal, notEqual, in, notIn"],
    [
      0,
      "fact:dpd",
      ">= score",
      "`score` can be null, so it cannot stand on the right side; compare with a derived fact that has a `default`",
    ],
    [2, "condition:late", "", "a rule needs at least one condition; delete the rule, or type another test first"],
    [2, "condition:late", "maybe", "`maybe` is neither yes nor no; type `yes`, `no` or nothing"],
    [1, "expression", "dpd > 5", 'a nested condition is JSON, such as { "any": [ … ] } or { "not": { … } }'],
    [0, "type", "set", "`set` needs an amount; type `set 5000` as the decision, or an amount"],
    [
      2,
      "type",
      "decrease",
      "`decrease` needs a percent or an amount; type `decrease 10 %` or `decrease 500` as the decision, or fill one of them",
    ],
    [2, "percent", "5", "`freeze` takes no percent; clear the cell"],
    [
      0,
      "percent",
      "",
      "`decrease` needs a percent or an amount; type `decrease 10 %` or `decrease 500` as the decision, or fill one of them",
    ],
    [0, "percent", "101", "`101`: must be from 0 to 100"],
    [0, "reason", "R3", "the reason `R3` has no text; add it to `reasons`; did you mean `R1`?"],
    [0, "name", "b", "`b` is taken by another rule; choose another name"],
    [0, "priority", "0", "`0` is no priority; type a whole number of at least 1, or nothing for 1"],
    [0, "amount", "1,000", "`1,000` is neither an amount nor a fact; type a number such as `5000`, without separators, or a fact's name"],
  ])("rule %s, %s: %s is refused", (rule, column, text, message) => {
    expect(setCell(draft, rule, column, text)).toEqual({ text: SAMPLE, edits: [], problems: [{ rule, column, message }] });
  });

  it("the decision rules what it takes", () => {
    const event = (column: ColumnId, text: string, rule: number) => rulesOf(setCell(draft, rule, column, text).text)[rule]?.event;
    expect(event("type", "freeze", 0)).toEqual({ type: "freeze", params: { reason: "R1" } });
    expect(event("type", "increase", 0)).toEqual({ type: "increase", params: { percent: 20, reason: "R1" } });
    expect(event("type", "set 5000", 1)).toEqual({ type: "set", params: { amount: 5000, reason: "R1" } });
    expect(event("type", "decrease 12.5%", 2)).toEqual({ type: "decrease", params: { percent: 12.5, reason: "R2", review: true } });
    expect(event("amount", "limit", 0)).toEqual({ type: "decrease", params: { amount: { fact: "limit" }, reason: "R1" } });
  });

  it("a second condition beside a nested one comes with it under `all`", () => {
    const after = rulesOf(setCell(draft, 1, "fact:fraud", "yes").text)[1];
    expect(after?.conditions).toEqual({
      all: [{ not: { any: [{ fact: "dpd", operator: "lessThan", value: 5 }] } }, { fact: "fraud", operator: "equal", value: true }],
    });
  });
});

/** Texts that some cell of the column might take. */
function textFor(choose: Chooser, table: DecisionTable, column: ColumnId): string {
  const others = table.rows.map((row) => (column === "expression" ? row.expression?.json : row.cells.get(column)?.text) ?? "");
  const samples: Record<string, string[]> = {
    enabled: ["yes", "no"],
    review: ["yes", ""],
    type: ["hold", "freeze", "set 100", "increase 5%", "decrease", "refer"],
    name: ["another name"],
    description: ['a, "text"\nof two lines', ""],
    expression: ['{"any":[{"fact":"current_limit","operator":"equal","value":1}]}', ""],
    percent: ["5", "12.5 %"],
    amount: ["5", "current_limit"],
    priority: ["", "7"],
  };
  const general = ["", "5", "null", "not null", "1..2", "a, b", "true", ">= current_limit", "yes", "no", "not a"];
  return choose.pick([...others, ...(samples[column] ?? general)]);
}

describe("edits through the table", () => {
  it("setting what a cell shows changes nothing", () =>
    law(33, 15, (_, _text, draft, table) => {
      for (const row of table.rows.slice(0, 4))
        for (const { id } of table.columns) {
          const typed = id === "expression" ? row.expression?.json : row.cells.get(id)?.text;
          if (typed !== undefined)
            expect([id, typed, setCell(draft, row.position, id, typed)]).toEqual([
              id,
              typed,
              expect.objectContaining({ edits: [], problems: [] }),
            ]);
        }
    }));

  it("keep the text valid, show what was set and leave all else", () => {
    let [set, refused] = [0, 0];
    law(34, 100, (choose, text, draft, table) => {
      if (table.rows.length === 0) return;
      const row = choose.pick(table.rows);
      const column = choose.pick([
        ...table.columns.map(({ id }) => id),
        ...[...draft.catalogue.facts.keys()].map((name): ColumnId => `fact:${name}`),
      ]);
      const typed = textFor(choose, table, column);
      const { text: after, edits, problems } = setCell(draft, row.position, column, typed);
      outsideStays(text, after, edits);
      if (problems.length > 0) {
        refused++;
        expect([after, problems.every(({ rule }) => rule === row.position)]).toEqual([text, true]);
        return;
      }
      set++;
      policyOf(after);
      const [before, now] = [draft.root?.at(row.pointer), readDraft(after)];
      for (const { offset, length } of edits)
        expect([offset >= (before?.offset ?? 0), offset + length <= (before?.end ?? 0)]).toEqual([true, true]);
      const wide = readTable(now);
      const [was, is] = [shown(table), shown(wide)];
      for (const [position, cells] of was) if (position !== row.position) expect(is.get(position)).toEqual(cells);
      const [said, says] = [draft, now].map((one) => readSentences(one, "en").filter(({ pointer }) => pointer !== row.pointer));
      expect(says?.map(({ parts }) => parts)).toEqual(said?.map(({ parts }) => parts));
      const own = wide.rows.find(({ position }) => position === row.position);
      expect(setCell(now, row.position, column, typed).edits).toEqual([]);
      const fact = column.startsWith("fact:") ? cellFactOf(draft.catalogue, column.slice(5)) : null;
      const reading = fact === null ? null : readTests(typed, fact, draft.catalogue);
      if (fact !== null && reading?.ok) expect(own?.cells.get(column)?.text ?? "").toBe(testsText(reading.value, fact));
      const free = new Set<string>([column, "type", "percent", "amount", "json"]);
      const [kept, keeps] = [was, is].map((all) => all.get(row.position)?.filter(([id]) => !free.has(id as string)));
      if (column !== "expression") expect(keeps).toEqual(kept);
      if (column === "expression" && typed.startsWith('{"any"'))
        expect(JSON.parse(own?.expression?.json ?? "null")).toEqual(JSON.parse(typed));
    });
    expect([set > 50, refused > 10]).toEqual([true, true]);
  });

  it("moving a rule gives the order asked for with one change, or two", () =>
    law(35, 50, (choose, text, draft, table) => {
      if (table.rows.length < 2) return;
      const [from, to] = [choose.int(0, table.rows.length - 1), choose.int(0, table.rows.length - 1)];
      const expected = [...table.rows.map(({ name }) => name)];
      expected.splice(to, 0, ...expected.splice(from, 1));
      const row = table.rows[from] as (typeof table.rows)[number];
      const { text: after, edits, explanation } = moveRule(draft, row.position, to);
      outsideStays(text, after, edits);
      expect(rankRules(policyOf(after).rules).map(({ name }) => name)).toEqual(expected);
      expect(edits.length === 0).toBe(from === to);
      expect(explanation.en === "nothing was moved").toBe(from === to);
      const [was, is] = [text, after].map((t) =>
        rulesOf(t)
          .map(({ priority, ...rule }) => JSON.stringify([rule, rule.name === row.name ? 0 : (priority ?? 1)]))
          .sort(),
      );
      expect(is).toEqual(was);
    }));

  it("says how a rule was moved", () => {
    const draft = readDraft(SAMPLE);
    expect(moveRule(draft, 2, 0).explanation.en).toBe("priority 4 → 10, to stand above `a` (9)");
    expect(moveRule(draft, 2, 1).explanation).toEqual({
      en: "priority 4 → 6, to stand between `a` (9) and `b` (5)",
      zh: "优先级 4 → 6,位于`a` (9)与`b` (5)之间",
    });
    const even = readDraft(SAMPLE.replace('"priority":5', '"priority":4'));
    expect(moveRule(even, 2, 1).explanation.en).toBe("moved before `b` in the document; the priority stays 4");
  });

  it("a copy stands right behind its rule and is as it is written; deleting it gives the first text", () =>
    law(36, 25, (choose, text, draft, table) => {
      if (table.rows.length === 0) return;
      const row = choose.pick(table.rows);
      const { text: after } = duplicateRule(draft, row.position);
      const [rules, before] = [rulesOf(after), rulesOf(text)];
      expect(rules[row.position + 1]).toEqual({ ...before[row.position], name: `${row.name}-copy` });
      expect(policyOf(after).rules).toHaveLength(before.length + 1);
      expect(deleteRule(readDraft(after), row.position + 1).text).toBe(text);
      const added = addRule(draft, row.position);
      const policy = policyOf(added?.text ?? "");
      expect(policy.rules[row.position + 1]).toMatchObject({
        name: "new-rule",
        enabled: false,
        priority: row.cells.has("priority") ? Number(row.cells.get("priority")?.text) : 1,
      });
      expect(policy.ranked.map(({ name }) => name)).toEqual(policyOf(text).ranked.map(({ name }) => name));
    }));
});

describe("spreadsheets", () => {
  it("what is written reads back as no change", () =>
    law(37, 25, (choose, _, draft, table) => {
      for (const separator of ["\t", ","] as const) {
        const written = formatTable(table, separator);
        const back = previewTable(draft, choose.chance(50) ? written : `\uFEFF${written.replaceAll("\n", "\r\n")}`, separator);
        expect(back).toMatchObject({ edits: [], changes: [], problems: [], added: [], missing: [], fileProblems: [] });
      }
      const columns = choose.some(table.columns.map(({ id }) => id));
      expect(previewPaste(draft, copyCells(table.rows, columns), table.rows, columns)).toMatchObject({
        edits: [],
        changes: [],
        problems: [],
      });
    }));

  it("the table of an edited text, read into the first one, makes the same edits", () =>
    law(38, 25, (choose, text, draft, table) => {
      let after = text;
      for (let i = 0; i < 4 && table.rows.length > 0; i++) {
        const column = choose.pick(table.columns.map(({ id }) => id).filter((id) => id !== "name"));
        after = setCell(readDraft(after), choose.int(0, table.rows.length - 1), column, textFor(choose, table, column)).text;
      }
      const preview = previewTable(draft, formatTable(readTable(readDraft(after)), ","), ",");
      expect([preview.problems, preview.fileProblems]).toEqual([[], []]);
      expect(shown(readTable(readDraft(preview.text)))).toEqual(shown(readTable(readDraft(after))));
    }));

  it("adds rules, tells what is missing, and refuses by cell", () => {
    const draft = readDraft(SAMPLE);
    const preview = previewTable(
      draft,
      "name,dpd,type,percent,reason\na,90,decrease,30,R1\nnew one,>= 5,decrease,10,R1\nbad,x,freeze,,R1\nb,,hold,,R9\n",
      ",",
    );
    expect(preview.changes.map(({ name, column, before, after }) => [name, column, before, after])).toEqual([
      ["a", "fact:dpd", "≥ 30 and < 60", "90"],
      ["a", "percent", "20", "30"],
      ["new one", "name", "", "new one"],
      ["new one", "fact:dpd", "", ">= 5"],
      ["new one", "type", "", "decrease"],
      ["new one", "percent", "", "10"],
      ["new one", "reason", "", "R1"],
    ]);
    expect(preview).toMatchObject({ added: ["new one"], missing: ["c"], fileProblems: [] });
    expect(preview.problems.map(({ rule, column }) => [rule, column])).toEqual([
      [{ added: "bad" }, "fact:dpd"],
      [1, "reason"],
    ]);
    expect(rulesOf(preview.text)[3]).toEqual({
      name: "new one",
      conditions: { all: [{ fact: "dpd", operator: "greaterThanInclusive", value: 5 }] },
      event: { type: "decrease", params: { percent: 10, reason: "R1" } },
    });
    expect(policyOf(preview.text).rules).toHaveLength(4);
    expect(previewTable(draft, "nam,dpd,oops,dpd\n", ",").fileProblems).toHaveLength(4);
  });

  it("writes nothing that a spreadsheet takes for a formula", () => {
    const draft = readDraft(SAMPLE.replace('"name":"a"', '"name":"=cmd()","description":"@x"').replace('"name":"b"', `"name":"'b"`));
    const written = formatTable(readTable(draft), ",");
    expect(written).toContain("'=cmd()");
    expect(written).toContain("'@x");
    expect(previewTable(draft, written, ",")).toMatchObject({ edits: [], changes: [], added: [], missing: [] });
    expect(OUTCOME_COLUMNS.every((title) => written.split("\n")[0]?.split(",").includes(title))).toBe(true);
  });
});
