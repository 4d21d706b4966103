/** Portfolios for tests: files in a folder that is removed afterwards, and requests over them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../duckdb.ts";
import type { BacktestRequest } from "../types.ts";

const root = path.resolve(import.meta.dirname, "../..");
export const sample = (name: string) => path.join(root, "rules/samples/taiwan-card", name);
export const V1 = readFileSync(sample("v1.policy.json"), "utf8");
export const V2 = readFileSync(sample("v2.policy.json"), "utf8");

export class Folder {
  readonly path = mkdtempSync(path.join(tmpdir(), "limen-backtest-"));

  file(name: string): string {
    return path.join(this.path, name);
  }

  write(name: string, text: string | Buffer): string {
    writeFileSync(this.file(name), text);
    return this.file(name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Both versions of the card policy over a portfolio, the candidate in a downturn. */
export function cardRequest(portfolio: string, more: Partial<BacktestRequest> = {}): BacktestRequest {
  return {
    baseline: V1,
    candidate: V2,
    scenario: { baseline: {}, candidate: { economic_cycle: "downturn" } },
    portfolio,
    mapping: { facts: {}, id: null, observed: null },
    by: [],
    engine: "kernels",
    attribution: true,
    out: null,
    rejected: null,
    ...more,
  };
}

/** Runs SQL that writes or reads files; gives the rows. */
export async function sql(text: string): Promise<unknown[][]> {
  const database = openDatabase(1);
  try {
    return (await database.rows(text)) as unknown[][];
  } finally {
    database.close();
  }
}
