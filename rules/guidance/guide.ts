/** One borrower's guidance under a policy. Pure but for the time that it takes; the caller lends `pause` and a `signal`. */
import { createEvaluator } from "#rules/evaluate";
import { noticeOf } from "./notice.ts";
import type { GuidanceInput, GuidanceResult } from "./types.ts";
import { waysOf } from "./ways.ts";
import { whyNotOf } from "./why-not.ts";
import { whyOf } from "./why.ts";

/** Why the outcome, why not every other rule, what would raise the limit, and the notice; or every reason why there is no outcome. */
export async function guide(input: GuidanceInput): Promise<GuidanceResult> {
  const { policy, scenario, facts } = input;
  const traced = await createEvaluator(policy, scenario).trace(facts);
  if (!traced.ok) return traced;
  const { outcome, trace } = traced;
  const why = whyOf(policy, outcome, trace);
  const whyNot = whyNotOf(policy, trace);
  const ways = await waysOf(input, { outcome, trace, why, whyNot });
  const notice = noticeOf(policy, outcome, ways);
  return { ok: true, guidance: { policy: { name: policy.name, hash: policy.hash }, outcome, why, whyNot, ways, notice } };
}
