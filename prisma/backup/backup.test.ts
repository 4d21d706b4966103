import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { hashText } from "#rules/policy";
import { createVersion, databaseReady, getVersion, listVersions } from "#store";
import { closeDatabase } from "../client/index.ts";
import { embeddedLocation } from "../client/location.ts";
import { acquireLock } from "../client/lock.ts";
import { backup, main } from "./backup.ts";
import { restore } from "./restore.ts";

const POLICY = "post-repayment-limit";

describe("backup and restore", () => {
  let root: string;
  let location: ReturnType<typeof embeddedLocation>;
  let file: string;

  let seeded: string;

  beforeAll(async () => {
    seeded = mkdtempSync(path.join(tmpdir(), "limen-backup-seeded-"));
    process.env.LIMEN_DATA = seeded;
    await databaseReady();
    await backup(embeddedLocation(seeded), path.join(seeded, "backup.tar.gz"));
    await closeDatabase();
  });
  afterAll(() => rmSync(seeded, { recursive: true, force: true }));

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "limen-backup-"));
    location = embeddedLocation(path.join(root, "data"));
    file = path.join(root, "backups", "one.tar.gz");
    cpSync(path.join(seeded, "pg"), location.folder, { recursive: true });
    mkdirSync(path.dirname(file));
    process.env.LIMEN_DATA = location.dataFolder;
  });
  afterEach(async () => {
    await closeDatabase();
    delete process.env.LIMEN_DATA;
    rmSync(root, { recursive: true, force: true });
  });

  async function save(count: number) {
    const { text } = await getVersion(POLICY, 1);
    for (let saved = 0; saved < count; saved += 1) {
      const base = (await listVersions(POLICY)).length;
      const result = await createVersion({ policy: POLICY, text: `${text}${" ".repeat(base)}`, message: "", author: "a", base });
      expect(result.ok).toBe(true);
    }
  }

  async function expectVersions(least: number) {
    const versions = await listVersions(POLICY);
    expect(versions.length).toBeGreaterThanOrEqual(least);
    expect(versions.map((version) => version.number)).toEqual(versions.map((_, index) => versions.length - index));
    for (const { number, hash } of versions) expect(hashText((await getVersion(POLICY, number)).text)).toBe(hash);
    return versions.length;
  }

  test("bring the database back, and keep the one before aside", async () => {
    await save(1);
    await closeDatabase();
    const contents = await backup(location, file);
    expect(contents).toEqual({ policies: 2, versions: 5, fixtures: 2060, portfolios: 1, backtests: 0 });
    await expect(backup(location, file)).rejects.toThrow(/is there already/);
    await save(2);
    await closeDatabase();
    const restored = await restore(location, file);
    expect(restored.contents).toEqual(contents);
    expect(await expectVersions(3)).toBe(3);
    await closeDatabase();
    expect(restored.kept).not.toBeNull();
    rmSync(location.folder, { recursive: true });
    renameSync(restored.kept ?? "", location.folder);
    expect(await expectVersions(5)).toBe(5);
  });

  test("a backup says which files are not in it", async () => {
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    expect(await main([file])).toBe(0);
    const text = said.mock.calls.join();
    said.mockRestore();
    expect(text).toContain("1 portfolios, 0 backtests");
    for (const name of ["portfolios", "backtests"]) expect(text).toContain(path.join(location.dataFolder, name));
  });

  test("work while the server writes, as of one moment", async () => {
    await save(3);
    const writing = save(12);
    await backup(location, file);
    await writing;
    await closeDatabase();
    await restore(location, file);
    const versions = await expectVersions(5);
    expect(versions).toBeLessThanOrEqual(17);
  });

  test("a restore is refused while the folder is in use, and changes nothing", async () => {
    cpSync(path.join(seeded, "backup.tar.gz"), file);
    const lock = await acquireLock(location.folder);
    await expect(restore(location, file)).rejects.toThrow(`in use by process ${process.pid}`);
    await lock.release();
    expect(readdirSync(location.dataFolder)).toEqual(["pg"]);
  });

  test("damaged and foreign files are refused, and change nothing", async () => {
    cpSync(path.join(seeded, "backup.tar.gz"), file);
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8((flipped.readUInt8(bytes.length >> 1) + 1) % 256, bytes.length >> 1);
    const bad: Record<string, Uint8Array> = {
      cut: bytes.subarray(0, bytes.length >> 1),
      flipped,
      text: Buffer.from("hello"),
      other: gzipSync("hello"),
      empty: Buffer.alloc(0),
    };
    for (const [name, content] of Object.entries(bad)) {
      writeFileSync(path.join(root, name), content);
      await expect(restore(location, path.join(root, name))).rejects.toMatchObject({ name: "StartProblem" });
    }
    await expect(restore(location, path.join(root, "missing"))).rejects.toThrow(/cannot be read/);
    expect(readdirSync(location.dataFolder)).toEqual(["pg"]);
    expect(await expectVersions(2)).toBe(2);
  });

  test("a restore needs no database to be there", async () => {
    cpSync(path.join(seeded, "backup.tar.gz"), file);
    rmSync(location.dataFolder, { recursive: true });
    await expect(backup(location, path.join(root, "two"))).rejects.toThrow(/there is no database/);
    expect(await restore(location, file)).toMatchObject({ kept: null });
    expect(existsSync(location.folder)).toBe(true);
    expect(await expectVersions(2)).toBe(2);
  });

  test("a restore killed halfway is not mistaken for a first start", async () => {
    renameSync(location.folder, `${location.folder}.before-x`);
    mkdirSync(`${location.folder}.restoring-x`);
    await expect(databaseReady()).rejects.toThrow(/a restore was interrupted/);
    cpSync(path.join(seeded, "backup.tar.gz"), file);
    await restore(location, file);
    expect(readdirSync(location.dataFolder)).toEqual(["pg", "pg.before-x"]);
    expect(await expectVersions(2)).toBe(2);
  });
});
