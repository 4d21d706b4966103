import { execFileSync, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FromJob } from "./job.ts";
import { runBacktest } from "./run-backtest.ts";
import { type JobDone, JobProcesses, type JobRequest, type StartedJob } from "./job-processes.ts";
import { cardRequest, Folder, sample, sql } from "./testing/portfolios.ts";
import type { BacktestProgress } from "./types.ts";

const root = path.resolve(import.meta.dirname, "..");
const bundle = path.join(root, "dist/backtest.mjs");
const folder = new Folder();
const processes = new JobProcesses(bundle);
let large = "";

beforeAll(async () => {
  execFileSync(process.execPath, [path.join(root, "cli/limen.mjs"), "--version"]);
  large = folder.file("large.parquet");
  await sql(`COPY (SELECT t.* FROM read_csv('${sample("portfolio.csv")}') t, range(20)) TO '${large}'`);
});
afterAll(() => {
  processes.close();
  folder.remove();
});

type Ended<R extends JobRequest> = { readonly done: JobDone<R> } | { readonly code: string; readonly message: string };

/** Starts a job; `onProgress` may end it. */
function start<R extends JobRequest>(request: R, onProgress: (progress: BacktestProgress) => void = () => {}) {
  let job: StartedJob | undefined;
  const ended = new Promise<Ended<R>>((resolve) => {
    job = processes.start(request, { onProgress, onDone: (done) => resolve({ done }), onFailed: resolve });
  });
  return { ended, job: job as StartedJob };
}

const left = (name: string) => readdirSync(folder.path).filter((found) => found.startsWith(name));

describe("a job in a child process", () => {
  it("gives what the run gives, and progress", { timeout: 120_000 }, async () => {
    const request = cardRequest(sample("portfolio.csv"), { by: ["customer_segment"], out: folder.file("job.parquet") });
    const told: BacktestProgress[] = [];
    const ended = await start({ kind: "backtest", ...request }, (progress) => told.push(progress)).ended;
    if (!("done" in ended)) throw new Error(ended.message);
    const own = await runBacktest({ ...request, out: folder.file("own.parquet") }, { threads: 0 });
    expect({ ...ended.done.result, build: "" }).toEqual({ ...own.result, build: "" });
    expect(ended.done.result.build).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
    expect(ended.done.files[0]?.sha256).toBe(own.files[0]?.sha256);
    expect(told.map(({ phase }) => phase)).toContain("evaluating");
    expect(told.at(-1)).toMatchObject({ phase: "writing", done: 30_000, total: 30_000 });
  });

  it("profiles", { timeout: 120_000 }, async () => {
    const ended = await start({ kind: "profile", portfolio: large }).ended;
    if (!("done" in ended)) throw new Error(ended.message);
    expect(ended.done.profile.rows).toBe(600_000);
  });

  it("tells what a user can mend by its code", async () => {
    const ended = await start({ kind: "backtest", ...cardRequest(folder.file("nowhere.csv")) }).ended;
    expect(ended).toMatchObject({ code: "unreadable-portfolio", message: expect.stringContaining("no such file") });
    expect(await start({ kind: "profile", portfolio: folder.write("x.txt", "") }).ended).toMatchObject({ code: "unreadable-portfolio" });
  });

  it("stops when cancelled, and leaves nothing", { timeout: 120_000 }, async () => {
    const { ended, job } = start(
      { kind: "backtest", ...cardRequest(large, { out: folder.file("cancelled.parquet"), rejected: folder.file("cancelled.csv") }) },
      ({ phase }) => {
        if (phase === "evaluating") job.cancel();
      },
    );
    expect(await ended).toMatchObject({ code: "cancelled" });
    expect(left("cancelled")).toEqual([]);
  });

  it("leaves nothing when it is killed", { timeout: 120_000 }, async () => {
    const out = folder.file("killed.parquet");
    const { ended, job } = start({ kind: "backtest", ...cardRequest(large, { out, engine: "json-rules-engine" }) }, ({ phase }) => {
      if (phase === "evaluating" || left("killed").length > 0) process.kill(job.pid as number, "SIGKILL");
    });
    const waiting = setInterval(() => left("killed").length > 0 && process.kill(job.pid as number, "SIGKILL"), 20);
    expect(await ended).toMatchObject({ code: "internal", message: expect.stringContaining("SIGKILL") });
    clearInterval(waiting);
    expect(left("killed")).toEqual([]);
  });

  it("leaves nothing of what DuckDB spills when it is killed", { timeout: 120_000 }, async () => {
    const spilled = (pid: number | undefined) => readdirSync(tmpdir()).filter((name) => name.startsWith(`limen-scratch-${pid}-`));
    const request = cardRequest(sample("portfolio.csv"), { engine: "duckdb" });
    const { ended, job } = start({ kind: "backtest", ...request });
    await vi.waitFor(() => expect(spilled(job.pid)).not.toEqual([]), { timeout: 20_000, interval: 5 });
    process.kill(job.pid as number, "SIGKILL");
    expect(await ended).toMatchObject({ code: "internal" });
    expect(spilled(job.pid)).toEqual([]);
  });

  it("begins in the process of the one before, if that was done, and what comes of it does not change", { timeout: 120_000 }, async () => {
    const requestTo = (name: string): JobRequest => {
      const made = { out: folder.file(`${name}.parquet`), rejected: folder.file(`${name}.csv`) };
      return { kind: "backtest", ...cardRequest(sample("portfolio.csv"), { by: ["customer_segment"], ...made }) };
    };
    const figures = async ({ ended }: ReturnType<typeof start>) => {
      const found = await ended;
      if (!("done" in found) || !("result" in found.done)) throw new Error("not a backtest that is done");
      return { result: found.done.result, files: found.done.files.map(({ sha256, bytes }) => ({ sha256, bytes })) };
    };
    const first = start(requestTo("first"));
    const found = await figures(first);
    const profile = start({ kind: "profile", portfolio: large });
    expect(profile.job.pid).toBe(first.job.pid);
    await profile.ended;
    const again = start(requestTo("again"));
    expect(again.job.pid).toBe(first.job.pid);
    // It is over: the process is another's now.
    first.job.cancel(0);
    expect(await figures(again)).toEqual(found);

    const failed = start({ kind: "profile", portfolio: folder.file("nowhere.csv") });
    expect(failed.job.pid).toBe(first.job.pid);
    expect(await failed.ended).toMatchObject({ code: "unreadable-portfolio" });
    const anew = start(requestTo("anew"));
    expect(anew.job.pid).not.toBe(first.job.pid);
    expect(await figures(anew)).toEqual(found);
    const beside = [start(requestTo("beside")), start(requestTo("other"))];
    expect(beside[0]?.job.pid).toBe(anew.job.pid);
    expect(beside[1]?.job.pid).not.toBe(anew.job.pid);
    for (const job of beside) expect(await figures(job)).toEqual(found);
  });

  it("is not asked of a process that was killed while it waited", { timeout: 120_000 }, async () => {
    const before = start({ kind: "profile", portfolio: large });
    await before.ended;
    process.kill(before.job.pid as number, "SIGKILL");
    await vi.waitFor(() => expect(() => process.kill(before.job.pid as number, 0)).toThrow());
    const after = start({ kind: "profile", portfolio: large });
    expect(after.job.pid).not.toBe(before.job.pid);
    expect(await after.ended).toHaveProperty("done");
  });

  it("ends when its parent goes away", { timeout: 120_000 }, async () => {
    const child = fork(bundle, [], { stdio: "ignore", serialization: "advanced" });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.on("message", (message: FromJob) => message.kind === "progress" && child.disconnect());
    child.send({
      kind: "start",
      request: { kind: "backtest", ...cardRequest(large, { out: folder.file("orphan.parquet"), engine: "json-rules-engine" }) },
    });
    expect(await ended).toBe(1);
    expect(left("orphan")).toEqual([]);
  });
});

describe("a profile", () => {
  it("counts the same in CSV and in Parquet, and guesses types by all rows", { timeout: 120_000 }, async () => {
    const csv = folder.write(
      "profile.csv",
      `id,whole,money,share,flag,word,list,day,none,late_text\n${Array.from({ length: 3000 }, (_, i) =>
        [
          i,
          i % 7,
          `${i}.5`,
          i / 7000,
          i % 2 === 0 ? "TRUE" : "false",
          i % 3 === 0 ? "" : `w${i % 5}`,
          i % 2 ? "a|b" : "a",
          "2026-01-31",
          "",
          i === 2999 ? "x" : i,
        ].join(","),
      ).join("\n")}\n`,
    );
    const ended = await start({ kind: "profile", portfolio: csv }).ended;
    if (!("done" in ended)) throw new Error(ended.message);
    const { rows, columns } = ended.done.profile;
    expect(rows).toBe(3000);
    expect(columns.map(({ name, type, guess, nulls, distinct }) => [name, type, guess, nulls, distinct])).toEqual([
      ["id", "integer", "integer", 0, 3000],
      ["whole", "integer", "integer", 0, 7],
      ["money", "number", "money", 0, 3000],
      ["share", "number", "number", 0, 3000],
      ["flag", "boolean", "boolean", 0, 2],
      ["word", "text", "string", 1000, 5],
      ["list", "texts", "strings", 0, 2],
      ["day", "date", "string", 0, 1],
      ["none", "text", "string", 3000, 0],
      ["late_text", "text", "string", 0, 3000],
    ]);
    expect(columns[1]).toMatchObject({
      min: 0,
      max: 6,
      quantiles: [0, 1, 3, 5, 6],
      top: [
        { value: "0", rows: 429 },
        ...[1, 2, 3].map((v) => ({ value: String(v), rows: 429 })),
        ...[4, 5, 6].map((v) => ({ value: String(v), rows: 428 })),
      ],
    });
    expect(columns[1]?.histogram.map((bin) => bin.rows)).toEqual([429, 429, 429, 429, 428, 856]);
    expect(readFileSync(csv, "utf8").split("\n")).toHaveLength(3002);
    const typed = folder.file("profile.parquet");
    await sql(`COPY (SELECT * FROM read_csv('${csv}', sample_size = -1)) TO '${typed}'`);
    const again = await start({ kind: "profile", portfolio: typed }).ended;
    if (!("done" in again)) throw new Error(again.message);
    const figures = (profile: typeof ended.done.profile) => profile.columns.slice(0, 6).map(({ stored: _, ...figure }) => figure);
    expect(figures(again.done.profile)).toEqual(figures(ended.done.profile));
  });
});
