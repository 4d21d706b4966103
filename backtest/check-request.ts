/** A request → valid policies, their scenarios, and what to break the figures down by; or one problem that tells everything that is wrong. */
import { checkScenario, scenarioFacts, scenarioFor } from "#rules/evaluate";
import { type Facts, parsePolicy, suggestion, type ValidPolicy } from "#rules/policy";
import { type BreakdownSpec, type ResolvedMapping, resolveMapping } from "#rules/portfolio";
import { type BacktestRequest, BacktestProblem } from "./types.ts";

export interface CheckedVersion {
  readonly policy: ValidPolicy;
  readonly text: string;
  readonly scenario: Facts;
}

/** The versions to evaluate: the baseline, and the candidate where there is one. */
export function checkedVersions(request: Pick<BacktestRequest, "baseline" | "candidate" | "scenario">): CheckedVersion[] {
  const given = [{ side: "baseline" as const, text: request.baseline }];
  const sides = request.candidate === null ? given : [...given, { side: "candidate" as const, text: request.candidate }];
  const parsed = sides.map(({ side, text }) => ({ side, text, result: parsePolicy(text) }));
  const wrong = parsed.flatMap(({ side, result }) =>
    result.ok ? [] : result.problems.map(({ line, message }) => `${side}, line ${line}: ${message}`),
  );
  if (wrong.length > 0) throw new BacktestProblem("invalid-policy", wrong.join("\n"));
  return parsed.flatMap(({ side, text, result }) => (result.ok ? [{ policy: result.policy, text, scenario: request.scenario[side] }] : []));
}

/** Where every fact comes from; refuses what would reject every row, an unknown column, and a scenario that does not fit. */
export function checkedMapping(
  columns: readonly string[],
  request: Pick<BacktestRequest, "mapping">,
  versions: readonly CheckedVersion[],
): ResolvedMapping {
  const mapping = resolveMapping(
    columns,
    request.mapping,
    versions.map(({ policy }) => policy),
  );
  const problems = [
    ...versions.flatMap((version) => scenarioProblems(version, mapping).map((message) => ({ code: "bad-scenario" as const, message }))),
    ...mapping.problems
      .filter(({ severity }) => severity === "error")
      .map(({ fact, column, message }) => ({
        code: column !== null ? ("unknown-column" as const) : ("bad-mapping" as const),
        fact,
        message,
      })),
  ];
  const [first] = problems;
  if (first !== undefined) throw new BacktestProblem(first.code, [...new Set(problems.map(({ message }) => message))].join("\n"));
  return mapping;
}

function scenarioProblems({ policy, scenario }: CheckedVersion, { facts }: ResolvedMapping): string[] {
  const wrong = checkScenario([policy], scenarioFor(policy, scenario)).map(({ message }) => message);
  const missing = scenarioFacts(policy).filter(
    ({ name }) => !Object.hasOwn(scenario, name) && facts.some(({ fact, column }) => fact.name === name && column === null),
  );
  return [
    ...wrong,
    ...missing.map(
      ({ name, values }) =>
        `\`${name}\` is a fact of the scenario, and neither the run nor a column gives it; set it for the run${values === null ? "" : ` (${values.join(", ")})`}`,
    ),
  ];
}

/** What to break down by, without the texts to list. */
export function checkedBreakdowns(by: readonly string[], versions: readonly CheckedVersion[]): Omit<BreakdownSpec, "listed">[] {
  const known = versions.flatMap(({ policy }) => [...policy.facts.keys(), ...policy.derived.keys(), ...policy.conditions.keys()]);
  const found = [...new Set(by)].map((name) => ({ name, spec: breakdownOf(name, versions) }));
  const unknown = found.filter(({ spec }) => spec === null);
  if (unknown.length > 0) {
    const told = unknown.map(
      ({ name }) => `\`${name}\` is no fact, derived fact or shared condition to break down by${suggestion(name, known)}`,
    );
    throw new BacktestProblem("bad-mapping", told.join("\n"));
  }
  return found.flatMap(({ spec }) => spec ?? []);
}

function breakdownOf(by: string, versions: readonly CheckedVersion[]): Omit<BreakdownSpec, "listed"> | null {
  for (const { policy } of versions) {
    const fact = policy.facts.get(by);
    if (fact !== undefined) return { by, subject: "fact", protected: fact.protected };
    if (policy.derived.has(by)) return { by, subject: "derived", protected: false };
    if (policy.conditions.has(by)) return { by, subject: "condition", protected: false };
  }
  return null;
}
