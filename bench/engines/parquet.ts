/** A whole backtest of a Parquet file: both versions evaluated, aggregates out; and with every borrower's outcomes as Parquet. */
import { rmSync } from "node:fs";
import path from "node:path";
import { type BacktestDone, type BacktestRequest, runBacktest } from "../../backtest/index.ts";
import type { BenchCase } from "../cases.ts";
import { ofSummary } from "../figures.ts";
import { measure } from "../measure.ts";
import type { Answer, Job } from "./engine.ts";

const LARGE = 4_000_000;

export async function measureParquet({ texts, scenarios }: BenchCase, { rows, parquet, scratch }: Job, withRows: boolean): Promise<Answer> {
  const request: BacktestRequest = {
    baseline: texts[0],
    candidate: texts[1],
    scenario: { baseline: scenarios[0], candidate: scenarios[1] },
    portfolio: parquet as string,
    mapping: { facts: {}, id: "id", observed: null },
    by: [],
    engine: "kernels",
    attribution: false,
    out: withRows ? path.join(scratch, `outcomes-${process.pid}.parquet`) : null,
    rejected: null,
  };
  let done: BacktestDone | null = null;
  const samples = await measure(
    async () => {
      if (request.out !== null) rmSync(request.out, { force: true });
      done = await runBacktest(request);
    },
    { warmupMs: rows > LARGE ? 0 : 1, sampleMs: 1, samples: rows > LARGE ? 1 : 3 },
  );
  const { result } = done as unknown as BacktestDone;
  if (request.out !== null) rmSync(request.out, { force: true });
  return { rows, samples, agreed: ofSummary(result.summary, result.migration), more: {} };
}
