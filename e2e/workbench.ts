/** What journeys run against: for each of Playwright's workers a server of its own, started as a user starts it, on a folder of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test as base } from "@playwright/test";
import { freePort, Server } from "./own-server";

export { type APIRequestContext, type Browser, expect, type Locator, type Page } from "@playwright/test";

interface Workbench {
  readonly url: string;
  /** The folder that holds its database and files. */
  readonly data: string;
}

/** A first start profiles the sample portfolio while it serves already. */
async function profiled(server: string): Promise<void> {
  const rows = async () => (await (await fetch(`${server}/api/portfolios/real-card-borrowers`)).json()).rows;
  await expect.poll(rows, { timeout: 60_000 }).toBe(30_000);
}

let url = "";
/** The address of this worker's server, for contexts that a journey opens by itself. */
export const workbenchUrl = () => url;

export const test = base.extend<object, { workbench: Workbench }>({
  workbench: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const data = mkdtempSync(path.join(tmpdir(), "limen-e2e-"));
      const server = new Server(`http://127.0.0.1:${await freePort()}`, data, "cli/tasks/start.mjs");
      try {
        await server.start();
        ({ url } = server);
        await profiled(url);
        await use({ url: server.url, data });
      } finally {
        await server.kill("SIGTERM");
        rmSync(data, { recursive: true, force: true });
      }
    },
    { scope: "worker", auto: true, timeout: 120_000 },
  ],
  baseURL: async ({ workbench }, use) => use(workbench.url),
});
