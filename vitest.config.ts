import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{rules,backtest,bench,cli,prisma,app}/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By itself vitest leaves a core free, which on two cores means one file after the other.
    maxWorkers: availableParallelism(),
    alias: { "server-only": new URL("./app/_server/empty.ts", import.meta.url).pathname },
  },
});
