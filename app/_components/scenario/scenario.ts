/** The scenario of each side: the usual one (a fixture set's), overlaid by what the URL gives, for the facts of scenario scope that either side declares. */
import { readCell } from "#rules/borrowers";
import { scenarioFacts } from "#rules/evaluate";
import type { Fact, Facts, FactValue, ValidPolicy } from "#rules/policy";

export type Cells = Readonly<Record<string, string>>;

/** Scenario values as cells, by fact; the empty cell is "not given". */
export interface ScenarioCells {
  readonly both: Cells;
  readonly baseline: Cells;
  readonly candidate: Cells;
}

interface Params {
  entries(): Iterable<[string, string]>;
}

/** As the URL gives them: `scenario.FACT` for both sides, `baseline.FACT` and `candidate.FACT` for one. */
export function scenarioCellsOf(params: Params): ScenarioCells {
  return { both: cellsOf(params, "scenario."), baseline: cellsOf(params, "baseline."), candidate: cellsOf(params, "candidate.") };
}

function cellsOf(params: Params, prefix: string): Cells {
  const cells = [...params.entries()].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(cells.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** Stands in URLs for "no value", since an empty parameter is none; no fact's value reads so. */
export const NOT_GIVEN = "-";

/** Facts of scenario scope of either policy, each once. */
export function scenarioFactsOf(policies: readonly ValidPolicy[]): Fact[] {
  return [...new Map(policies.flatMap((policy) => scenarioFacts(policy)).map((fact) => [fact.name, fact])).values()];
}

/** The values of one side. A cell that cannot be read as its fact's type is left out, and so is an empty one. */
export function sideScenario(policy: ValidPolicy, usual: Facts, both: Cells, own: Cells): Facts {
  return scenarioValues(scenarioFacts(policy), usual, both, own);
}

/** The same for the facts of scenario scope by themselves. */
export function scenarioValues(facts: readonly Fact[], usual: Facts, both: Cells, own: Cells): Facts {
  const values: Record<string, FactValue> = {};
  for (const fact of facts) {
    const cell = own[fact.name] ?? both[fact.name];
    const value = cell === undefined ? usual[fact.name] : cellValue(fact, cell);
    if (value !== undefined) values[fact.name] = value;
  }
  return values;
}

function cellValue(fact: Fact, cell: string): FactValue | undefined {
  if (cell === "" || cell === NOT_GIVEN) return undefined;
  const reading = readCell(fact, cell);
  return reading.ok ? reading.value : undefined;
}

/** Whether the URL gives the two sides values of their own. */
export function isPerSide({ baseline, candidate }: ScenarioCells): boolean {
  return Object.keys(baseline).length + Object.keys(candidate).length > 0;
}
