/**
 * Where the data folder keeps what is too large for a database: `portfolios/ID/FILE` and
 * `backtests/ID/outcomes.parquet`, `rejected.csv`. A file or folder under its own name is whole: until then it has
 * a name that begins with `.partial-`, which the next start removes. `home-id` names the folder, so that servers
 * that share a PostgreSQL database know which runs are theirs.
 */
import { randomUUID } from "node:crypto";
import { copyFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { dataFolder } from "../client/location.ts";

const PORTFOLIOS = "portfolios";
const PARTIAL = ".partial-";

/** The absolute path of a portfolio's file from the path that is stored. */
export function portfolioPath(stored: string): string {
  return path.isAbsolute(stored) ? stored : path.join(dataFolder(), stored);
}

/** The folder of a run's files; made by whoever writes there. */
export function backtestFolder(id: string): string {
  return path.join(dataFolder(), "backtests", id);
}

export async function removeBacktestFolder(id: string): Promise<void> {
  await rm(backtestFolder(id), { recursive: true, force: true });
}

/** Makes a folder for a portfolio's file that is still to come, and gives the file's path. */
export async function startPortfolioFile(id: string, format: string): Promise<string> {
  const folder = partialFolder(id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, fileName(format));
}

/** Gives the whole file its place, durably, and gives the path to store. */
export async function keepPortfolioFile(id: string, format: string): Promise<string> {
  const stored = [PORTFOLIOS, id, fileName(format)].join("/");
  await sync(path.join(partialFolder(id), fileName(format)));
  await rename(partialFolder(id), path.join(dataFolder(), PORTFOLIOS, id));
  await sync(path.join(dataFolder(), PORTFOLIOS));
  return stored;
}

/** Copies a file into the data folder as a portfolio's, and gives the path to store. */
export async function copyPortfolioFile(id: string, format: string, source: string): Promise<string> {
  await copyFile(source, await startPortfolioFile(id, format));
  return keepPortfolioFile(id, format);
}

/** Removes a portfolio's file from the data folder, whole or not; never one that lies elsewhere. */
export async function removePortfolioFile(id: string): Promise<void> {
  await rm(partialFolder(id), { recursive: true, force: true });
  await rm(path.join(dataFolder(), PORTFOLIOS, id), { recursive: true, force: true });
}

/** Removes what a killed server left half-written. Only before anything is written. */
export async function removePartialFiles(): Promise<void> {
  const folder = path.join(dataFolder(), PORTFOLIOS);
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(PARTIAL))) await rm(path.join(folder, name), { recursive: true, force: true });
}

/** The data folder's own name, made at first use. */
export async function homeId(): Promise<string> {
  const file = path.join(dataFolder(), "home-id");
  await mkdir(dataFolder(), { recursive: true, mode: 0o700 });
  await writeFile(file, randomUUID(), { flag: "wx" }).catch(() => {});
  return (await readFile(file, "utf8")).trim();
}

function partialFolder(id: string): string {
  return path.join(dataFolder(), PORTFOLIOS, `${PARTIAL}${id}`);
}

function fileName(format: string): string {
  return `portfolio.${format}`;
}

/** Forces a file or folder to the disk; where a system cannot do so for folders, nothing is lost but the guarantee. */
async function sync(name: string): Promise<void> {
  const handle = await open(name, "r").catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
