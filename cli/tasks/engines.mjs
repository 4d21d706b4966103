/**
 * Other engines that tests and benchmarks hold ours against, none of which the product needs: chdb and zen-engine
 * from npm (folder engines/), and an old ClickHouse server from Debian's packages for a cluster on this machine (.data/engines/).
 * Each is installed only if missing. What cannot be installed is told plainly; a test without its engine counts as skipped.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root, runNpm, runProgram, say } from "./project.mjs";

const SERVER = path.join(root, ".data", "engines", "clickhouse-18.16");

/** Installs what is missing; gives what is there afterwards. Never throws for want of a network or of apt. */
export async function installEngines() {
  return { packages: await installPackages(), clickhouseServer: await installClickhouseServer() };
}

/** The folder of the npm engines where they are installed as the lock file has them, else null. */
export async function installPackages() {
  const folder = path.join(root, "engines");
  if (isCurrent(folder)) return folder;
  say("installing the engines that tests compare with …");
  const code = await runNpm(["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]);
  if (code === 0) return folder;
  say("the npm engines cannot be installed (no network?); their tests are skipped");
  return null;
}

function isCurrent(folder) {
  const { dependencies } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return Object.entries(dependencies).every(([name, version]) => {
    const file = path.join(folder, "node_modules", name, "package.json");
    return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version === version;
  });
}

/** Where a ClickHouse server of Debian's packages lies, as `{ program, libraries }`, or null where there is none and none can be had. */
export async function installClickhouseServer() {
  if (process.platform !== "linux") return null;
  if (!existsSync(SERVER) && !(await unpackServer())) {
    say("Debian's clickhouse-server cannot be had here (no apt, or no network); the tests on a cluster are skipped");
    return null;
  }
  return clickhouseServer();
}

/** The same without installing anything. */
export function clickhouseServer() {
  const program = path.join(SERVER, "usr/sbin/clickhouse-server");
  if (!existsSync(program)) return null;
  const folders = ["usr/lib", "lib"].map((name) => path.join(SERVER, name)).filter((folder) => existsSync(folder));
  return {
    program,
    libraries: folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => path.join(folder, name))]).join(":"),
  };
}

/** Downloads the server's package and those that it needs, and unpacks them beside each other: nothing is installed into the system. */
async function unpackServer() {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/usr/bin/dpkg")) return false;
  const part = `${SERVER}.${process.pid}`;
  const archives = path.join(part, "archives");
  mkdirSync(path.join(archives, "partial"), { recursive: true });
  try {
    const fetched = (await download(archives)) || ((await refreshed()) && (await download(archives)));
    if (!fetched) return false;
    const files = readdirSync(archives).filter((name) => name.endsWith(".deb"));
    for (const name of files) execFileSync("dpkg", ["-x", path.join(archives, name), part]);
    rmSync(archives, { recursive: true });
    if (!existsSync(SERVER)) renameSync(part, SERVER);
    return true;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

const QUIET = { stdio: "ignore" };

async function download(archives) {
  const options = ["-o", `Dir::Cache::archives=${archives}`, "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=root"];
  const words = ["install", "-y", "-qq", "--download-only", "--no-install-recommends", "clickhouse-server=18.16.*"];
  return (await runProgram("apt-get", [...options, ...words], QUIET)) === 0;
}

async function refreshed() {
  return (await runProgram("apt-get", ["update", "-qq"], QUIET)) === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { packages, clickhouseServer: server } = await installEngines();
  say(`npm engines: ${packages ?? "none"}; ClickHouse server: ${server?.program ?? "none"}`);
}
