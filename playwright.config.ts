/** Journeys in Chromium against the production build, on a database of their own. `npm test` sets the environment; alone, `npx playwright test` makes its own. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "@playwright/test";

const port = Number(process.env.LIMEN_E2E_PORT ?? 4120);
// Read again by each worker, which inherits the environment.
process.env.LIMEN_E2E_DATA ??= mkdtempSync(path.join(tmpdir(), "limen-e2e-"));

export default defineConfig({
  testDir: "e2e",
  // One database: journeys follow one another.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  outputDir: "test-results",
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node cli/tasks/start.mjs",
    url: `http://127.0.0.1:${port}/api/health`,
    env: { HOST: "127.0.0.1", PORT: String(port), LIMEN_DATA: process.env.LIMEN_E2E_DATA, DATABASE_URL: "" },
    timeout: 300_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    stdout: "pipe",
  },
});
