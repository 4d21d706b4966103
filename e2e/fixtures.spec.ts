import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "./workbench";
import { settle, visit } from "./pages";

const FIXTURES = "/policies/card-limit-review/fixtures";
const BIG_SET = "real-card-borrowers-2000";
const SMALL_SET = "hand-picked-24";

test.describe.configure({ timeout: 180_000 });

const grid = (page: Page) => page.getByRole("grid", { name: /^Fixtures of / });
const row = (page: Page, name: string) =>
  grid(page)
    .locator("[data-index]")
    .filter({ has: page.getByRole("gridcell", { name, exact: true }) });
const drawer = (page: Page) => page.getByRole("complementary", { name: /fixture/i });
const figure = (page: Page, word: string) => page.getByRole("button", { name: new RegExp(`^[\\d,]+ ?${word}$`) });

/** Makes a fixture set of its own, so that journeys do not meet each other's fixtures. */
async function makeSet(page: Page, title: string): Promise<string> {
  await visit(page, FIXTURES);
  const name = `${title.toLowerCase().replaceAll(" ", "-")}-${Date.now().toString(36)}`;
  await page.getByRole("button", { name: "Fixture set", exact: true }).click();
  await page.getByRole("menuitem", { name: "New set…" }).click();
  const dialog = page.getByRole("dialog", { name: "New fixture set" });
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create set" }).click();
  await expect(page.getByText("This set has no fixtures yet")).toBeVisible();
  expect(new URL(page.url()).searchParams.get("set")).toBe(name);
  return name;
}

/** The first real card borrowers as a CSV: its header and that many lines. */
async function sampleLines(count: number): Promise<[string, ...string[]]> {
  const text = await readFile("rules/samples/taiwan-card/sample-2000.csv", "utf8");
  return text.split("\n").slice(0, count + 1) as [string, ...string[]];
}

async function exportFile(page: Page, format: string): Promise<string> {
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: format, exact: true }).first().click(),
  ]);
  return readFile(await download.path(), "utf8");
}

async function chooseFile(page: Page, name: string, text: string): Promise<Locator> {
  await page.getByRole("button", { name: "Import" }).first().click();
  const dialog = page.getByRole("dialog", { name: /^Import into / });
  await dialog.getByLabel("File to import").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  return dialog;
}

test("a broken CSV: every bad row is named, the good ones come in after confirmation", async ({ page }) => {
  const [header, ...lines] = await sampleLines(5);
  const column = header.split(",").indexOf("current_limit");
  const cells = (line: number) => (lines[line] ?? "").split(",");
  const badCell = cells(1).with(column, "a lot").join(",");
  const ragged = cells(2).slice(0, -2).join(",");
  const duplicate = lines[0];
  const broken = [`${header},unknown_column`, `${lines[0]},x`, `${badCell},x`, ragged, `${duplicate},x`, `${lines[3]},x`].join("\n");

  await makeSet(page, "Broken import");
  const dialog = await chooseFile(page, "borrowers.csv", broken);
  await expect(dialog.getByText("2 of 5 rows can be imported")).toBeVisible();
  await expect(dialog.getByText("unknown_column · ignored")).toBeVisible();
  await expect(dialog.getByText("observed_default · ignored")).toBeVisible();
  const problems = dialog.getByRole("grid", { name: "Rows left out" });
  await expect(problems.locator("[data-index]")).toHaveCount(3);
  await expect(problems.locator("[data-index]").nth(0)).toContainText("current_limit");
  await expect(problems.locator("[data-index]").nth(0)).toContainText("must be money");
  await expect(problems.locator("[data-index]").nth(1)).toContainText(/the row has \d+ cells and the header names \d+/);
  await expect(problems.locator("[data-index]").nth(2)).toContainText("names are unique in a fixture set");
  const [report] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Download as CSV" }).click()]);
  expect(await readFile(await report.path(), "utf8")).toContain("row,line,name,column,problem");

  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("This set has no fixtures yet")).toBeVisible();
  const again = await chooseFile(page, "borrowers.csv", broken);
  await again.getByRole("button", { name: "Import 2 fixtures" }).click();
  await expect(again).toBeHidden();
  await settle(page);
  await expect(grid(page).locator("[data-index]")).toHaveCount(2);

  const repeated = await chooseFile(page, "borrowers.csv", [header, lines[0], lines[4]].join("\n"));
  await expect(repeated.getByText(/One name is in the set already/)).toBeVisible();
  await repeated.getByRole("button", { name: "Import 1 fixture" }).click();
  await settle(page);
  await expect(grid(page).locator("[data-index]")).toHaveCount(3);
});

test("cells pasted from a spreadsheet become fixtures", async ({ page }) => {
  const pasted = (await sampleLines(3)).map((line) => line.replaceAll(",", "\t")).join("\r\n");
  await makeSet(page, "Pasted");
  await page.getByRole("button", { name: "Import" }).first().click();
  await page.getByLabel("Or paste cells from a spreadsheet").fill(pasted);
  await page.getByRole("button", { name: "Read what is pasted" }).click();
  await expect(page.getByRole("dialog")).toContainText("read as TSV");
  await page.getByRole("button", { name: "Import 3 fixtures" }).click();
  await settle(page);
  await expect(grid(page).locator("[data-index]")).toHaveCount(3);
});

test("export and import give identical fixtures, in every format", async ({ page }) => {
  await makeSet(page, "Round trip");
  await importLines(page, 24);
  const csv = await exportFile(page, "CSV");
  for (const [format, file] of [
    ["JSON", "x.json"],
    ["JSONL", "x.jsonl"],
    ["CSV", "x.csv"],
  ] as const) {
    const exported = await exportFile(page, format);
    await page.getByRole("checkbox", { name: "Select all rows" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByText("This set has no fixtures yet")).toBeVisible();
    const dialog = await chooseFile(page, file, exported);
    await expect(dialog.getByText("no problems")).toBeVisible();
    await dialog.getByRole("button", { name: "Import 24 fixtures" }).click();
    await expect(dialog).toBeHidden();
    await settle(page);
    expect(await exportFile(page, format)).toBe(exported);
    expect(await exportFile(page, "CSV")).toBe(csv);
  }
});

test("a wrong value is told beside its field, survives a reload, and is saved once mended", async ({ page }) => {
  await makeSet(page, "Form");
  await importLines(page, 2);
  await grid(page).locator("[data-index]").first().click();
  const panel = drawer(page);
  const field = panel.getByLabel("Days past due", { exact: false }).first();
  await field.fill("-3");
  await expect(panel.getByText("-3, below its least value 0")).toBeVisible();
  await panel.getByRole("button", { name: "Save fixture" }).click();
  await expect(panel.getByText(/One value cannot be saved as it is/)).toBeVisible();
  await page.reload();
  await settle(page);
  await expect(field).toHaveValue("-3");
  await expect(grid(page).getByText("unsaved")).toBeVisible();
  await field.fill("75");
  await expect(panel.getByText("below its least value")).toBeHidden();
  await panel.getByRole("button", { name: "Save fixture" }).click();
  await expect(panel.getByRole("button", { name: "Save fixture" })).toBeHidden();
  await expect(panel.getByText("freeze").first()).toBeVisible();
  await panel.getByRole("tab", { name: "History" }).click();
  await expect(panel.getByText(/Days past due: \d+ → 75/)).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test("accepting the outcome turns a failed fixture into a passed one", async ({ page }) => {
  await makeSet(page, "Accept");
  await importLines(page, 2);
  await grid(page).locator("[data-index]").first().click();
  const panel = drawer(page);
  await panel.getByLabel("Expected limit after").fill("123,000");
  await panel.getByRole("button", { name: "Save fixture" }).click();
  await expect(panel.getByRole("button", { name: "Save fixture" })).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  const failing = page.getByRole("button", { name: /^Accept all \d+ failing…$/ });
  await failing.click();
  const dialog = page.getByRole("dialog", { name: /^Accept / });
  await expect(dialog.getByText(/limit after 123,000 → /)).toBeVisible();
  await dialog.getByRole("button", { name: /^Accept \d? ?outcomes?$|^Accept \d+ outcomes?$/ }).click();
  await expect(dialog).toBeHidden();
  await expect(failing).toBeHidden();
  await expect(figure(page, "failed")).toHaveText(/^0/);
  await expect(figure(page, "passed")).toHaveText(/^2/);
});

test("a new fixture, its copy, and deletion that can be undone", async ({ page }) => {
  await makeSet(page, "Add");
  await importLines(page, 3);
  const first = grid(page).locator("[data-index]").first();
  const name = ((await first.getByRole("gridcell").nth(1).textContent()) ?? "").trim();
  await first.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expect(row(page, `${name} copy`)).toBeVisible();
  await expect(drawer(page).getByRole("heading", { name: `${name} copy` })).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(drawer(page)).toBeHidden();
  await row(page, `${name} copy`).getByRole("checkbox").click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(row(page, `${name} copy`)).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, `${name} copy`)).toBeVisible();

  await page.getByRole("button", { name: "Add fixture" }).click();
  const panel = drawer(page);
  await panel.getByRole("button", { name: "Add fixture" }).click();
  await expect(panel.getByText("give a value").first()).toBeVisible();
  await panel.getByRole("button", { name: "Discard" }).click();
  await expect(panel).toBeHidden();
});

test("a borrower's trace and what it is told, by link", async ({ page }) => {
  await visit(page, `${FIXTURES}?set=${SMALL_SET}&version=1&borrower=1458&tab=trace`);
  const panel = drawer(page);
  await expect(panel.getByRole("heading", { name: "1458" })).toBeVisible();
  await expect(panel.getByText("Way of the limit")).toBeVisible();
  await expect(panel.getByRole("button", { name: /B03 Repeated missed payments/ })).toBeVisible();
  await panel.getByRole("tab", { name: "Told" }).click();
  await expect(panel.getByText("No payment was received in two or more cycles.")).toBeVisible();
  await expect(panel.getByText("有两期及以上未收到还款。")).toBeVisible();
});

test("another tab's edit is not overwritten unasked", async ({ page, context }) => {
  const set = await makeSet(page, "Conflict");
  await importLines(page, 1);
  await grid(page).locator("[data-index]").first().click();
  const other = await context.newPage();
  await visit(other, `${FIXTURES}?set=${set}`);
  await grid(other).locator("[data-index]").first().click();
  await drawer(page).getByLabel("Note").fill("from the first tab");
  await drawer(other).getByLabel("Note").fill("from the second tab");
  await drawer(other).getByRole("button", { name: "Save fixture" }).click();
  await expect(drawer(other).getByRole("button", { name: "Save fixture" })).toBeHidden();
  await drawer(page).getByRole("button", { name: "Save fixture" }).click();
  const dialog = page.getByRole("dialog", { name: /changed elsewhere/ });
  await expect(dialog.getByText("from the first tab")).toBeVisible();
  await expect(dialog.getByText("from the second tab")).toBeVisible();
  await dialog.getByRole("button", { name: "Go on editing" }).click();
  await expect(drawer(page).getByLabel("Note")).toHaveValue("from the first tab");
  await drawer(page).getByRole("button", { name: "Save fixture" }).click();
  await dialog.getByRole("button", { name: "Save as chosen" }).click();
  await expect(dialog).toBeHidden();
  await expect(drawer(page).getByRole("button", { name: "Save fixture" })).toBeHidden();
  await expect(drawer(page).getByLabel("Note")).toHaveValue("from the first tab");
});

test("2,000 fixtures: progress, cancel, filter, window, keys", async ({ page }) => {
  await page.goto(`${FIXTURES}?set=${BIG_SET}&version=1`);
  await expect(page.getByText("2,000 fixtures", { exact: true })).toBeVisible();
  await settle(page);
  await expect(figure(page, "passed")).toHaveText(/^2,000/, { timeout: 60_000 });
  expect(await grid(page).locator("[data-index]").count()).toBeLessThan(80);

  await page.getByLabel("Filter fixtures").fill("B03 minimum_payer");
  await expect(page.getByText(/^\d+ of 2,000 fixtures/)).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe("B03 minimum_payer");
  await page.getByLabel("Filter fixtures").fill("");
  await figure(page, "freeze").click();
  await expect(page.getByText(/^316 of 2,000 fixtures/)).toBeVisible();
  await page.getByRole("button", { name: "show all" }).click();
  await expect(page.getByText("2,000 fixtures", { exact: true })).toBeVisible();

  await grid(page).locator('[data-index="0"]').focus();
  await page.keyboard.press("End");
  await expect(grid(page).locator('[data-index="1999"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(drawer(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();
});

/** Fills the open set with the first real card borrowers, through an import. */
async function importLines(page: Page, count: number): Promise<void> {
  const dialog = await chooseFile(page, "some.csv", (await sampleLines(count)).join("\n"));
  await dialog.getByRole("button", { name: count === 1 ? "Import 1 fixture" : `Import ${count} fixtures` }).click();
  await expect(dialog).toBeHidden();
  await settle(page);
  await expect(page.getByText(count === 1 ? "1 fixture" : `${count} fixtures`, { exact: true }).first()).toBeVisible();
}
