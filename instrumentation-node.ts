/** Start and stop of the server's database and jobs. A server that cannot have it says why and ends: half a server helps nobody. */
import { setTimeout as sleep } from "node:timers/promises";
import { recoverJobs, startJobs, stopJobs } from "./app/_server/jobs/index.ts";
import { warmColumns } from "./app/policies/[policy]/compare/warm-columns.ts";
import { closeDatabase, StartProblem } from "./prisma/client/index.ts";
import { databaseReady } from "./prisma/ready.ts";

/** Requests in flight get this long before the database closes; killed earlier, it loses nothing either. */
const DRAIN_MS = 500;
/** What is made ahead waits until the server answers its first requests. */
const CALM_MS = 250;

/** Takes the lock, migrates, seeds and takes up what a killed server left; closes again when the process is told to end. */
export async function start(): Promise<void> {
  if (process.env.NEXT_PHASE === "phase-production-build") return;
  try {
    await databaseReady();
    await recoverJobs();
  } catch (cause) {
    console.error(cause instanceof StartProblem ? `limen cannot start: ${cause.message}` : cause);
    process.exit(1);
  }
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  void startJobs()
    .then(() => sleep(CALM_MS, undefined, { ref: false }))
    .then(warmColumns)
    .catch(() => {});
}

/** Next.js ends the process when its requests are answered; without it listening, this does. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  await Promise.all([sleep(DRAIN_MS), stopJobs().catch(console.error)]);
  await closeDatabase();
  if (process.listenerCount(signal) === 0) process.exit(0);
}
