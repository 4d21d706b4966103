import { type APIRequestContext, expect, type Page, test } from "./workbench";
import { settle, visit } from "./pages";

const POLICY = "/policies/post-repayment-limit/versions";

/** The policy as it stands: other journeys may have saved and published. */
async function stored(request: APIRequestContext): Promise<{ latest: number; published: number }> {
  return (await request.get("/api/policies/post-repayment-limit")).json();
}

/** Opens the menu of a version's row and chooses from it. */
async function choose(page: Page, version: number, item: RegExp): Promise<void> {
  await page.getByRole("button", { name: `Actions on v${version}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a policy is made from a small working document", async ({ page }) => {
  await visit(page, "/policies");
  await page.getByRole("button", { name: "New policy" }).click();
  await page.getByRole("button", { name: "Create policy" }).click();
  await expect(page.getByText("give it a title")).toBeVisible();
  await page.getByLabel("Title").fill("Student card review");
  await expect(page.getByLabel("Name")).toHaveValue("student-card-review");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.waitForURL("**/policies/student-card-review/edit");
  await expect(page.getByRole("heading", { name: "Student card review" })).toBeVisible();
  await expect(page.getByText("nothing published")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Policies" }).getByText("Student card review")).toBeVisible();
});

test("a document with problems is told them with their lines, and becomes a policy once they are fixed", async ({ page, request }) => {
  const { text } = await (await request.get("/api/policies/card-limit-review/versions/1")).json();
  const renamed = String(text).replace('"card-limit-review"', '"card-limit-copy"');
  await visit(page, "/policies?new=document");
  const box = page.getByLabel("Policy document", { exact: true });
  await box.fill(renamed.replace('"operator": "greaterThanInclusive"', '"operator": "atLeast"'));
  await expect(page.getByText("1 problem")).toBeVisible();
  await page.getByRole("button", { name: /^line \d+, column \d+$/ }).click();
  await expect(box).toBeFocused();
  await box.fill(renamed);
  await expect(page.getByText(/^Valid: /)).toBeVisible();
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.waitForURL("**/policies/card-limit-copy/edit");

  await visit(page, "/policies?new=document");
  await page.getByLabel("Policy document", { exact: true }).fill(renamed);
  await page.getByRole("button", { name: "Create policy" }).click();
  await expect(page.getByText("There is a policy of this name already")).toBeVisible();
  await expect(page.getByLabel("Policy document", { exact: true })).toHaveValue(renamed);
});

test("any two versions are chosen and compared", async ({ page }) => {
  await visit(page, POLICY);
  await expect(page.getByRole("button", { name: "Compare" })).toBeDisabled();
  await page.getByRole("checkbox", { name: "Choose v2 to compare" }).click();
  await page.getByRole("checkbox", { name: "Choose v1 to compare" }).click();
  await page.getByRole("link", { name: "Compare v1 with v2" }).click();
  await page.waitForURL("**/compare?baseline=1&candidate=2**");
});

test("a version is opened and read, and its document downloaded byte for byte", async ({ page, request }) => {
  await visit(page, POLICY);
  await page.getByRole("link", { name: "v1", exact: true }).click();
  await page.waitForURL("**/versions/1");
  await expect(page.getByLabel("Document of v1, read-only").first()).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Document" }).click();
  expect((await download).suggestedFilename()).toBe("post-repayment-limit-v1.policy.json");
  const { text } = await (await request.get("/api/policies/post-repayment-limit/versions/1")).json();
  expect(await (await request.get("/api/policies/post-repayment-limit/versions/1/document")).text()).toBe(text);
});

test("restoring makes a new version; who is late is told and loses nothing", async ({ page, context, request }) => {
  const next = (await stored(request)).latest + 1;
  const late = await context.newPage();
  await visit(late, POLICY);
  await visit(page, POLICY);
  await choose(page, 1, /^Restore/);
  await page.getByRole("textbox", { name: "Message" }).fill("Back to the baseline");
  await page.getByRole("button", { name: `Save as v${next}` }).click();
  await expect(page.getByText(`v${next} saved`, { exact: true })).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "Back to the baseline" });
  await expect(row).toContainText("restored v1");
  await expect(row).toContainText("latest");

  await choose(late, 1, /^Restore/);
  await late.getByRole("textbox", { name: "Message" }).fill("My own restoring");
  await late.getByRole("button", { name: `Save as v${next}` }).click();
  await expect(late.getByText(`v${next} was saved meanwhile`)).toBeVisible();
  await expect(late.getByRole("textbox", { name: "Message" })).toHaveValue("My own restoring");
  await late.getByRole("button", { name: `Restore on top of v${next}` }).click();
  await expect(late.getByText(`v${next}, the latest, has this very text already.`)).toBeVisible();
});

test("publishing moves the pointer and keeps its history; who is late is told", async ({ page, context, request }) => {
  const { latest, published } = await stored(request);
  const others = Array.from({ length: latest }, (_, index) => index + 1).filter((number) => number !== published);
  const [first = 0, second = 0] = others;
  const late = await context.newPage();
  await visit(late, POLICY);
  await visit(page, POLICY);
  await choose(page, first, /^Publish/);
  await page.getByRole("textbox", { name: /^Note/ }).fill("Autumn committee");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText(`v${first} is published`, { exact: true })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Autumn committee" })).toContainText("in force");
  await expect(page.getByText(`published v${first}`)).toBeVisible();

  await choose(late, second, /^Publish/);
  await late.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(late.getByText("Someone published meanwhile")).toBeVisible();
  await expect(late.getByRole("alertdialog")).toContainText(`v${first} is in force now, not v${published}`);
  await late.getByRole("button", { name: `Publish in the place of v${first}` }).click();
  await expect(late.getByText(`v${second} is published`, { exact: true })).toBeVisible();
  await settle(late);
  await expect(late.getByRole("listitem").filter({ hasText: "in force" })).toContainText(`v${second}`);
});

test("the export shows its files and its proof, and gives the zip", async ({ page }) => {
  await visit(page, "/policies/card-limit-review/export?version=2&fixtures=hand-picked-24");
  await expect(page.getByText(/The exported runner decides all \d+ borrowers exactly as here/)).toBeVisible();
  await expect(page.getByText("24 fixtures of Hand-picked borrowers 24")).toBeVisible();
  await page.getByRole("button", { name: /^ruleset\.json/ }).click();
  await expect(page.getByRole("region", { name: "Text of ruleset.json" })).toContainText("rules");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download zip" }).click();
  expect((await download).suggestedFilename()).toBe("card-limit-review-v2.zip");
});
