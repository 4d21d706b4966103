/** Journeys in Chromium against the production build. Each worker has a server and a database of its own (e2e/workbench.ts). */
import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";

const QUIET = "typing.spec.ts";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/build.ts",
  // A server, a browser and its pages fill more than one core; a file's journeys follow one another.
  workers: Math.min(2, availableParallelism()),
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  outputDir: "test-results",
  // `npm test` runs the second when the first is done: what it measures must not be the other journeys.
  projects: [
    { name: "journeys", testIgnore: QUIET },
    { name: "quiet", testMatch: QUIET, workers: 1 },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    // A trace of every journey would double what they take; `npx playwright test --trace retain-on-failure` records them.
    trace: "off",
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
});
