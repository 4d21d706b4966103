/** The program of a measured process: one engine on one case, as its argument says; answers with one line of JSON. */
import { caseOf } from "./cases.ts";
import { measureBareRead } from "./engines/bare-read.ts";
import { measureEdit, measureFixtures } from "./engines/edit.ts";
import type { Answer, EngineName, Job, Report } from "./engines/engine.ts";
import { measureJsonRulesEngine } from "./engines/json-rules-engine.ts";
import { measureKernelThreads } from "./engines/kernel-threads.ts";
import { measureKernels } from "./engines/kernels.ts";
import { measureParquet } from "./engines/parquet.ts";
import { measureSql, measureSqlRows } from "./engines/sql.ts";
import { measureZenEngine } from "./engines/zen-engine.ts";
import type { BenchCase } from "./cases.ts";

const MEASURES: Readonly<Record<EngineName, (bench: BenchCase, job: Job) => Promise<Answer>>> = {
  "json-rules-engine": measureJsonRulesEngine,
  "zen-engine": measureZenEngine,
  kernels: measureKernels,
  "kernels-2": measureKernelThreads,
  sql: measureSql,
  "sql-rows": measureSqlRows,
  "bare-read": measureBareRead,
  parquet: (bench, job) => measureParquet(bench, job, false),
  "parquet-rows": (bench, job) => measureParquet(bench, job, true),
  edit: measureEdit,
  fixtures: measureFixtures,
};

const job = JSON.parse(process.argv[2] as string) as Job;
const answer = await MEASURES[job.engine](caseOf(job.case), job);
const report: Report = { ...answer, maxRssBytes: process.resourceUsage().maxRSS * 1024 };
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));
