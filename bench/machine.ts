/** The machine that a run was made on, and the versions of what was measured. */
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";

export function machineWords(): string {
  const list = cpus();
  return `${list[0]?.model.trim() ?? "unknown processor"}, ${list.length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${type()} ${release()}`;
}

/** Load averages over 1, 5 and 15 minutes. */
export function loadWords(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(", ");
}

const PACKAGES = ["json-rules-engine", "@duckdb/node-api"] as const;

export function versionWords(): string {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const versions = PACKAGES.map((name) => `${name} ${versionOf(`node_modules/${name}`)}`);
  return [`limen ${version}`, `Node.js ${process.version}`, ...versions, `@gorules/zen-engine ${zenVersion() ?? "not installed"}`].join(
    ", ",
  );
}

export function zenVersion(): string | null {
  try {
    return versionOf("engines/node_modules/@gorules/zen-engine");
  } catch {
    return null;
  }
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(`${folder}/package.json`, "utf8")).version;
}
