/**
 * Databases that evaluate their own tables, as who runs the server names them: `LIMEN_DATABASE_WAREHOUSE=postgresql://…` is the connection
 * `warehouse`. Callers know names only; an address, with its password, stays in the server's environment. No `server-only`: the jobs run outside of requests too.
 */
import type { DatabaseEngine } from "../../backtest/types";

const PREFIX = "LIMEN_DATABASE_";

export interface Connection {
  readonly name: string;
  readonly url: string;
  readonly engine: DatabaseEngine;
}

/** By name. */
export function listConnections(environment: Readonly<Record<string, string | undefined>> = process.env): readonly Connection[] {
  return Object.entries(environment)
    .flatMap(([key, url]) => (key.startsWith(PREFIX) && key.length > PREFIX.length && url ? [connectionOf(key, url)] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function findConnection(name: string): Connection | null {
  return listConnections().find((connection) => connection.name === name) ?? null;
}

function connectionOf(key: string, url: string): Connection {
  const name = key.slice(PREFIX.length).toLowerCase().replaceAll("_", "-");
  return { name, url, engine: /^https?:/.test(url) ? "clickhouse" : "postgresql" };
}
