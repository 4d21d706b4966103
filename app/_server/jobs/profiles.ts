/** Profiles of portfolios: one is made at a time, in a child process, in the order in which they came. */
import type { Portfolio } from "#store";
import type { BacktestProgress } from "../../../backtest/types";
import { listUnprofiledPortfolios, setPortfolioProfile } from "#store";
import { type JobEnd, runJob } from "./run-job";
import { jobs } from "./shared";

export type ProfileResult =
  | { readonly ok: true; readonly portfolio: Portfolio }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Makes and records a portfolio's profile; why there is none comes back as a value. */
export async function profilePortfolio(portfolio: Portfolio, signal?: AbortSignal): Promise<ProfileResult> {
  const end = await queued(() => profile(portfolio, signal));
  if (end.kind === "done") return { ok: true, portfolio: await setPortfolioProfile(portfolio.id, end.done.profile) };
  if (end.kind === "cancelled")
    return jobs().stopping
      ? { ok: false, code: "server-ended", message: "the server ends; the profile is made at its next start" }
      : { ok: false, code: "cancelled", message: "the upload was cancelled; nothing was kept" };
  return { ok: false, code: end.code, message: end.message };
}

/** How far the profile of a portfolio is; null while it waits for its turn, and once it is made. */
export function profileProgress(id: string): BacktestProgress | null {
  return jobs().profileProgress.get(id) ?? null;
}

/** Makes the profiles that are missing: of the samples at the first start, and of what a killed server had not come to. */
export async function profileRemaining(): Promise<void> {
  for (const portfolio of await listUnprofiledPortfolios()) {
    const result = await profilePortfolio(portfolio);
    if (!result.ok) console.error(`limen: portfolio \`${portfolio.name}\` has no profile: ${result.message}`);
  }
}

/** Kills the children; what they had to do is done at the next start. */
export function stopProfiles(): void {
  jobs().stopping = true;
  for (const job of jobs().profiling) job.cancel("at-once");
}

function queued<T>(work: () => Promise<T>): Promise<T> {
  const next = jobs().profiles.then(work);
  jobs().profiles = next.catch(() => {});
  return next;
}

type Profiled = JobEnd<{ readonly profile: Parameters<typeof setPortfolioProfile>[1] }>;

async function profile({ id, path }: Portfolio, signal?: AbortSignal): Promise<Profiled> {
  if (jobs().stopping || signal?.aborted) return { kind: "cancelled" };
  const { profiling, profileProgress } = jobs();
  const job = runJob({ kind: "profile", portfolio: path }, (progress) => void profileProgress.set(id, progress));
  const cancel = () => job.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  profiling.add(job);
  const end = await job.ended;
  profiling.delete(job);
  profileProgress.delete(id);
  signal?.removeEventListener("abort", cancel);
  return end;
}
