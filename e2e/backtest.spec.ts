import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, type Locator, type Page, test } from "./workbench";
import { settle, visit } from "./pages";

const BACKTEST = "/policies/card-limit-review/backtest";
const SAMPLE = path.resolve("rules/samples/taiwan-card/portfolio.csv");
const RUN = /\/backtest\/[0-9a-f-]{36}$/;
/** Decides as the others do, borrower by borrower: about a minute for the sample. */
const SLOW = `${BACKTEST}?engine=json-rules-engine&outcomes=0`;

test.describe.configure({ timeout: 180_000 });

const headline = (page: Page, text: RegExp) => expect(page.getByText(text)).toBeVisible({ timeout: 90_000 });

async function ready(page: Page): Promise<void> {
  await expect(page.getByText(/^(\d+) of \1 facts have a column that fits$/)).toBeVisible({ timeout: 60_000 });
}

async function run(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(RUN, { timeout: 60_000 });
}

test("two versions over 30,000 borrowers, from the choice to the files", async ({ page }) => {
  await visit(page, BACKTEST);
  await ready(page);
  await page.getByRole("button", { name: "A scenario for each side" }).click();
  await expect(page.getByRole("combobox", { name: /candidate economic cycle: downturn/i })).toBeVisible();
  await page.getByRole("button", { name: /^Break down by/ }).click();
  await page.getByLabel("Search facts and conditions").fill("audit");
  await page.getByRole("checkbox", { name: /^Sex/ }).click();
  await page.getByLabel("Search facts and conditions").fill("behaviour");
  await page.getByRole("checkbox", { name: "Behaviour class" }).click();
  await page.keyboard.press("Escape");
  expect(new URL(page.url()).searchParams.get("by")).toBe("audit_sex,behaviour_class");
  await run(page);
  await headline(page, /^v2 shifts 13,989 of 30,000 borrowers\. Available credit falls by −288\.1 m \(−9\.4 %\)/);
  await expect(page.getByText("4,351 are newly restricted")).toBeVisible();
  const shares = page.getByRole("region", { name: "Changes and their shares" });
  await expect(shares.getByRole("row", { name: /B08/ })).toContainText(/1,370\s*−74\.8 m\s*−75\.9 m\s*−73\.7 m/);
  await expect(shares.getByRole("row", { name: /^Total, exact/ })).toContainText("−288,141,360");

  await expect(page.getByTitle(/^2,868 from hold in v1 to decrease in v2, shift .*, observed default 15\.2 %$/)).toBeVisible();
  const released = page.getByRole("row", { name: /^released look/ });
  await expect(released).toContainText(/105\s*24\.8 %\s*17\.5 – 33\.8 %/);
  const classes = page.getByRole("region", { name: "By Behaviour class" });
  await expect(classes.getByRole("row", { name: /^delinquent/ })).toContainText("6,818");
  const sex = page.getByRole("region", { name: /^By Sex/ });
  await expect(sex.getByRole("row", { name: /^1 / })).toContainText(/61\.9 % → 48\.5 %.*0\.95.*0\.96/);
  await expect(page.getByText("fairness: protected, no rule reads it")).toBeVisible();

  await page.getByRole("button", { name: "Download" }).click();
  const [json] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /^Result as JSON/ }).click()]);
  const result = JSON.parse(await readFile(await json.path(), "utf8"));
  expect(result.summary).toMatchObject({ borrowers: 30_000, errors: 0, shifted: 13_989 });
  await page.getByRole("button", { name: "Download" }).click();
  const [outcomes] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /^Outcomes/ }).click()]);
  expect((await readFile(await outcomes.path())).subarray(0, 4).toString()).toBe("PAR1");

  await page.getByRole("link", { name: "Change and run" }).click();
  await ready(page);
  expect(new URL(page.url()).searchParams.get("by")).toBe("audit_sex,behaviour_class");
  await expect(page.getByRole("region", { name: "Runs" }).getByRole("row").nth(1)).toContainText(/v1 → v2.*done.*13,989 shifted/);
});

test("a run goes on through a reload and in a second tab, and is cancelled", async ({ page, context }) => {
  await visit(page, SLOW);
  await ready(page);
  await run(page);
  const progress = page.getByRole("status").filter({ hasText: /^(Reading|Evaluating) .*30,000 rows/ });
  await expect(progress).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(progress).toBeVisible({ timeout: 30_000 });

  const second = await context.newPage();
  await second.goto(BACKTEST);
  await expect(second.getByRole("region", { name: "Runs" }).getByRole("status").first()).toContainText(/30,000 rows/, {
    timeout: 30_000,
  });

  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("The run was cancelled")).toBeVisible({ timeout: 30_000 });
  await expect(second.getByRole("region", { name: "Runs" }).getByRole("row").nth(1)).toContainText("cancelled", { timeout: 30_000 });

  const first = page.url();
  await page.getByRole("button", { name: "Start again" }).click();
  await page.waitForURL((url) => RUN.test(url.pathname) && url.toString() !== first);
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("The run was cancelled")).toBeVisible({ timeout: 30_000 });
});

test("what a column cannot give is said before the run, and the URL keeps the choice", async ({ page }) => {
  await visit(page, BACKTEST);
  await ready(page);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("combobox", { name: "Column for Days past due" }).click();
  await page.getByRole("option", { name: /^behaviour_class/ }).click();
  const row = page.getByRole("row", { name: /^Days past due/ });
  await expect(row).toContainText(/look.*takes whole numbers, but .*behaviour_class.* holds texts/);
  await page.reload();
  await settle(page);
  await expect(row).toContainText("behaviour_class");
  await page.getByRole("checkbox", { name: "Only what does not simply fit" }).click();
  await expect(page.getByRole("region", { name: "Facts and their columns" }).getByRole("row")).toHaveCount(2);
});

test("columns chosen once are kept with the portfolio", async ({ page, request }) => {
  const address = "/api/portfolios/real-card-borrowers";
  await visit(page, `${BACKTEST}?columns=1&map.days_past_due=max_dpd_6m`);
  await page.getByRole("button", { name: "Keep with the portfolio" }).click();
  await expect(page.getByText("Columns kept with the portfolio", { exact: true })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Column for Days past due" })).toContainText("max_dpd_6m");
  expect(new URL(page.url()).searchParams.has("map.days_past_due")).toBe(false);
  expect((await (await request.get(address)).json()).mapping.facts).toEqual({ days_past_due: "max_dpd_6m" });
  await request.patch(address, { data: { mapping: { facts: {} } } });
});

test("without a scenario value every row would be rejected, and the page says so", async ({ page }) => {
  await visit(page, `${BACKTEST}?scenario.economic_cycle=-`);
  await expect(page.getByText("every row rejected: the scenario gives no economic_cycle")).toBeVisible();
});

test("one version alone", async ({ page }) => {
  await visit(page, `${BACKTEST}?baseline=1&candidate=-`);
  await ready(page);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(RUN);
  await headline(page, /^v1 restricts 10,815 of 30,000 borrowers and raises 1,284\./);
  await expect(page.getByRole("row", { name: /^freeze/ })).toContainText(/4,349\s*14\.5 %/);
});

test("a portfolio of one's own: uploaded, profiled, run; its rejected rows by reason", async ({ page }) => {
  const lines = readFileSync(SAMPLE, "utf8").split("\n").slice(0, 201);
  const spoilt = new Map([
    [3, (line: string) => line.replace(/^\d+,\d+,/, `${"n".repeat(300)},,`)],
    [5, (line: string) => `${line},7`],
  ]);
  const wide = lines.map((line, i) => `${line},${i === 0 ? "c".repeat(200) : ""}`);
  const broken = wide.map((line, i) => spoilt.get(i)?.(line) ?? line).join("\n");
  const overflows = (place: Locator) => place.evaluate((element) => element.scrollWidth > element.clientWidth);
  await visit(page, "/portfolios");
  await page.getByRole("button", { name: "Add a portfolio" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a portfolio" });
  await dialog.getByLabel("Portfolio file").setInputFiles({ name: "two_hundred.csv", mimeType: "text/csv", buffer: Buffer.from(broken) });
  await expect(dialog.getByLabel("Title")).toHaveValue("Two hundred");
  await expect(dialog.getByLabel("Name")).toHaveValue("two-hundred");
  await dialog.getByLabel("Name").fill("real-card-borrowers");
  await expect(dialog.getByRole("alert")).toHaveText("another portfolio has this name");
  await dialog.getByLabel("Name").fill("two-hundred");
  await dialog.getByRole("button", { name: /^Upload \d/ }).click();
  await page.waitForURL("/portfolios/two-hundred", { timeout: 60_000 });
  await settle(page);
  await expect(page.getByText("1 row of the file cannot be read")).toBeVisible();
  const column = page.getByRole("row", { name: /^current_limit/ });
  await expect(column).toContainText(/0\.5 %/);
  await expect(column).toContainText("nulls not allowed");
  await expect(column.getByRole("img", { name: /^current_limit: values/ })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Portfolios" }).getByRole("link", { name: /^Two hundred/ })).toBeVisible();

  await visit(page, `${BACKTEST}?portfolio=two-hundred`);
  await expect(page.getByText("some rows rejected for 1 fact")).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  expect(await overflows(page.getByText(/that nothing reads: .*c{200}/))).toBe(false);
  await run(page);
  const rejected = page.getByRole("alert").filter({ hasText: /2 of 200 rows \(1(\.0)? %\) cannot be evaluated/ });
  await expect(rejected).toContainText("current_limit", { timeout: 60_000 });
  await expect(rejected.getByRole("row", { name: /^1 the file the row has more cells .* line 6$/ })).toBeVisible();
  expect(await overflows(rejected)).toBe(false);
  const [download] = await Promise.all([page.waitForEvent("download"), rejected.getByRole("link", { name: /^Rejected rows/ }).click()]);
  expect(await readFile(await download.path(), "utf8")).toContain("current_limit");

  await visit(page, "/portfolios/two-hundred");
  await page.getByRole("button", { name: "Actions on the portfolio" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete portfolio" }).click();
  await page.waitForURL("/portfolios");
  await expect(page.getByRole("link", { name: /^Two hundred/ })).toHaveCount(0);
  await visit(page, BACKTEST);
  await expect(page.getByRole("region", { name: "Runs" })).toContainText("Two hundred");
});

test("a file dropped on the page is sent, and a cancelled upload leaves nothing", async ({ page, request }) => {
  const names = async () => (await (await request.get("/api/portfolios")).json()).portfolios.map((one: { name: string }) => one.name);
  await visit(page, "/portfolios");
  const before = await names();
  const dropped = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    files.items.add(new File(["id,current_limit\n", "1,1000\n".repeat(4_000_000)], "large file.csv", { type: "text/csv" }));
    return files;
  });
  await page.locator("body").dispatchEvent("dragover", { dataTransfer: dropped });
  await page.locator("body").dispatchEvent("drop", { dataTransfer: dropped });
  const dialog = page.getByRole("dialog", { name: "Add a portfolio" });
  await expect(dialog.getByLabel("Name")).toHaveValue("large-file");
  await dialog.getByRole("button", { name: /^Upload \d/ }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog.getByRole("button", { name: /^Upload \d/ })).toBeVisible();
  await expect.poll(names).toEqual(before);
});

test("a file that cannot be read is refused in words, and what was typed stays", async ({ page }) => {
  await visit(page, "/portfolios?add=upload");
  const dialog = page.getByRole("dialog", { name: "Add a portfolio" });
  await dialog
    .getByLabel("Portfolio file")
    .setInputFiles({ name: "noise.parquet", mimeType: "", buffer: Buffer.from("not a parquet file") });
  await dialog.getByLabel("Title").fill("Noise of mine");
  await dialog.getByRole("button", { name: /^Upload \d/ }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "The file was not taken" })).toBeVisible({ timeout: 60_000 });
  await expect(dialog.getByLabel("Title")).toHaveValue("Noise of mine");
  await dialog.getByRole("radio", { name: "Register a file on the server" }).click();
  await dialog.getByLabel("Path on the server").fill("/nowhere/at-all.parquet");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "The file was not registered" })).toBeVisible({ timeout: 30_000 });
});
