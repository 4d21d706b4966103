import type { Transaction } from "../client/index.ts";
import { NotFound } from "./not-found.ts";

/** Lets one change of the policy through at a time, until the transaction ends. Throws `NotFound`. */
export async function lockPolicy(tx: Transaction, name: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`select 1 from policy where name = ${name} for no key update`;
  if (rows.length === 0) throw new NotFound(`there is no policy \`${name}\``);
}
