/** Killing the server with SIGKILL at any moment loses nothing that was acknowledged, and tears nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hashText } from "#rules/policy";
import { databaseReady, findDraft, findFixtureSet, getVersion, listFixtureHistory, listFixtures, listPolicies, listVersions } from "#store";
import { closeDatabase, reader } from "../client/index.ts";
import { bundleProgram } from "../testing.ts";

const POLICY = "post-repayment-limit";
const KILLS_WHILE_WRITING = 8;
const KILLS_WHILE_STARTING = 2;

describe("after kill -9", () => {
  let program: string;
  let folder: string;
  beforeAll(async () => {
    program = await bundleProgram("prisma/store/crash-writer.ts");
    folder = mkdtempSync(path.join(tmpdir(), "limen-crash-"));
    process.env.LIMEN_DATA = folder;
    delete process.env.DATABASE_URL;
  });
  afterEach(closeDatabase);
  afterAll(() => {
    delete process.env.LIMEN_DATA;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the writer, kills it `delayMs` after it starts, or after its first line that begins with `from`; gives the acknowledged lines. */
  async function writeAndKill(delayMs: number, from: "start" | "ready" | "version"): Promise<string[]> {
    const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    const kill = () => setTimeout(() => child.kill("SIGKILL"), delayMs);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith(from) && !lines.some((before) => before.startsWith(from))) kill();
      lines.push(line);
    });
    if (from === "start") kill();
    const [, signal] = await ended;
    expect(signal).toBe("SIGKILL");
    return lines;
  }

  test("of a first start, the next start begins anew or goes on", async () => {
    for (let kill = 0; kill < KILLS_WHILE_STARTING; kill += 1) {
      rmSync(path.join(folder, "pg"), { recursive: true, force: true });
      await writeAndKill(500 + Math.random() * 4000, "start");
      await databaseReady();
      expect(await listPolicies()).toMatchObject([{ latest: expect.any(Number), published: 1 }, { published: 1 }]);
      expect((await findFixtureSet("card-limit-review", "real-card-borrowers-2000"))?.fixtures).toBe(2000);
      await closeDatabase();
    }
  }, 240_000);

  test("in the middle of writing, every acknowledged change is there and none is torn", async () => {
    rmSync(path.join(folder, "pg"), { recursive: true, force: true });
    const hashes = new Map<number, string>();
    let draft = 0;
    let fixture = 0;
    for (let kill = 0; kill < KILLS_WHILE_WRITING; kill += 1) {
      for (const line of await writeAndKill(Math.random() * 600, kill % 3 === 0 ? "ready" : "version")) {
        const [what, number, hash] = line.split(" ");
        if (what === "version") hashes.set(Number(number), hash ?? "");
        if (what === "draft") draft = Number(number);
        if (what === "fixture") fixture = Number(number);
      }
      await databaseReady();
      await expectVersions(hashes);
      expect((await findDraft(POLICY, "crash"))?.revision ?? 0).toBeGreaterThanOrEqual(draft);
      await expectFixture(fixture);
      await closeDatabase();
    }
    expect(hashes.size).toBeGreaterThanOrEqual(KILLS_WHILE_WRITING / 2);
  }, 300_000);

  async function expectVersions(hashes: ReadonlyMap<number, string>) {
    const versions = await listVersions(POLICY);
    expect(versions.map((version) => version.number)).toEqual(versions.map((_, index) => versions.length - index));
    for (const [number, hash] of hashes) expect(versions.find((version) => version.number === number)?.hash).toBe(hash);
    for (const { number, hash } of versions) expect(hashText((await getVersion(POLICY, number)).text)).toBe(hash);
  }

  async function expectFixture(acknowledged: number) {
    const set = await findFixtureSet(POLICY, "crash");
    const [fixture] = set ? await listFixtures(set.id) : [];
    expect(fixture?.revision ?? 0).toBeGreaterThanOrEqual(acknowledged);
    if (!fixture) return;
    const history = await listFixtureHistory(fixture.id);
    expect(history.map((entry) => entry.revision)).toEqual(history.map((_, index) => history.length - index));
    expect(history[0]).toMatchObject({ revision: fixture.revision, fixture: { facts: fixture.facts } });
    expect(await (await reader()).fixtureRevision.count({ where: { fixtureId: fixture.id } })).toBe(fixture.revision);
  }
});
