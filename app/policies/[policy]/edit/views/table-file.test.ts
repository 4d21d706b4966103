import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { previewRows, readDraft, readTable } from "#rules/editing";
import { MOST_BYTES, rowsOfFile, tableFile } from "./table-file";
import { MOST_IN_CELL, rowsOfWorkbook, workbookOf } from "./workbook";

const TEXT = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");
const draft = readDraft(TEXT);

const rowsOf = async (blob: Blob) => {
  const found = await rowsOfFile(blob);
  if (!found.ok) throw new Error(found.message);
  return found.rows;
};
const made = async (rows: readonly (readonly string[])[]) => {
  const workbook = await workbookOf(rows);
  if (!workbook.ok) throw new Error(workbook.message);
  return workbook.blob;
};
/** A workbook with another sheet than the one written. */
const withSheet = async (change: (xml: string) => string) => {
  const { unzipSync } = await import("fflate");
  const files = unzipSync(new Uint8Array(await (await made([["name"], ["a"]])).arrayBuffer()));
  const sheet = "xl/worksheets/sheet1.xml";
  return zipSync({ ...files, [sheet]: strToU8(change(new TextDecoder().decode(files[sheet]))) });
};

describe("a file of the table", () => {
  it.each(["csv", "xlsx"] as const)("as %s, read again, changes nothing; with another cell just that", async (format) => {
    const file = await tableFile(readTable(draft), format);
    const rows = await rowsOf(file.ok ? file.blob : new Blob());
    expect(previewRows(draft, rows)).toMatchObject({ text: TEXT, changes: [], problems: [], fileProblems: [], missing: [], added: [] });
    const column = rows[0]?.indexOf("priority") ?? -1;
    const edited = rows.map((cells, row) => (row === 3 ? cells.with(column, "777") : cells));
    const preview = previewRows(draft, edited);
    expect(preview.changes.map(({ name, column: of, after }) => [name, of, after])).toEqual([[rows[3]?.[0], "priority", "777"]]);
    expect(preview.problems).toEqual([]);
  });

  it("lists every bad cell with its row and column, and leaves their rules alone", async () => {
    const file = await tableFile(readTable(draft), "xlsx");
    const rows = await rowsOf(file.ok ? file.blob : new Blob());
    const at = (title: string) => rows[0]?.indexOf(title) ?? -1;
    const edited = rows.map((cells, row) =>
      row === 2
        ? cells.with(at("days_past_due"), "soon").with(at("reason"), "NO-1").with(at("priority"), "0")
        : row === 4
          ? cells.with(at("reason"), "NO-2")
          : cells,
    );
    const preview = previewRows(draft, edited);
    expect(preview.problems.map(({ row, column }) => `${row} ${column}`).sort()).toEqual([
      "3 fact:days_past_due",
      "3 priority",
      "3 reason",
      "5 reason",
    ]);
    expect(preview).toMatchObject({ text: TEXT, changes: [] });
  });
});

describe("a workbook", () => {
  it("keeps every text as it is", async () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        "=1+1",
        "+x",
        "-y",
        "@z",
        "'q",
        " a ",
        "a\nb",
        "_x0041_",
        "_x005F_x0041_",
        "007",
        "1e5",
        "12.50",
        "-3",
        "0.1",
        "TRUE",
        '<b>&"',
        "中文",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 }), async (cells) => {
        const rows = [["name", "x"], ...cells.map(([a = "", b = ""]) => [`r${a}`, `${b}`])];
        expect(await rowsOf(await made(rows))).toEqual(rows);
      }),
      { seed: 71, numRuns: 60 },
    );
  });

  it("has no formula, whatever a cell begins with", async () => {
    const { unzipSync } = await import("fflate");
    const files = unzipSync(new Uint8Array(await (await made([["name"], ["=cmd|' /C calc'!A0"], ["+1"], ["-x"], ["@y"]])).arrayBuffer()));
    const xml = new TextDecoder().decode(files["xl/worksheets/sheet1.xml"]);
    expect(xml).not.toMatch(/<f[ >]/);
  });

  it("is refused with a cell that the format does not take", async () => {
    const long = await workbookOf([
      ["name", "expression"],
      ["a", "x".repeat(MOST_IN_CELL + 1)],
    ]);
    expect(long).toMatchObject({ ok: false, message: expect.stringContaining("expression") });
  });

  it("is read with what formulas came to; with errors it is refused by cell", async () => {
    const computed = await withSheet((xml) => xml.replace(/<c r="A2"[^>]*>.*?<\/c>/, '<c r="A2" t="str"><f>"b"</f><v>b</v></c>'));
    expect(await rowsOfWorkbook(computed)).toEqual({ ok: true, rows: [["name"], ["b"]] });
    const broken = await withSheet((xml) => xml.replace(/<c r="A2"[^>]*>.*?<\/c>/, '<c r="A2" t="e"><v>#N/A</v></c>'));
    expect(await rowsOfWorkbook(broken)).toMatchObject({ ok: false, message: expect.stringContaining("A2") });
  });

  it.each([
    ["an empty file", new Uint8Array(0), "empty"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0xff]), "neither a workbook nor a text"],
    ["half a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), "no workbook"],
    ["another archive", zipSync({ "a.txt": strToU8("a") }), "no workbook"],
    ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), ".xls"],
    ["a bomb", zipSync({ "xl/worksheets/sheet1.xml": new Uint8Array(120_000_000) }, { level: 9 }), "120 MB"],
    ["a large file", new Uint8Array(MOST_BYTES + 1), "10 MB"],
  ])("%s is told what it is", async (_, bytes, words) => {
    expect(await rowsOfFile(new Blob([bytes as Uint8Array<ArrayBuffer>]))).toMatchObject({
      ok: false,
      message: expect.stringContaining(words),
    });
  });
});

describe("a text", () => {
  it("is read in the encodings and separators that spreadsheets write", async () => {
    const gb = new Uint8Array([0xb6, 0xee, 0xb6, 0xc8, 0x2c, 0x31]);
    expect(await rowsOf(new Blob([gb]))).toEqual([["额度", "1"]]);
    expect(await rowsOf(new Blob(["name;x\r\na;'=1\r\n"]))).toEqual([
      ["name", "x"],
      ["a", "=1"],
    ]);
    expect(await rowsOf(new Blob(["\uFEFFname\tx\na\t1"]))).toEqual([
      ["name", "x"],
      ["a", "1"],
    ]);
  });
});
