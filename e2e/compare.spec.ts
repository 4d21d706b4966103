import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { settle, visit } from "./pages";

const COMPARE = "/policies/card-limit-review/compare?baseline=1&candidate=2&set=real-card-borrowers-2000";
const RELEASED = ["1458", "3103", "3723", "7601", "8512", "13409", "28870"];

test.describe.configure({ timeout: 180_000 });

const grid = (page: Page) => page.getByRole("grid", { name: "Borrowers" });
const rows = (page: Page) => grid(page).locator("[data-index]");
const drawer = (page: Page) => page.getByRole("dialog", { name: /^Borrower / });

/** The names in the table's first column, top to bottom. */
async function names(page: Page): Promise<string[]> {
  return (await rows(page).locator("[role=gridcell]:first-child").allTextContents()).map((name) => name.trim());
}

async function visitCompared(page: Page, path: string): Promise<void> {
  await visit(page, path);
  await expect(page.getByRole("heading", { name: "What changes" })).toBeVisible({ timeout: 90_000 });
}

test("the analyst finds the seven released borrowers, and the rule that released them", async ({ page }) => {
  await visitCompared(page, COMPARE);
  await expect(page.getByText(/^v2 shifts 922 of 2,000 borrowers\. Available credit falls by/)).toBeVisible();
  await page.getByRole("button", { name: "7 are released" }).click();
  await expect(rows(page)).toHaveCount(7);
  expect((await names(page)).toSorted()).toEqual(RELEASED.toSorted());
  for (const row of await rows(page).all()) await expect(row).toContainText(/decrease.*B03.*hold/);

  await rows(page).first().click();
  await expect(drawer(page).getByRole("note")).toContainText(
    /First divergence at B03: it fires in v1, not in v2, which asks for utilisation at least 0\.5 and sees/,
  );
  const rule = drawer(page).getByRole("button", { expanded: true, name: /B03 Repeated missed payments.*first divergence/ });
  await expect(rule).toContainText(/applied.*fired.*not fired/);
  await expect(drawer(page).getByText("not in v1")).toBeVisible();
  await expect(drawer(page).getByText("No payment was received in two or more cycles.")).toBeVisible();
  await expect(drawer(page).getByText("有两期及以上未收到还款。")).toBeVisible();
});

test("the change that goes against the grain says so, and leads to its borrowers", async ({ page }) => {
  await visitCompared(page, COMPARE);
  const change = page.getByRole("button", { name: /^B03 Repeated missed payments.*against the grain: releases 7/ });
  await expect(change).toContainText("cycles without payment (last 5) at least 2 → 1; and utilisation at least 0.5");
  await change.click();
  await expect(rows(page)).toHaveCount(7);
  expect(new URL(page.url()).searchParams.get("change")).toBe("rule:B03-repeated-missed-payments");
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect(page.getByText(/^922 that shift/)).toBeVisible();
});

test("a cell of the matrix shows its borrowers, and the URL keeps them", async ({ page }) => {
  await visitCompared(page, COMPARE);
  const cell = page
    .getByRole("table", { name: /^Borrowers by decision/ })
    .getByRole("button", { name: /^7 from decrease in v1 to hold in v2/ });
  await cell.click();
  await expect(cell).toHaveAttribute("aria-pressed", "true");
  await expect(rows(page)).toHaveCount(7);
  await grid(page).getByRole("button", { name: "limit shift" }).click();
  await expect(rows(page).first()).toContainText("+100,000");
  await page.reload();
  await settle(page);
  await expect(rows(page)).toHaveCount(7, { timeout: 90_000 });
  await expect(rows(page).first()).toContainText("+100,000");
  const { searchParams } = new URL(page.url());
  expect([searchParams.get("decision"), searchParams.get("sort")]).toEqual(["decrease-hold", "-shift"]);
});

test("borrowers by keyboard: open, next, previous, close", async ({ page }) => {
  await visitCompared(page, `${COMPARE}&treatment=released`);
  await rows(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(rows(page).nth(1)).toBeFocused();
  // Behind the open drawer the table is hidden from assistive technology, and so from roles.
  const order = await names(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `Borrower ${order[1]}` })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("dialog", { name: `Borrower ${order[2]}` })).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(page.getByRole("dialog", { name: `Borrower ${order[0]}` })).toBeVisible();
  await expect(drawer(page).getByRole("note")).toContainText("First divergence at B03");
  expect(
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`),
  ).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
  expect(new URL(page.url()).searchParams.has("borrower")).toBe(false);
  const filter = page.getByRole("searchbox", { name: "Filter by name" });
  await filter.pressSequentially("13409", { delay: 30 });
  await expect(rows(page)).toHaveCount(1);
  await expect(filter).toHaveValue("13409");
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(filter).toHaveValue("");
});

test("a shared URL opens the borrower with both traces", async ({ page }) => {
  await visit(page, `${COMPARE}&borrower=3103`);
  await expect(drawer(page).getByRole("note")).toContainText("First divergence at B03", { timeout: 90_000 });
});

test("the texts stand side by side", async ({ page }) => {
  await visitCompared(page, "/policies/card-limit-review/compare");
  await page.getByRole("button", { name: "Text diff" }).click();
  const dialog = page.getByRole("dialog", { name: "Text of v1 and v2" });
  await expect(dialog.locator(".monaco-diff-editor")).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByText("Card limit review, downturn tightening")).toBeVisible({ timeout: 30_000 });
  expect(new URL(page.url()).searchParams.get("diff")).toBe("1");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("without a scenario nobody can be evaluated, and the page says what is missing", async ({ page }) => {
  await visit(page, "/policies/card-limit-review/compare?set=hand-picked-24&scenario.economic_cycle=-");
  await expect(page.getByRole("alert").filter({ hasText: "None of 24 borrowers can be evaluated" })).toContainText("economic_cycle", {
    timeout: 90_000,
  });
  await page.getByRole("combobox", { name: /^economic cycle/i }).click();
  await page.getByRole("option", { name: "downturn" }).click();
  await expect(page.getByText(/^v2 shifts \d+ of 24 borrowers/)).toBeVisible({ timeout: 60_000 });
});

test("the same version on both sides shifts nobody; two scenarios may", async ({ page }) => {
  await visit(page, "/policies/card-limit-review/compare?baseline=2&candidate=2&set=hand-picked-24");
  await expect(page.getByText(/shifts none of 24 borrowers/)).toBeVisible({ timeout: 90_000 });
  await page.getByRole("button", { name: "A scenario for each side" }).click();
  await page.getByRole("combobox", { name: /baseline economic cycle/i }).click();
  await page.getByRole("option", { name: "expansion" }).click();
  await settle(page);
  expect(new URL(page.url()).searchParams.get("baseline.economic_cycle")).toBe("expansion");
  await expect(page.getByText(/The scenario shifts/)).toBeVisible();
});

test("the comparison is downloaded as the command line's JSON", async ({ page }) => {
  await visitCompared(page, "/policies/card-limit-review/compare?set=hand-picked-24");
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /that shift$/ }).click()]);
  expect(download.suggestedFilename()).toBe("card-limit-review-v1-v2.json");
  const json = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(Object.keys(json).slice(0, 8)).toEqual([
    "baseline",
    "candidate",
    "scenario",
    "changes",
    "wording",
    "summary",
    "migration",
    "borrowers",
  ]);
  expect(json.baseline.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(json.borrowers).toHaveLength(json.summary.shifted);
});
