import { describe, expect, it } from "vitest";
import { RowEstimate } from "./row-estimate.ts";
import { runBacktest } from "./run-backtest.ts";
import { cardRequest, sample } from "./testing/portfolios.ts";
import type { BacktestProgress } from "./types.ts";

describe("the rows of a CSV file", () => {
  it.each([
    [["a,b\n1,2\n3,4\n"], 2],
    [["a,b\n1,2\n", "3,4"], 2],
    [["a,b\n1,", "2\n", "3,4\n"], 2],
    [["a,b\n"], 0],
    [["a,b"], 0],
    [[], 0],
  ])("are counted piece by piece: %j", (pieces, rows) => {
    const estimate = new RowEstimate();
    for (const piece of pieces) estimate.look(Buffer.from(piece));
    expect(estimate.rows).toBe(rows);
  });

  it("are the total of a run's progress, and are told at the end", async () => {
    const told: BacktestProgress[] = [];
    const onProgress = (progress: BacktestProgress) => void told.push(progress);
    await runBacktest(cardRequest(sample("portfolio.csv")), { threads: 0, batchRows: 2048, onProgress });
    const known = told.flatMap(({ phase, total }) => (phase === "evaluating" && total !== null ? [total] : []));
    expect(new Set(known)).toEqual(new Set([30_000]));
  });
});
