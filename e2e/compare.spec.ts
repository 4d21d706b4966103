import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "./workbench";
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
  await expect(page.getByRole("heading", { name: "What each change does" })).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/^Dividing the shift/)).toHaveCount(0, { timeout: 60_000 });
}

/** A signed figure of the page as a number. */
const numberOf = (text: string) => Number(text.replace("\u2212", "-").replace(/[+,]/g, ""));

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
  const change = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /^B03 Repeated missed payments/ }) });
  await expect(change).toContainText("cycles without payment (last 5) at least 2 → 1; and utilisation is at least 0.5");
  await change.getByRole("button", { name: "releases 7 against the grain" }).click();
  await expect(rows(page)).toHaveCount(7);
  expect(new URL(page.url()).searchParams.get("where.driver")).toBe("rule:B03-repeated-missed-payments");
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

test("every count on the page leads to as many borrowers", async ({ page }) => {
  await visitCompared(page, `${COMPARE}&open=rule:B02-recently-cured-serious-delinquency&late=delinquent_cycles_6m`);
  const { tried, wrong } = await page.evaluate(countsThatLie);
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(40);
  await page.getByRole("button", { name: "58", exact: true }).click();
  await expect(page.getByRole("button", { name: "Remove the filter: B02 alone: hold → decrease" })).toBeVisible();
  await page.reload();
  await settle(page);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "59", { timeout: 90_000 });
});

/** In the page: clicks on figures that are counts, some of each kind, and holds the table's rows against them. */
async function countsThatLie(): Promise<{ tried: number; wrong: string[] }> {
  const countIn = (button: Element): number | null => {
    const words = [button.getAttribute("aria-label") ?? button.textContent ?? "", button.getAttribute("title") ?? ""];
    const found = [/^([\d,]+)$/, /^([\d,]+) (?:borrowers?|from)\b/, /(?:→ [a-z]+ |: )([\d,]+)$/]
      .map((form) => words.map((text) => form.exec(text)?.[1]).find(Boolean))
      .find(Boolean);
    return found === undefined ? null : Number(found.replaceAll(",", ""));
  };
  const rowsOf = () => Number(document.querySelector("[role=grid][aria-label=Borrowers]")?.getAttribute("aria-rowcount")) - 1;
  const isFigure = (button: Element) => button.closest("[role=grid]") === null && !button.textContent?.startsWith("+ ");
  const until = async (holds: () => boolean) => {
    for (let turn = 0; turn < 60 && !holds(); turn++) await new Promise((resolve) => setTimeout(resolve, 25));
  };
  const buttons = [...document.querySelectorAll("main button, main [role=button]")].filter(isFigure);
  const figures = buttons.flatMap((button) => ({ button, count: countIn(button) })).filter(({ count }) => count !== null);
  const [some, wrong]: [typeof figures, string[]] = [figures.filter((_, i) => i % 4 === 0), []];
  for (const { button, count } of some) {
    button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    await until(() => rowsOf() === count);
    if (rowsOf() !== count) wrong.push(`${button.textContent} ${button.getAttribute("title")}: ${count} but ${rowsOf()} rows`);
    [...document.querySelectorAll("button")].find((one) => one.textContent === "Clear filters")?.click();
    await until(() => rowsOf() === 922);
  }
  return { tried: some.length, wrong };
}

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

test("a portfolio of 30,000: what happened, by which change, to whom", async ({ page }) => {
  await visitCompared(page, "/policies/card-limit-review/compare");
  await page.getByRole("combobox", { name: /^On:/ }).click();
  await page.getByRole("option", { name: /^Real card borrowers 30,000/ }).click();
  await expect(page.getByText(/^v2 shifts 13,989 of 30,000 borrowers\. Available credit falls by −288\.1 m \(−9\.4 %\)/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/^Dividing the shift/)).toHaveCount(0, { timeout: 90_000 });
  await expect(page.getByText(/4,351 are newly restricted and 105 are released, all of them by one change\.$/)).toBeVisible();
  expect(new URL(page.url()).searchParams.get("portfolio")).toBe("real-card-borrowers");

  const changes = page.locator("section").filter({ has: page.getByRole("heading", { name: "What each change does" }) });
  await expect(changes.getByRole("button", { expanded: false })).toHaveCount(21);
  // Those of changes without a share stand there as 0.
  const shares = await changes
    .getByTitle(/, the sum of its shares in each borrower’s shift/)
    .evaluateAll((cells) => cells.map((cell) => (cell.getAttribute("title") ?? "").replace(/, the sum.*/, "")));
  expect(shares.length).toBeGreaterThan(10);
  await expect(changes.getByText("Total, exact").locator("..")).toContainText("−288,141,360");
  expect(Math.round(100 * shares.reduce((sum, share) => sum + numberOf(share), 0))).toBe(-28_814_136_000);

  const cell = page
    .getByRole("table", { name: /^Borrowers by decision/ })
    .getByRole("button", { name: /^2,868 from hold in v1 to decrease in v2/ });
  await cell.click();
  await expect(page.getByText(/^filtered: 2,868 of 13,989 that shift/)).toBeVisible();
  await page.getByRole("button", { name: "Remove the filter: hold → decrease" }).click();
  await expect(page.getByText(/^13,989 that shift/)).toBeVisible();

  await changes.getByRole("button", { name: "1,370 borrowers: show them" }).click();
  await expect(page.getByText(/^filtered: 1,370 of 30,000 borrowers/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove the filter: touched by B08" })).toBeVisible();
  await grid(page).getByRole("button", { name: "available shift" }).click();
  await expect(grid(page).getByRole("columnheader", { name: "available shift" })).toHaveAttribute("aria-sort", "descending");
  const [first] = await names(page);
  await page.reload();
  await settle(page);
  await expect(page.getByText(/^filtered: 1,370 of 30,000 borrowers/)).toBeVisible({ timeout: 60_000 });
  await expect(rows(page).first()).toContainText(String(first));

  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await page.getByRole("button", { name: "105 are released" }).click();
  await expect(page.getByText(/^filtered: 105 of 13,989 that shift/)).toBeVisible();
  await rows(page).filter({ hasText: "1458" }).first().click();
  await expect(drawer(page).getByRole("heading", { name: "Because of" })).toBeVisible({ timeout: 30_000 });
  await expect(drawer(page).getByRole("row", { name: /^B03 .*\+100,000 \+100,000$/ })).toBeVisible();
  await expect(drawer(page).getByRole("row", { name: /^Shift, exact \+100,000 \+100,000$/ })).toBeVisible();
  await expect(drawer(page).getByRole("note")).toContainText("First divergence at B03");
});

test("assumptions make exposure and loss, stand in the URL, and are refused where they are no percentages", async ({ page }) => {
  await visitCompared(page, "/policies/card-limit-review/compare?portfolio=real-card-borrowers");
  await expect(page.getByText("Exposure at default", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Assumptions" }).click();
  const ccf = page.getByRole("textbox", { name: "CCF, %" });
  await ccf.fill("500");
  await expect(page.getByText("a percentage from 0 to 100, such as 50")).toBeVisible();
  await ccf.fill("50");
  await page.getByRole("textbox", { name: "LGD, %" }).fill("85");
  await page.getByRole("combobox", { name: "PD" }).click();
  await page.getByRole("option", { name: /^observed_default/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByText("2,926.3 m")).toBeVisible();
  await expect(page.getByText("Expected loss", { exact: true })).toBeVisible();
  const { searchParams } = new URL(page.url());
  expect(["ccf", "lgd", "pd"].map((name) => searchParams.get(name))).toEqual(["50", "85", "observed"]);
});

test("a group of a picture leads to its borrowers", async ({ page }) => {
  await visitCompared(page, "/policies/card-limit-review/compare?portfolio=real-card-borrowers&by=behaviour_class");
  await page.getByRole("button", { name: "transactor", exact: true }).click();
  await expect(page.getByText(/^filtered: 5,623 of 30,000 borrowers/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Remove the filter: .*: transactor$/ })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("where.by.behaviour_class")).toBe("value:transactor");
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

/** Chooses an item of the download menu; gives the file's text. */
async function downloaded(page: Page, item: RegExp, name: string): Promise<string> {
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: item }).click()]);
  expect(download.suggestedFilename()).toBe(name);
  return readFile(await download.path(), "utf8");
}

test("the comparison is filed: as the command line's JSON, as CSV, and as a page that stands alone; all pinned alike", async ({
  page,
  context,
}) => {
  await visitCompared(page, "/policies/card-limit-review/compare?set=hand-picked-24");
  const shifts = await page.getByText(/^v2 shifts/).textContent();
  const json = JSON.parse(await downloaded(page, /that shift$/, "card-limit-review-v1-v2.json"));
  expect(Object.keys(json).slice(0, 8)).toEqual([
    "baseline",
    "candidate",
    "scenario",
    "changes",
    "wording",
    "summary",
    "migration",
    "attribution",
  ]);
  expect(json.baseline.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(json.data.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(json.borrowers).toHaveLength(json.summary.shifted);
  expect(shifts).toContain(`v2 shifts ${json.summary.shifted} of 24 borrowers`);

  const csv = (await downloaded(page, /^All: 24 borrowers/, "card-limit-review-v1-v2-all.csv")).trimEnd().split("\r\n");
  expect(csv.slice(0, 3).map((line) => line.split(" ").at(-1))).toEqual([json.baseline.hash, json.candidate.hash, json.data.hash]);
  const [head = [], ...lines] = csv.slice(3).map((line) => line.split(","));
  expect(lines).toHaveLength(24);
  const sum = (column: string) => lines.reduce((total, line) => total + Math.round(100 * Number(line[head.indexOf(column)])), 0) / 100;
  expect([sum("baseline.limitAfter"), sum("candidate.limitAfter")]).toEqual([json.summary.baseline.limit, json.summary.candidate.limit]);
  const shares = head.filter((name) => name.startsWith("availableShare."));
  expect(shares.reduce((total, name) => total + sum(name), 0)).toBeCloseTo(
    json.summary.candidate.available - json.summary.baseline.available,
    2,
  );

  const html = await downloaded(page, /one page of HTML$/, "card-limit-review-v1-v2.html");
  expect(await downloaded(page, /one page of HTML$/, "card-limit-review-v1-v2.html")).toBe(html);
  const report = await context.newPage();
  const asked: string[] = [];
  report.on("request", (request) => asked.push(request.url()));
  await report.setContent(html);
  await expect(report.getByText(`v2 shifts ${json.summary.shifted} of 24 borrowers`)).toBeVisible();
  for (const { hash } of [json.baseline, json.candidate, json.data]) await expect(report.getByText(hash)).toBeVisible();
  expect(asked).toEqual([]);
});
