/** The database as the server needs it: open, migrated and, when it was empty, seeded. */
import { type Database, type DatabaseKind, openDatabase } from "./client/index.ts";
import { seedIfEmpty } from "./seed/index.ts";

const shared = globalThis as typeof globalThis & { limenSeeded?: WeakMap<Database, Promise<unknown>> };

/** Resolves once the store can be used. A failure is tried again at the next call. */
export async function databaseReady(): Promise<{ readonly kind: DatabaseKind }> {
  const database = await openDatabase();
  shared.limenSeeded ??= new WeakMap();
  const seeded = shared.limenSeeded.get(database) ?? seedIfEmpty();
  shared.limenSeeded.set(database, seeded);
  await seeded.catch((cause) => {
    shared.limenSeeded?.delete(database);
    throw cause;
  });
  return { kind: database.kind };
}
