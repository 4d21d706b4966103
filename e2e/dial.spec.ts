/** The threshold dial: the curve of a number, and its value in the draft. */
import { expect, test } from "./workbench";
import { settle, visit } from "./pages";

const EDIT = "/policies/card-limit-review/edit";

test("a threshold is turned, its effect seen at every value, and the value taken into the draft", async ({ page }) => {
  await visit(page, EDIT);
  const dial = page.getByRole("button", { name: "Dial" });
  await expect(dial).toBeEnabled({ timeout: 30_000 });
  await dial.click();
  const dialog = page.getByRole("dialog", { name: "Threshold dial" });
  await dialog.getByRole("combobox", { name: "Number" }).click();
  await page.getByRole("option", { name: /^B03/ }).first().click();
  await expect(dialog.getByRole("combobox", { name: "Number" })).toContainText("B03");
  const slider = dialog.getByRole("slider");
  await expect(slider).toBeVisible({ timeout: 30_000 });
  const before = await slider.getAttribute("aria-valuenow");
  await slider.press("ArrowRight");
  const after = await slider.getAttribute("aria-valuenow");
  expect(Number(after)).toBeGreaterThan(Number(before));
  await expect(dialog.getByRole("columnheader", { name: `at ${after}` })).toBeVisible();
  await dialog.getByRole("button", { name: "Frozen" }).click();
  await expect(slider).toHaveAccessibleName(/the curve shows frozen/);
  await page.reload();
  await settle(page);
  await expect(slider).toHaveAttribute("aria-valuenow", before ?? "", { timeout: 30_000 });

  await dialog.getByRole("textbox", { name: "Value" }).fill("4.5");
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Value" }).fill("4");
  await expect(dialog.getByRole("columnheader", { name: "at 4", exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Take 4 into the draft" }).click();
  await expect(dialog).toBeHidden();
  const changes = page.locator("section").filter({ has: page.getByRole("heading", { name: "Effect of this draft" }) });
  await expect(changes).toContainText("→ 4");
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await expect(changes).not.toContainText("→ 4");
});

test("an address from another page sets a number of the draft once, or says why it does not", async ({ page }) => {
  await visit(page, `${EDIT}?take=/limit/step&value=500`);
  await expect(page.getByText(/→ 500 in the draft$/).first()).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => new URL(page.url()).searchParams.has("take")).toBe(false);
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await visit(page, `${EDIT}?take=/derived/income_ceiling/expression/%230&value=7.5`);
  await expect(page.getByText("6 → 7.5 in the draft").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("section").filter({ has: page.getByRole("heading", { name: "Effect of this draft" }) })).toContainText(
    "7.5 * monthly_income",
  );
  await page.getByRole("button", { name: "Undo", exact: true }).first().click();
  await visit(page, `${EDIT}?take=/rules/no-such-rule/priority&value=5`);
  await expect(page.getByText("The draft does not take 5").first()).toBeVisible({ timeout: 30_000 });
});
