import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type Page, test } from "./workbench";
import { freePort, Server } from "./own-server";
import { settle } from "./pages";

const ROUNDS = 6;
const POLICY = "card-limit-review";

/** Opens the dialog that restores a version, with its message written. */
async function prepareRestore(page: Page, url: string, restored: number, message: string): Promise<void> {
  await page.goto(`${url}/policies/${POLICY}/versions`);
  await settle(page);
  await page.getByRole("button", { name: `Actions on v${restored}`, exact: true }).click();
  await page.getByRole("menuitem", { name: /^Restore/ }).click();
  await page.getByRole("textbox", { name: "Message" }).fill(message);
}

interface Stored {
  readonly number: number;
  readonly hash: string;
  readonly message: string;
}

async function versionsOf(url: string): Promise<Stored[]> {
  const { versions } = (await (await fetch(`${url}/api/policies/${POLICY}/versions`)).json()) as { versions: Stored[] };
  return versions.toSorted((a, b) => a.number - b.number);
}

test("a server killed while versions are saved has every version that it said was saved, and none torn", async ({ page }) => {
  test.setTimeout(240_000);
  const data = mkdtempSync(path.join(tmpdir(), "limen-crash-"));
  const server = new Server(`http://127.0.0.1:${await freePort()}`, data);
  const acknowledged = new Set<string>();
  try {
    await server.start();
    const hashes = (await versionsOf(server.url)).map((v) => v.hash);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const latest = (await versionsOf(server.url)).at(-1) as Stored;
      const restored = latest.hash === hashes[0] ? 2 : 1;
      const message = `round ${round}`;
      await prepareRestore(page, server.url, restored, message);
      await page.getByRole("button", { name: `Save as v${latest.number + 1}` }).click();
      // Half the rounds wait for the word that it is saved, the others kill somewhere before or after it.
      if (round % 2 === 1) await expect(page.getByText(`v${latest.number + 1} saved`, { exact: true })).toBeVisible();
      else await sleep(round * 15);
      if (await page.getByText(`v${latest.number + 1} saved`, { exact: true }).isVisible()) acknowledged.add(message);
      await server.kill();
      await server.start();
      const versions = await versionsOf(server.url);
      expect(versions.map((v) => v.number)).toEqual(versions.map((_, i) => i + 1));
      expect(versions.every((v) => hashes.includes(v.hash))).toBe(true);
      expect([...acknowledged].filter((m) => !versions.some((v) => v.message === m))).toEqual([]);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS / 2);
  } finally {
    await server.kill();
    rmSync(data, { recursive: true, force: true });
  }
});
