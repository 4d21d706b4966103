/** An open database, whichever of the two it is. */
import type { ClientBase } from "pg";
import type { PrismaClient } from "../generated/client.ts";

export type DatabaseKind = "embedded" | "postgresql";

export interface Database {
  readonly kind: DatabaseKind;
  readonly prisma: PrismaClient;
  /** Lends one bare connection; on the embedded database nothing else runs meanwhile. */
  withConnection<T>(work: (connection: ClientBase) => Promise<T>): Promise<T>;
  /** Waits for what is running, then closes. */
  close(): Promise<void>;
}

/** A reason not to start that the person who starts the server can act on; printed without a stack. */
export class StartProblem extends Error {
  override readonly name = "StartProblem";
}
