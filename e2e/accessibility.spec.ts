import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "./workbench";
import { PAGES, settle, visit } from "./pages";

/** What axe finds, in a form that reads well when the test fails. The dark page differs from the light one in colours only. */
async function findings(page: Page, theme: "light" | "dark"): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (theme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary?.split("\n").slice(1).join(" ").trim()}`,
    ),
  );
}

for (const theme of ["light", "dark"] as const) {
  test.describe(theme, () => {
    test.beforeEach(async ({ context, baseURL }) => {
      await context.addCookies([{ name: "limen-theme", value: theme, url: baseURL ?? "" }]);
    });

    for (const { name, path } of PAGES) {
      test(`axe finds nothing on ${name}`, async ({ page }) => {
        await visit(page, path);
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        expect(await findings(page, theme)).toEqual([]);
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
      expect(await findings(page, theme)).toEqual([]);
      const slow = await request.post("/api/backtests", { data: { ...asked, engine: "json-rules-engine" } });
      await page.goto(`/policies/card-limit-review/backtest/${(await slow.json()).id}`);
      await expect(page.getByRole("progressbar")).toBeVisible();
      expect(await findings(page, theme)).toEqual([]);
      await page.getByRole("button", { name: "Cancel run" }).click();
      await expect(page.getByText("The run was cancelled")).toBeVisible();
      expect(await findings(page, theme)).toEqual([]);
    });

    test("axe finds nothing in menus and dialogs", async ({ page }) => {
      await visit(page, "/policies/card-limit-review/versions");
      await page.getByRole("button", { name: "Actions on v1" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      expect(await findings(page, theme)).toEqual([]);
      await page.getByRole("menuitem", { name: "Restore…" }).click();
      await expect(page.getByRole("alertdialog")).toBeVisible();
      expect(await findings(page, theme)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByTitle("Change your name").click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await findings(page, theme)).toEqual([]);
    });
  });
}

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
