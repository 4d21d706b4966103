/** A program for lock.test.ts: takes the lock of the folder given, says so, and keeps it until it is killed. */
import { acquireLock, DatabaseInUse } from "./lock.ts";

try {
  await acquireLock(process.argv[2] ?? "");
  console.log("held");
  setInterval(() => {}, 1000);
} catch (error) {
  if (!(error instanceof DatabaseInUse)) throw error;
  console.log(`in use by ${error.pid}`);
}
