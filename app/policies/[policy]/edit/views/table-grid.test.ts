import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatTable, readDraft, readTable } from "#rules/editing";
import { parsePolicy } from "#rules/policy";
import { actOnRow, cellOf, gridColumns, pastePreview, placeAfter, type RowAct, typeIntoCell } from "./table-grid";

const TEXT = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");
const draft = readDraft(TEXT);
const table = readTable(draft, "en");
const columns = gridColumns(table);
const namesOf = (text: string) => readTable(readDraft(text), "en").rows.map(({ name }) => name);
const names = namesOf(TEXT);

describe("the grid", () => {
  it("begins with the rule's name and has every column once", () => {
    expect(columns.slice(0, 3).map(({ id }) => id)).toEqual(["name", "enabled", "priority"]);
    expect(columns.map(({ id }) => id).sort()).toEqual(table.columns.map(({ id }) => id).sort());
    expect(columns.every(({ width }) => width >= 40)).toBe(true);
  });

  it("keys lead from cell to cell and stop at the edges", () => {
    const from = { row: 1, column: 1 };
    expect(placeAfter("ArrowUp", from, 3, 3)).toEqual({ row: 0, column: 1 });
    expect(placeAfter("PageDown", from, 3, 3)).toEqual({ row: 2, column: 1 });
    expect(placeAfter("End", from, 3, 3)).toEqual({ row: 1, column: 2 });
    expect(placeAfter("ArrowLeft", { row: 0, column: 0 }, 3, 3)).toEqual({ row: 0, column: 0 });
    expect(placeAfter("a", from, 3, 3)).toBeNull();
    expect(placeAfter("ArrowDown", { row: 0, column: 0 }, 0, 3)).toEqual({ row: 0, column: 0 });
  });
});

describe("a cell", () => {
  it("typed as it stands changes nothing", () => {
    for (const row of table.rows.slice(0, 2))
      for (const { id, kind } of columns)
        if (kind !== "expression")
          expect(typeIntoCell(draft, row.position, id, cellOf(row, id)?.text ?? "")).toEqual({ ok: true, text: TEXT });
  });

  it("takes a test, and tells why it does not", () => {
    const row = table.rows.find(({ cells }) => cells.has("fact:days_past_due"));
    if (row === undefined) throw new Error("no rule reads the fact");
    const taken = typeIntoCell(draft, row.position, "fact:days_past_due", ">= 45");
    expect(taken.ok && parsePolicy(taken.text).ok).toBe(true);
    const after = taken.ok ? readTable(readDraft(taken.text), "en").rows.find(({ name }) => name === row.name) : null;
    expect(after?.cells.get("fact:days_past_due")?.text).toBe("≥ 45");
    expect(typeIntoCell(draft, row.position, "fact:days_past_due", "≥ many")).toMatchObject({
      ok: false,
      message: expect.stringContaining("many"),
    });
    expect(typeIntoCell(draft, row.position, "reason", "NO-SUCH")).toMatchObject({
      ok: false,
      message: expect.stringContaining("NO-SUCH"),
    });
  });
});

describe("a row", () => {
  const act = (row: number, what: RowAct) => actOnRow(draft, table, row, what, "en");

  it("is moved by one, said why, and not beyond the ends", () => {
    const moved = act(3, "up");
    expect(moved?.row).toBe(2);
    expect(moved?.told).toMatch(/priority|moved/);
    const swapped = [...names];
    swapped.splice(2, 0, ...swapped.splice(3, 1));
    expect(namesOf(moved?.text ?? "")).toEqual(swapped);
    expect(namesOf(act(2, "down")?.text ?? "")).toEqual(swapped);
    expect(act(0, "up")).toBeNull();
    expect(act(names.length - 1, "down")).toBeNull();
  });

  it("is duplicated, deleted and added beside the one in hand", () => {
    const [duplicated, deleted, added] = [act(1, "duplicate"), act(names.length - 1, "delete"), act(1, "add")];
    expect(namesOf(duplicated?.text ?? "")[duplicated?.row ?? 0]).toBe(`${names[1]}-copy`);
    expect(namesOf(deleted?.text ?? "")).toEqual(names.slice(0, -1));
    expect(deleted?.row).toBe(names.length - 2);
    expect(namesOf(added?.text ?? "")[added?.row ?? 0]).toBe("new-rule");
    for (const acted of [duplicated, deleted, added]) expect(parsePolicy(acted?.text ?? "").ok).toBe(true);
  });
});

describe("pasting", () => {
  const at = { row: 0, column: columns.findIndex(({ id }) => id === "priority") };

  it("what was copied changes nothing", () => {
    expect(pastePreview(draft, at, formatTable(table, "\t"))).toMatchObject({
      changes: [],
      problems: [],
      fileProblems: [],
      text: TEXT,
    });
  });

  it("puts cells from the one in hand on, and tells what it cannot", () => {
    const preview = pastePreview(draft, at, "950\nhigh");
    expect(preview.changes.map(({ name, column, after }) => [name, column, after])).toEqual([[names[0], "priority", "950"]]);
    expect(preview.problems).toHaveLength(1);
    expect(parsePolicy(preview.text).ok).toBe(true);
  });
});
