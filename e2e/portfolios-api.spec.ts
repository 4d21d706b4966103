/** Portfolios and backtests through the HTTP API: what callers other than our pages do, and what a server that dies leaves. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { type APIRequestContext, expect, test } from "./workbench";
import { freePort, Server } from "./own-server";

const SAMPLE = path.resolve("rules/samples/taiwan-card/portfolio.csv");
const VERSIONS = [1, 2].map((number) => path.resolve(`rules/samples/taiwan-card/v${number}.policy.json`));
const stored = (version: number) => ({ name: "card-limit-review", version });
const REQUEST = {
  baseline: stored(1),
  candidate: stored(2),
  portfolio: "real-card-borrowers",
  scenario: { economic_cycle: "downturn" },
  by: ["customer_segment", "utilization_avg_6m"],
};
/** Decides as the others do, borrower by borrower: about a minute for the sample. */
const SLOW = { ...REQUEST, engine: "json-rules-engine", outcomes: true };

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const portfolioFolders = (data: string) => readdirSync(path.join(data, "portfolios")).sort();

async function upload(request: APIRequestContext, name: string, file: string, data: Buffer) {
  return request.post(`/api/portfolios?${new URLSearchParams({ name, file })}`, {
    data,
    headers: { "Content-Type": "application/octet-stream" },
  });
}

/** The first lines of the sample, its header included. */
const sampleLines = (rows: number) =>
  Buffer.from(
    `${readFileSync(SAMPLE, "utf8")
      .split("\n", rows + 1)
      .join("\n")}\n`,
  );

async function parquetOf(csv: Buffer): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), "limen-parquet-"));
  try {
    writeFileSync(path.join(folder, "p.csv"), csv);
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`COPY (FROM '${path.join(folder, "p.csv")}') TO '${path.join(folder, "p.parquet")}' (FORMAT parquet)`);
    connection.closeSync();
    return readFileSync(path.join(folder, "p.parquet"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowsOfParquet(bytes: Buffer): Promise<number> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "limen-outcomes-")), "o.parquet");
  writeFileSync(file, bytes);
  const connection = await (await DuckDBInstance.create()).connect();
  const rows = (await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM '${file}'`)).getRows();
  connection.closeSync();
  rmSync(path.dirname(file), { recursive: true });
  return Number(rows[0]?.[0]);
}

test("the sample portfolio is there from the start, with its profile", async ({ request }) => {
  await expect
    .poll(async () => (await (await request.get("/api/portfolios/real-card-borrowers")).json()).rows, { timeout: 20_000 })
    .toBe(30_000);
  const portfolio = await (await request.get("/api/portfolios/real-card-borrowers")).json();
  expect(portfolio).toMatchObject({
    registered: false,
    hash: `sha256:${sha256(readFileSync(SAMPLE))}`,
    mapping: { observed: "observed_default" },
  });
  expect(portfolio.path).toBeUndefined();
  const limit = portfolio.profile.columns.find(({ name }: { name: string }) => name === "current_limit");
  expect(limit).toMatchObject({ nulls: 0, min: 10_000, max: 1_000_000 });
});

test("CSV and Parquet are uploaded, profiled alike, changed and deleted", async ({ request }) => {
  const csv = sampleLines(500);
  const parquet = await parquetOf(csv);
  for (const [name, file, bytes] of [
    ["uploaded-csv", "cards.csv", csv],
    ["uploaded-parquet", "cards.parquet", parquet],
  ] as const) {
    const made = await upload(request, name, file, bytes);
    expect(made.status(), await made.text()).toBe(201);
    const portfolio = await made.json();
    expect(made.headers().location).toBe(`/api/portfolios/${portfolio.id}`);
    expect(portfolio).toMatchObject({ name, title: name, file, bytes: bytes.length, rows: 500, hash: `sha256:${sha256(bytes)}` });
    expect(portfolio.profile.columns).toHaveLength(41);
    expect(await (await request.get(`/api/portfolios/${portfolio.id}`)).json()).toEqual(portfolio);
    const again = await upload(request, name, file, bytes);
    expect([again.status(), (await again.json()).error.code]).toEqual([409, "name-taken"]);
  }
  const bad = await request.patch("/api/portfolios/uploaded-csv", { data: { mapping: { facts: { income: "no_such" }, id: "id" } } });
  expect([bad.status(), (await bad.json()).error.problems]).toEqual([400, [expect.objectContaining({ path: "/mapping/facts/income" })]]);
  const changed = await request.patch("/api/portfolios/uploaded-csv", {
    data: { title: "Cards", mapping: { observed: "observed_default" } },
  });
  expect(await changed.json()).toMatchObject({ title: "Cards", mapping: { facts: {}, id: null, observed: "observed_default" } });
  const names = async () => (await (await request.get("/api/portfolios")).json()).portfolios.map(({ name }: { name: string }) => name);
  expect(await names()).toEqual(expect.arrayContaining(["uploaded-csv", "uploaded-parquet"]));
  for (const name of ["uploaded-csv", "uploaded-parquet"]) {
    expect((await request.delete(`/api/portfolios/${name}`)).status()).toBe(204);
    expect((await request.delete(`/api/portfolios/${name}`)).status()).toBe(404);
  }
  expect(await names()).not.toContain("uploaded-csv");
});

test("a file that cannot be read is refused in words, and nothing of it is kept", async ({ request, workbench }) => {
  const before = portfolioFolders(workbench.data);
  const noise = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256));
  for (const [file, bytes] of [
    ["noise.parquet", noise],
    ["cut.parquet", (await parquetOf(sampleLines(50))).subarray(0, 3000)],
    ["empty.csv", Buffer.alloc(0)],
    ["twice.csv", Buffer.from("a,a\n1,2\n")],
    ["semicolons.csv", Buffer.from("a;b\n1;2\n")],
  ] as const) {
    const answer = await upload(request, "bad", file, bytes);
    const { code, message } = (await answer.json()).error;
    expect([answer.status(), code]).toEqual([400, "unreadable-portfolio"]);
    expect(message).toMatch(bytes.length === 0 ? /the body is empty/ : new RegExp(`^cannot read \`${file}\`: [^/]+$`));
  }
  const wrong = await upload(request, "No Name", "x.exe", noise);
  expect((await wrong.json()).error.problems.map(({ path: at }: { path: string }) => at)).toEqual(["/name", "/file"]);
  expect((await request.get("/api/portfolios/bad")).status()).toBe(404);
  expect(portfolioFolders(workbench.data)).toEqual(before);
});

test("an upload that breaks off leaves nothing", async ({ baseURL, request, workbench }) => {
  const before = portfolioFolders(workbench.data);
  const sending = send(new URL("/api/portfolios?name=broken&file=broken.csv", baseURL), {
    method: "POST",
    headers: { "Content-Length": 100_000_000, "Content-Type": "text/csv" },
  });
  sending.on("error", () => {});
  sending.write(sampleLines(20_000));
  await expect.poll(() => portfolioFolders(workbench.data).length).toBe(before.length + 1);
  sending.destroy();
  await expect.poll(() => portfolioFolders(workbench.data)).toEqual(before);
  expect((await request.get("/api/portfolios/broken")).status()).toBe(404);
});

test("the address that takes files lets in whom the others let in, with the same headers", async ({ baseURL, request }) => {
  const ask = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const asked = send(new URL("/api/portfolios?name=foreign&file=f.csv", baseURL), { method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.on("error", reject);
      asked.end("a\n1\n");
    });
  expect(await ask({ Host: "evil.example" })).toBe(421);
  expect(await ask({ Origin: "http://evil.example" })).toBe(403);
  expect((await request.get("/api/portfolios")).headers()).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": expect.stringContaining("default-src 'self'"),
  });
});

test("a file can be registered where it lies, and a run refuses one that has changed since", async ({ request }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "limen-registered-"));
  const file = path.join(folder, "cards.csv");
  writeFileSync(file, sampleLines(200));
  try {
    const made = await request.post("/api/portfolios", { data: { path: file, name: "registered", title: "Registered" } });
    expect(made.status(), await made.text()).toBe(201);
    expect(await made.json()).toMatchObject({ path: file, registered: true, rows: 200 });
    const run = () => request.post("/api/backtests?wait=1", { data: { ...REQUEST, portfolio: "registered" } });
    expect((await run()).status()).toBe(200);
    const bytes = readFileSync(file);
    bytes.write("9", bytes.indexOf("\n") + 3);
    writeFileSync(file, bytes);
    const codeOf = async () => (await (await run()).json()).error.code;
    expect(await codeOf()).toBe("portfolio-changed");
    appendFileSync(file, "\n");
    expect(await codeOf()).toBe("portfolio-changed");
    rmSync(file);
    expect(await codeOf()).toBe("portfolio-missing");
    expect((await request.delete("/api/portfolios/registered")).status()).toBe(204);
    const missing = await request.post("/api/portfolios", { data: { path: file, name: "gone" } });
    expect([missing.status(), (await missing.json()).error.message]).toEqual([400, expect.stringContaining("there is no such file")]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a backtest gives what the command line gives, byte for byte, and its files", async ({ request }) => {
  test.setTimeout(120_000);
  const waited = await request.post("/api/backtests", { data: { ...REQUEST, outcomes: true, wait: true } });
  expect(waited.status(), await waited.text()).toBe(200);
  const { stdout: said, stderr } = spawnSync(
    process.execPath,
    [
      ...["cli/limen.mjs", "backtest", VERSIONS[0] ?? "", SAMPLE, "--against", VERSIONS[1] ?? "", "--set", "economic_cycle=downturn"],
      ...["--observed", "observed_default", ...REQUEST.by.flatMap((by) => ["--by", by]), "--json"],
    ],
    { maxBuffer: 64 << 20 },
  );
  expect(said.length, stderr.toString()).toBeGreaterThan(1000);
  const body = await waited.body();
  expect(body.toString()).toBe(said.toString());
  const alone = await request.post("/api/backtests", {
    data: { baseline: stored(2), portfolio: REQUEST.portfolio, scenario: REQUEST.scenario, wait: true },
  });
  const one = [
    "cli/limen.mjs",
    "backtest",
    VERSIONS[1] ?? "",
    SAMPLE,
    "--set",
    "economic_cycle=downturn",
    "--observed",
    "observed_default",
    "--json",
  ];
  expect(await alone.text()).toBe(spawnSync(process.execPath, one, { maxBuffer: 64 << 20 }).stdout.toString());
  const address = waited.headers().location ?? "";
  expect((await (await request.get(`${address}/result`)).body()).equals(body)).toBe(true);
  const run = await (await request.get(address)).json();
  expect(run).toMatchObject({
    status: "done",
    result: JSON.parse(body.toString()),
    error: null,
    baseline: { version: 1 },
    candidate: { version: 2 },
  });
  for (const name of ["outcomes", "rejected"] as const) {
    const download = await request.get(`${address}/${name}`);
    const bytes = await download.body();
    expect(download.headers()["content-disposition"]).toContain(
      `attachment; filename="backtest-${run.id.slice(0, 8)}-${run.files[name].name}"`,
    );
    expect({ bytes: bytes.length, sha256: `sha256:${sha256(bytes)}` }).toEqual({
      bytes: run.files[name].bytes,
      sha256: run.files[name].sha256,
    });
    if (name === "outcomes") expect(await rowsOfParquet(bytes)).toBe(30_000);
  }
  const { backtests } = await (await request.get("/api/backtests?policy=card-limit-review")).json();
  expect(backtests.find(({ id }: { id: string }) => id === run.id)).toMatchObject({ status: "done", summary: run.result.summary });
});

test("documents that are no stored versions can be run, and what is wrong with a request is said", async ({ request }) => {
  const [baseline, candidate] = VERSIONS.map((file) => readFileSync(file, "utf8"));
  const given = await request.post("/api/backtests", { data: { ...REQUEST, baseline, candidate, wait: true } });
  const { result } = await (await request.get(given.headers().location ?? "")).json();
  expect(result.candidate.hash).toBe(`sha256:${sha256(Buffer.from(candidate ?? ""))}`);
  const refused = async (changes: object) => {
    const answer = await request.post("/api/backtests", { data: { ...REQUEST, ...changes } });
    return [answer.status(), (await answer.json()).error.code];
  };
  expect(await refused({ portfolio: "nope" })).toEqual([404, "not-found"]);
  expect(await refused({ baseline: stored(99) })).toEqual([404, "not-found"]);
  expect(await refused({ scenario: { nope: 1 } })).toEqual([400, "invalid-scenario"]);
  expect(await refused({ by: ["customer_segmen"] })).toEqual([400, "invalid-input"]);
  expect(await refused({ mapping: { facts: { current_limit: "no_such" } } })).toEqual([400, "bad-mapping"]);
  expect(await refused({ observed: "no_such" })).toEqual([400, "bad-mapping"]);
  expect(await refused({ candidate: undefined, candidateScenario: { economic_cycle: "boom" } })).toEqual([400, "invalid-input"]);
  expect(await refused({ engine: "abacus" })).toEqual([400, "invalid-input"]);
  const table = { connection: "warehouse", table: "risk.portfolio" };
  expect(await refused({ table })).toEqual([400, "invalid-input"]);
  expect(await refused({ portfolio: undefined })).toEqual([400, "invalid-input"]);
  expect(await refused({ portfolio: undefined, table, outcomes: true })).toEqual([400, "invalid-input"]);
  expect(await refused({ portfolio: undefined, table })).toEqual([400, "unknown-connection"]);
  expect((await request.get("/api/backtests/00000000-0000-4000-8000-000000000000")).status()).toBe(404);
});

interface RunEvent {
  readonly event: string;
  readonly status: string;
  readonly progress: { readonly done: number } | null;
}

/** The events of a run until `enough` says so or the stream ends. */
async function eventsOf(url: string, enough: (event: RunEvent) => boolean): Promise<RunEvent[]> {
  const response = await fetch(url);
  const events: RunEvent[] = [];
  let text = "";
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, event = "", data = "null"] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (event === "") continue;
      events.push({ event, ...JSON.parse(data) });
      if (enough(events.at(-1) as RunEvent)) return events;
    }
  }
  return events;
}

test("runs wait for each other, tell how far they are, and are cancelled within a second", async ({ baseURL, request, workbench }) => {
  const create = async () => (await (await request.post("/api/backtests", { data: SLOW })).json()).id as string;
  const [first, second] = [await create(), await create()];
  const under = await eventsOf(`${baseURL}/api/backtests/${first}/events`, ({ progress }) => progress !== null);
  expect(under.at(-1)).toMatchObject({ event: "progress", status: "running" });
  expect(await (await request.get(`/api/backtests/${second}`)).json()).toMatchObject({ status: "queued", progress: null });
  const ending = eventsOf(`${baseURL}/api/backtests/${first}/events`, () => false);
  const children = runningChildren(workbench.data);
  const before = performance.now();
  expect(await (await request.post(`/api/backtests/${first}/cancel`)).json()).toMatchObject({ status: "cancelled" });
  await expect.poll(() => runningChildren(workbench.data).filter((pid) => children.includes(pid)), { intervals: [50] }).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1500);
  await expect.poll(async () => (await (await request.get(`/api/backtests/${second}`)).json()).status).toBe("running");
  expect((await ending).at(-1)).toMatchObject({ event: "end", status: "cancelled" });
  await request.post(`/api/backtests/${second}/cancel`);
  const again = await request.post(`/api/backtests/${first}/cancel`);
  expect([again.status(), (await again.json()).error.code]).toEqual([409, "already-ended"]);
  await expect.poll(() => [first, second].filter((id) => existsSync(path.join(workbench.data, "backtests", id)))).toEqual([]);
  expect((await request.get(`/api/backtests/${first}/result`)).status()).toBe(409);
});

test("a pinned sample of a portfolio is the same every time and can be evaluated", async ({ request }) => {
  const sample = async (query: string) => (await request.get(`/api/portfolios/real-card-borrowers/sample?${query}`)).text();
  const text = await sample("rows=200&policy=card-limit-review");
  expect(await sample("rows=200&policy=card-limit-review")).toBe(text);
  const { borrowers, rows } = JSON.parse(text);
  expect([borrowers.length, rows]).toEqual([200, 30_000]);
  const { results } = await (
    await request.post("/api/evaluate", { data: { policy: stored(2), borrowers, scenario: REQUEST.scenario } })
  ).json();
  expect(results.filter(({ error }: { error?: unknown }) => error)).toEqual([]);
  const larger = JSON.parse(await sample("rows=1000")).borrowers.map(({ name }: { name: string }) => name);
  expect(larger).toEqual(expect.arrayContaining(borrowers.map(({ name }: { name: string }) => name)));
  expect((await request.get("/api/portfolios/real-card-borrowers/sample?rows=0")).status()).toBe(400);
});

test("a server killed while it runs leaves the run failed and restartable, and nothing half-written", async () => {
  test.setTimeout(180_000);
  const data = mkdtempSync(path.join(tmpdir(), "limen-killed-"));
  const server = new Server(`http://127.0.0.1:${await freePort()}`, data);
  const ask = async (address: string, body?: object) => {
    const init = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return (await (await fetch(`${server.url}${address}`, init)).json()) as Record<string, unknown>;
  };
  try {
    await server.start();
    await expect.poll(async () => (await ask("/api/portfolios/real-card-borrowers")).rows).toBe(30_000);
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      const [running, queued] = [await ask("/api/backtests", SLOW), await ask("/api/backtests", SLOW)];
      await eventsOf(`${server.url}/api/backtests/${running.id}/events`, ({ progress }) => progress !== null);
      const partial = path.join(data, "portfolios", ".partial-x");
      writeFileSync(partial, "half a file");
      const own = runningChildren(data);
      expect(own.length).toBe(existsSync("/proc/self/cmdline") ? 1 : 0);
      await server.kill(signal);
      await expect.poll(() => runningChildren(data), { timeout: 5000 }).toEqual([]);
      await server.start();
      for (const { id } of [running, queued]) {
        const { status, error } = await ask(`/api/backtests/${id}`);
        expect([status, error]).toEqual(["failed", { code: "server-ended", message: "the server ended while it ran; start it again" }]);
        expect(existsSync(path.join(data, "backtests", String(id)))).toBe(false);
      }
      expect(existsSync(partial)).toBe(false);
      const again = await ask(`/api/backtests/${running.id}/restart`, {});
      expect(again).toMatchObject({
        baseline: running.baseline,
        candidate: running.candidate,
        scenario: running.scenario,
        engine: SLOW.engine,
      });
      await expect.poll(async () => (await ask(`/api/backtests/${again.id}`)).status).toBe("running");
      await ask(`/api/backtests/${again.id}/cancel`, {});
      await sleep(300);
    }
    const { id } = await ask("/api/backtests", REQUEST);
    await expect.poll(async () => (await ask(`/api/backtests/${id}`)).status, { timeout: 30_000 }).toBe("done");
    await server.kill();
    await server.start();
    expect((await ask(`/api/backtests/${id}`)).status).toBe("done");
    expect(statSync(path.join(data, "backtests", String(id), "rejected.csv")).size).toBeGreaterThan(0);
  } finally {
    await server.kill();
    rmSync(data, { recursive: true, force: true });
  }
});

/** Living children of the server on this folder that run backtests. Linux only; elsewhere none are seen. */
function runningChildren(data: string): string[] {
  if (!existsSync("/proc/self/cmdline")) return [];
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.filter((pid) => {
    try {
      const told = (what: string) => readFileSync(`/proc/${pid}/${what}`, "utf8");
      return told("cmdline").includes(path.join("dist", "backtest.mjs")) && told("environ").includes(`LIMEN_DATA=${data}\0`);
    } catch {
      return false;
    }
  });
}
