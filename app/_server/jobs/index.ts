/** What the server's start and stop ask of jobs. */
import { failAbandonedBacktests, removeBacktestFolder, removePartialFiles } from "#store";
import { stopBacktests } from "./backtests";
import { profileRemaining, stopProfiles } from "./profiles";
import { jobs } from "./shared";

/** Before the first request: what a killed server left under way is failed and its half-written files go. */
export async function recoverJobs(): Promise<void> {
  await removePartialFiles();
  for (const id of await failAbandonedBacktests()) await removeBacktestFolder(id);
}

/** Once the server is up; resolves when what was left to do is done. Never rejects. */
export async function startJobs(): Promise<void> {
  await profileRemaining().catch(console.error);
}

/** Kills all children before it gives way for the first time, and marks their runs. */
export async function stopJobs(): Promise<void> {
  stopProfiles();
  jobs().processes.close();
  await stopBacktests();
}
