/** A whole backtest of a Parquet file: both versions evaluated, aggregates out; and with every borrower's outcomes as Parquet. */
import { rmSync } from "node:fs";
import path from "node:path";
import { type BacktestDone, type BacktestRequest, runBacktest } from "../../backtest/index.ts";
import type { BenchCase } from "../cases.ts";
import { ofSummary } from "../figures.ts";
import { COMPARED_MS, measure, timed } from "../measure.ts";
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
  const run = async () => {
    done = await runBacktest(request);
  };
  const clean = () => {
    if (request.out !== null) rmSync(request.out, { force: true });
  };
  const first = await timed(run);
  clean();
  const options = { warmupMs: 0, sampleMs: 1, samples: 3, totalMs: COMPARED_MS, after: clean };
  const samples = rows > LARGE ? [first] : await measure(run, options);
  const { result } = done as unknown as BacktestDone;
  return { rows, samples, agreed: ofSummary(result.summary, result.migration), more: { firstNsPerRow: first.cpu / rows } };
}
