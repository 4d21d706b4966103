/**
 * Where the database is: a PostgreSQL server when DATABASE_URL is set, else PGlite in the folder `pg` of
 * the data folder (LIMEN_DATA, by default `.data` under the project's root). Files too large for a database lie
 * in the data folder either way: see prisma/store/files.ts.
 */
import { readdir } from "node:fs/promises";
import path from "node:path";

export type Location =
  | { readonly kind: "embedded"; readonly dataFolder: string; readonly folder: string }
  | { readonly kind: "postgresql"; readonly url: string };

/** The project's root: every way of starting (npm scripts, `next start`, tests) runs there. */
export function projectRoot(): string {
  return /* turbopackIgnore: true */ process.cwd();
}

/** Reads the location from the environment. */
export function databaseLocation(environment: NodeJS.ProcessEnv = process.env): Location {
  const url = environment.DATABASE_URL?.trim();
  if (url) return { kind: "postgresql", url };
  return embeddedLocation(dataFolder(environment));
}

/** The folder of the embedded database and, whatever the database is, of portfolios' and backtests' files. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(/* turbopackIgnore: true */ projectRoot(), environment.LIMEN_DATA?.trim() || ".data");
}

export function embeddedLocation(dataFolder: string): Extract<Location, { kind: "embedded" }> {
  return { kind: "embedded", dataFolder, folder: path.join(dataFolder, "pg") };
}

/** Where a restore unpacks, beside the folder; left over if it was killed. */
export function restoringFolder(folder: string, stamp: string): string {
  return `${folder}.restoring-${stamp}`;
}

/** What killed restores left beside the folder. */
export async function interruptedRestores({ dataFolder, folder }: Extract<Location, { kind: "embedded" }>): Promise<readonly string[]> {
  const names = await readdir(dataFolder).catch(() => []);
  return names.map((name) => path.join(dataFolder, name)).filter((entry) => entry.startsWith(restoringFolder(folder, "")));
}
