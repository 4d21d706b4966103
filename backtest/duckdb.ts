/**
 * DuckDB as this folder uses it: an in-memory instance with bounded memory that may spill to a folder of its own.
 * Loaded on first use: the command line starts without it. What it says of a file is turned into words by the callers.
 */
import { rmSync } from "node:fs";
import path from "node:path";
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { makeScratch } from "./scratch.ts";

export type Row = readonly DuckDBValue[];

export interface Database {
  readonly connection: () => Promise<DuckDBConnection>;
  /** Rows of a small result. */
  rows(sql: string): Promise<Row[]>;
  /** The same on a connection of its own, while a result is streamed from the first. */
  aside(sql: string): Promise<Row[]>;
  /** The path of a file that is removed when the database is closed. */
  scratch(name: string): Promise<string>;
  /** Ends what runs, frees the memory, and removes what was spilled. */
  close(): void;
}

const MEMORY_LIMIT = "256MB";

/** A database that is opened when it is first asked something, and closes itself when the signal aborts, which fails the query that runs. */
export function openDatabase(threads: number, signal?: AbortSignal): Database {
  let opened: Promise<OpenDatabase> | null = null;
  let made: OpenDatabase | null = null;
  const open = async () => {
    opened ??= OpenDatabase.open(threads);
    made = await opened;
    return made;
  };
  const interrupt = () => made?.interrupt();
  signal?.addEventListener("abort", interrupt);
  return {
    connection: async () => (await open()).connection,
    rows: async (sql) => rowsOf((await open()).connection, sql),
    aside: async (sql) => rowsOf(await (await open()).second(), sql),
    scratch: async (name) => path.join((await open()).folder, name),
    close() {
      signal?.removeEventListener("abort", interrupt);
      made?.close();
    },
  };
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}

class OpenDatabase {
  private other: DuckDBConnection | null = null;

  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
    readonly folder: string,
    private readonly remove: () => void,
  ) {
    process.on("exit", remove);
  }

  static async open(threads: number): Promise<OpenDatabase> {
    const duckdb = await import("@duckdb/node-api");
    const folder = await makeScratch();
    const instance = await duckdb.DuckDBInstance.create(":memory:", {
      threads: String(Math.max(1, threads)),
      memory_limit: MEMORY_LIMIT,
      temp_directory: folder,
      preserve_insertion_order: "true",
      autoinstall_known_extensions: "false",
    });
    return new OpenDatabase(instance, await instance.connect(), folder, () => rmSync(folder, { recursive: true, force: true }));
  }

  async second(): Promise<DuckDBConnection> {
    this.other ??= await this.instance.connect();
    return this.other;
  }

  interrupt(): void {
    this.connection.interrupt();
    this.other?.interrupt();
  }

  close(): void {
    process.off("exit", this.remove);
    this.other?.closeSync();
    this.connection.closeSync();
    this.instance.closeSync();
    this.remove();
  }
}

/** A name as SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
