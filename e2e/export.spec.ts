import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "./workbench";
import { unzipSync } from "fflate";
import { visit } from "./pages";

/** Writes a zip's files into a new folder that finds json-rules-engine, and gives the folder that the zip holds. */
function unpack(zip: string, into: string): string {
  const files = Object.entries(unzipSync(readFileSync(zip))).filter(([name]) => !name.endsWith("/"));
  for (const [name, bytes] of files) {
    const file = path.join(into, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  const folder = path.join(into, path.dirname(files.find(([name]) => path.basename(name) === "package.json")?.[0] ?? "."));
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"), "junction");
  return folder;
}

test("the exported zip, unpacked elsewhere, passes its own test and decides as the workbench", async ({ page, request }) => {
  await visit(page, "/policies/card-limit-review/export?version=2&fixtures=hand-picked-24");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download zip" }).click();
  const scratch = mkdtempSync(path.join(tmpdir(), "limen-export-"));
  try {
    const folder = unpack(await (await downloading).path(), scratch);
    const { stdout } = await promisify(execFile)(process.execPath, ["--test"], { cwd: folder, maxBuffer: 1e8 });
    expect(stdout).toMatch(/^[#ℹ] fail 0$/m);
    expect(Number(/^[#ℹ] pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(24);

    const cases = JSON.parse(readFileSync(path.join(folder, "fixtures.json"), "utf8")) as {
      name: string;
      expected: { outcome?: unknown };
    }[];
    const answer = await request.post("/api/evaluate", {
      data: {
        policy: { name: "card-limit-review", version: 2 },
        borrowers: { fixtureSet: "hand-picked-24" },
        scenario: { economic_cycle: "downturn" },
      },
    });
    const { results } = (await answer.json()) as { results: { name: string; outcome: unknown }[] };
    for (const { name, outcome } of results) expect(cases.find((one) => one.name === name)?.expected.outcome, name).toEqual(outcome);
    expect(results.length).toBe(24);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
