/** The Edit tab's text view, as journeys meet it. */
import { type Browser, expect, type Page, workbenchUrl } from "./workbench";
import { settle } from "./pages";

const EDIT = "/policies/card-limit-review/edit";
/** Of this run, so that drafts that an earlier one left behind do not meet these. */
const RUN = Date.now().toString(36);

export async function openAs(browser: Browser, author: string, query = ""): Promise<Page> {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const url = workbenchUrl();
  await context.addCookies([{ name: "limen-author", value: encodeURIComponent(`${author} ${RUN}`), url }]);
  const page = await context.newPage();
  await page.goto(EDIT + query);
  await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 60_000 });
  await settle(page);
  await expect(problems(page)).toContainText("No problems");
  return page;
}

export const problems = (page: Page) => page.getByRole("region", { name: "Problems" });

/** Puts what is in the clipboard in place of the whole text. */
export async function pasteOverAll(page: Page): Promise<void> {
  await clickText(page);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
}

function clickText(page: Page): Promise<void> {
  return page
    .locator(".monaco-editor")
    .first()
    .click({ position: { x: 400, y: 100 } });
}

/** Selects the first place of a text in the editor, as a person would: find it, close the finder. */
export async function select(page: Page, text: string): Promise<void> {
  await clickText(page);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+f");
  const finder = page.getByRole("textbox", { name: "Find", exact: true });
  // It may hold the same text from before, which would find nothing anew.
  if ((await finder.inputValue()) === text) await finder.fill("");
  await finder.fill(text);
  await expect(page.locator(".find-widget .matchesCount")).toContainText("1 of");
  await page.keyboard.press("Escape");
  await expect(page.locator(".monaco-editor .native-edit-context, .monaco-editor textarea.inputarea").first()).toBeFocused();
}

/** Puts the cursor behind a text. */
export async function goBehind(page: Page, text: string): Promise<void> {
  await select(page, text);
  await page.keyboard.press("ArrowRight");
}
