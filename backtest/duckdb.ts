/**
 * DuckDB as this folder uses it: an in-memory instance with bounded memory that may spill to a folder of its own.
 * Loaded on first use: the command line starts without it. What it says of a file is turned into words by the callers.
 */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";

export type Row = readonly DuckDBValue[];

export interface Database {
  readonly connection: DuckDBConnection;
  /** Rows of a small result. */
  rows(sql: string): Promise<Row[]>;
  /** The same on a connection of its own, while a result is streamed from the first. */
  aside(sql: string): Promise<Row[]>;
  /** Ends what runs, frees the memory, and removes what was spilled. */
  close(): void;
}

const MEMORY_LIMIT = "256MB";

/** Opens a database; it closes itself when the signal aborts, which fails the query that runs. */
export async function openDatabase(threads: number, signal?: AbortSignal): Promise<Database> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const folder = await mkdtemp(path.join(tmpdir(), "limen-duckdb-"));
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(Math.max(1, threads)),
    memory_limit: MEMORY_LIMIT,
    temp_directory: folder,
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
  });
  const connection = await instance.connect();
  let second: DuckDBConnection | null = null;
  const interrupt = () => {
    connection.interrupt();
    second?.interrupt();
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  signal?.addEventListener("abort", interrupt);
  process.on("exit", remove);
  return {
    connection,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRows(),
    async aside(sql) {
      second ??= await instance.connect();
      return (await second.runAndReadAll(sql)).getRows();
    },
    close() {
      signal?.removeEventListener("abort", interrupt);
      process.off("exit", remove);
      second?.closeSync();
      connection.closeSync();
      instance.closeSync();
      remove();
    },
  };
}

/** A name as SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
