/** Every page of the product, and how a journey waits until one has settled. */
import { expect, type Page } from "@playwright/test";

const CARD = "/policies/card-limit-review";

export const PAGES: readonly { name: string; path: string }[] = [
  { name: "policies", path: "/policies" },
  { name: "new policy", path: "/policies?new=blank" },
  { name: "new policy from a document", path: "/policies?new=document" },
  { name: "edit", path: `${CARD}/edit` },
  { name: "edit as sentences", path: `${CARD}/edit?view=sentences` },
  { name: "edit as a table", path: `${CARD}/edit?view=table` },
  { name: "fixtures", path: `${CARD}/fixtures` },
  { name: "versions", path: `${CARD}/versions` },
  { name: "one version", path: `${CARD}/versions/2` },
  { name: "compare", path: `${CARD}/compare?baseline=1&candidate=2` },
  { name: "backtest", path: `${CARD}/backtest?columns=1` },
  { name: "export", path: `${CARD}/export` },
  { name: "portfolios", path: "/portfolios" },
  { name: "new portfolio", path: "/portfolios?add=upload" },
  { name: "one portfolio", path: "/portfolios/real-card-borrowers" },
  { name: "nothing here", path: "/nothing-here" },
];

/** Goes to a page and waits until what it was waiting for is there. Never `networkidle`. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: "load" });
  await settle(page);
}

/** Waits until no part of the page says that it is under way, twice in a row. */
export async function settle(page: Page): Promise<void> {
  const busy = page.getByRole("status").filter({ hasText: /…$| of .* (borrowers|fixtures)$/ });
  for (let round = 0; round < 2; round += 1) {
    await page.waitForTimeout(250);
    await expect(busy).toHaveCount(0, { timeout: 60_000 });
  }
}
