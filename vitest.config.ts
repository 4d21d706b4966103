import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{rules,backtest,bench,cli,prisma,app}/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    alias: { "server-only": new URL("./app/_server/empty.ts", import.meta.url).pathname },
  },
});
