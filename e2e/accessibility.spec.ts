import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "./workbench";
import { PAGES, settle, visit } from "./pages";

/** `--bg` where the system is dark. */
const DARK = "rgb(14, 17, 22)";

// The system's theme, so that a page is visited once and looked at in both.
test.use({ colorScheme: "light", contextOptions: { reducedMotion: "reduce" } });

/** What axe finds, in a form that reads well when the test fails; of the given rules alone, if any. */
async function findings(page: Page, ...rules: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary?.split("\n").slice(1).join(" ").trim()}`,
    ),
  );
}

/** Neither light nor dark, which differs in colours only. */
async function expectNoFindings(page: Page): Promise<void> {
  expect(await findings(page), "in light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("body")).toHaveCSS("background-color", DARK);
  expect(await findings(page, "color-contrast"), "in dark").toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
}

for (const { name, path } of PAGES) {
  test(`axe finds nothing on ${name}`, async ({ page }) => {
    await visit(page, path);
    await expectNoFindings(page);
  });
}

test("axe finds nothing on a run, done or cancelled", async ({ page, request }) => {
  const side = (version: number) => ({ name: "card-limit-review", version });
  const asked = { baseline: side(1), candidate: side(2), portfolio: "real-card-borrowers", scenario: { economic_cycle: "downturn" } };
  const done = await request.post("/api/backtests", { data: { ...asked, by: ["audit_sex", "behaviour_class"] } });
  const { id } = await done.json();
  await expect.poll(async () => (await (await request.get(`/api/backtests/${id}`)).json()).status, { timeout: 60_000 }).toBe("done");
  await visit(page, `/policies/card-limit-review/backtest/${id}`);
  await expect(page.getByRole("heading", { name: "Swap sets" })).toBeVisible();
  await expectNoFindings(page);
  const slow = await request.post("/api/backtests", { data: { ...asked, engine: "json-rules-engine" } });
  await page.goto(`/policies/card-limit-review/backtest/${(await slow.json()).id}`);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expectNoFindings(page);
  await page.getByRole("button", { name: "Cancel run" }).click();
  await expect(page.getByText("The run was cancelled")).toBeVisible();
  await expectNoFindings(page);
});

test("axe finds nothing in menus and dialogs", async ({ page }) => {
  await visit(page, "/policies/card-limit-review/versions");
  await page.getByRole("button", { name: "Actions on v1" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectNoFindings(page);
  await page.getByRole("menuitem", { name: "Restore…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoFindings(page);
  await page.keyboard.press("Escape");
  await page.getByTitle("Change your name").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoFindings(page);
});

test("theme and language are kept", async ({ page }) => {
  await visit(page, "/policies");
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("radio", { name: "中文" }).click();
  await settle(page);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("radio", { name: "中文" })).toBeChecked();
});

test("the way by keyboard: skip link, tabs, table", async ({ page }) => {
  await visit(page, "/policies/card-limit-review/versions");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Edit", exact: true })).toBeFocused();
});
