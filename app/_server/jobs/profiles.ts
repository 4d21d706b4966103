/** Profiles of portfolios: one is made at a time, in a child process, in the order in which they came. */
import type { Portfolio } from "#store";
import { listUnprofiledPortfolios, setPortfolioProfile } from "#store";
import { type JobEnd, runJob } from "./run-job";
import { jobs } from "./shared";

export type ProfileResult =
  | { readonly ok: true; readonly portfolio: Portfolio }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Makes and records a portfolio's profile; why there is none comes back as a value. */
export async function profilePortfolio(portfolio: Portfolio): Promise<ProfileResult> {
  const end = await queued(() => profile(portfolio));
  if (end.kind === "done") return { ok: true, portfolio: await setPortfolioProfile(portfolio.id, end.done.profile) };
  if (end.kind === "cancelled")
    return { ok: false, code: "server-ended", message: "the server ends; the profile is made at its next start" };
  return { ok: false, code: end.code, message: end.message };
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

async function profile({ path }: Portfolio): Promise<Profiled> {
  if (jobs().stopping) return { kind: "cancelled" };
  const job = runJob({ kind: "profile", portfolio: path }, () => {});
  jobs().profiling.add(job);
  const end = await job.ended;
  jobs().profiling.delete(job);
  return end;
}
