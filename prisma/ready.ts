/** The database as the server needs it: open, migrated and, when it was empty, seeded. */
import { type DatabaseKind, openDatabase } from "./client/index.ts";
import { seedIfEmpty } from "./seed/index.ts";

const shared = globalThis as typeof globalThis & { limenReady?: Promise<boolean> | undefined };

/** Resolves once the store can be used. A failure is tried again at the next call. */
export async function databaseReady(): Promise<{ readonly kind: DatabaseKind }> {
  shared.limenReady ??= seedIfEmpty();
  const ready = shared.limenReady;
  await ready.catch((cause) => {
    if (shared.limenReady === ready) shared.limenReady = undefined;
    throw cause;
  });
  return { kind: (await openDatabase()).kind };
}
