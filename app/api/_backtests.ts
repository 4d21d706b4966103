/** Backtests as the API takes and shows them. What is wrong with a request comes back as the response to send. */
import "server-only";
import { scenarioFor } from "#rules/evaluate";
import { type Facts, hashText, suggestion, type ValidPolicy } from "#rules/policy";
import { type ColumnMapping, factsOfPolicies, NO_MAPPING, resolveMapping } from "#rules/portfolio";
import { type BacktestRun, type DatabaseTable, findBacktest, type NewBacktest, type Portfolio } from "#store";
import { findConnection } from "../_server/connections";
import { errorResponse, httpErrorCode } from "../_server/http";
import type { InputProblem } from "../_server/input-problems";
import { unknownConnection } from "../_server/jobs/backtests";
import { getSession } from "../_server/session";
import { mappingWith, storedPortfolio } from "./_portfolios";
import type { BacktestInput } from "./_schemas/backtests";
import type { PolicySource } from "./_schemas/common";
import { scenarioRefusal, sourceOf } from "./_sources";

/** What to run, everything in it resolved and pinned. */
export async function backtestOf(input: BacktestInput): Promise<NewBacktest | Response> {
  const baseline = await sideOf(input.baseline, "baseline");
  if (baseline instanceof Response) return baseline;
  const candidate = input.candidate === undefined ? null : await sideOf(input.candidate, "candidate", baseline.policy.name);
  if (candidate instanceof Response) return candidate;
  if (!candidate && input.candidateScenario) return errorResponse("invalid-input", "`candidateScenario` needs a `candidate`");
  const scenario = scenarioOf(input, baseline.policy, candidate?.policy ?? null);
  if (scenario instanceof Response) return scenario;
  const policies = candidate ? [baseline.policy, candidate.policy] : [baseline.policy];
  const source = input.table ? tableSource(input, input.table) : await portfolioSource(input, policies);
  if (source instanceof Response) return source;
  const refusal = byRefusal(input.by, policies);
  if (refusal) return refusal;
  const { author } = await getSession();
  return { policy: baseline.policy.name, baseline, candidate, scenario, by: input.by, author, ...source };
}

type Source = Pick<NewBacktest, "portfolio" | "table" | "mapping" | "engine" | "keepsOutcomes" | "attribution">;

async function portfolioSource(input: BacktestInput, policies: readonly ValidPolicy[]): Promise<Source | Response> {
  const portfolio = await storedPortfolio(input.portfolio ?? "");
  if (portfolio instanceof Response) return portfolio;
  const mapping = mappingOf(input, portfolio, policies);
  const { engine = "kernels", outcomes: keepsOutcomes, attribution } = input;
  return fitRefusal(portfolio, mapping, policies) ?? { portfolio, table: null, mapping, engine, keepsOutcomes, attribution };
}

/** Whether the table is there, and has the columns, the database says when it runs. */
function tableSource({ mapping, observed }: BacktestInput, table: DatabaseTable): Source | Response {
  const connection = findConnection(table.connection);
  if (!connection) return errorResponse("unknown-connection", unknownConnection(table.connection).message);
  const asked = mappingWith(mappingWith(NO_MAPPING, mapping), { observed });
  return { portfolio: null, table, mapping: asked, engine: connection.engine, keepsOutcomes: false, attribution: false };
}

interface Side {
  readonly version: number | null;
  readonly hash: string;
  readonly text: string;
  readonly policy: ValidPolicy;
}

/** A stored version of another policy than `owner` counts as a document: a run's versions are of one policy. */
async function sideOf(source: PolicySource, where: string, owner?: string): Promise<Side | Response> {
  const found = await sourceOf(source, where);
  if (found instanceof Response) return found;
  const { policy, text, version } = found;
  return { policy, text, hash: hashText(text), version: owner === undefined || owner === policy.name ? version : null };
}

/** Each side's; without a candidate the baseline's stands on both. */
function scenarioOf(
  input: BacktestInput,
  baseline: ValidPolicy,
  candidate: ValidPolicy | null,
): { baseline: Facts; candidate: Facts } | Response {
  const { scenario = {}, baselineScenario = {}, candidateScenario = {} } = input;
  const refusal =
    scenarioRefusal(candidate ? [baseline, candidate] : [baseline], scenario) ??
    scenarioRefusal([baseline], baselineScenario) ??
    (candidate && scenarioRefusal([candidate], candidateScenario));
  if (refusal) return refusal;
  const own = scenarioFor(baseline, { ...scenario, ...baselineScenario });
  return { baseline: own, candidate: candidate ? scenarioFor(candidate, { ...scenario, ...candidateScenario }) : own };
}

/** The portfolio's own mapping may name facts of other policies; what the request names has to be declared. */
function mappingOf({ mapping, observed }: BacktestInput, portfolio: Portfolio, policies: readonly ValidPolicy[]): ColumnMapping {
  const declared = factsOfPolicies(policies);
  const facts = Object.fromEntries(Object.entries(portfolio.mapping.facts).filter(([fact]) => declared.has(fact)));
  return mappingWith(mappingWith({ ...portfolio.mapping, facts }, mapping), { observed });
}

/** The response where no row could be evaluated, or null. Before a file is profiled only the run itself can tell. */
function fitRefusal({ profile }: Portfolio, mapping: ColumnMapping, policies: readonly ValidPolicy[]): Response | null {
  if (!profile) return null;
  const columns = profile.columns.map(({ name }) => name);
  const errors = resolveMapping(columns, mapping, policies).problems.filter(({ severity }) => severity === "error");
  const problems = errors.map(({ fact, column, message }) => ({ code: "bad-mapping", fact, column, message }));
  return problems.length === 0
    ? null
    : errorResponse("bad-mapping", "the portfolio's columns do not give what the policies need", problems);
}

function byRefusal(by: readonly string[], policies: readonly ValidPolicy[]): Response | null {
  const known = policies.flatMap(({ facts, derived, conditions }) => [...facts.keys(), ...derived.keys(), ...conditions.keys()]);
  const problems = by.flatMap((name, at): InputProblem[] => {
    if (known.includes(name)) return [];
    const message = `there is no fact, derived fact or shared condition \`${name}\`${suggestion(name, known)}`;
    return [{ code: "unknown-name", path: `/by/${at}`, message }];
  });
  return problems.length === 0 ? null : errorResponse("invalid-input", "the figures cannot be broken down by this", problems);
}

export async function storedBacktest(id: string): Promise<BacktestRun | Response> {
  return (await findBacktest(id)) ?? errorResponse("not-found", `there is no backtest \`${id}\``);
}

/** The result as `limen backtest --json` prints it: the same bytes every time. Of a run that is not done: why. */
export function resultResponse({ id, status, result, error }: BacktestRun): Response {
  if (result)
    return new Response(`${JSON.stringify(result, null, 2)}\n`, {
      headers: { "Content-Type": "application/json", Location: `/api/backtests/${id}` },
    });
  if (error) return errorResponse(httpErrorCode(error.code), error.message);
  if (status === "cancelled") return errorResponse("run-cancelled", "the backtest was cancelled; POST to its /restart runs it again");
  return errorResponse("not-ended", `the backtest is ${status}; ask again when it is done, or observe its /events`);
}
