/** `--set fact=value` → a scenario, each value typed by the fact that the policies declare. */
import { readCell } from "#rules/borrowers";
import { checkScenario, scenarioFacts } from "#rules/evaluate";
import type { Fact, Facts, FactValue, ValidPolicy } from "#rules/policy";
import { InputError } from "./command.ts";

/** Reads the settings of one option; a fact that no policy takes from the run, or a value it cannot have, is a InputError. */
export function readScenario(option: string, settings: readonly string[], policies: readonly ValidPolicy[]): Facts {
  const scenario: Record<string, FactValue> = {};
  for (const setting of settings) {
    const [name, value] = readSetting(option, setting, policies);
    scenario[name] = value;
  }
  return scenario;
}

function readSetting(option: string, setting: string, policies: readonly ValidPolicy[]): readonly [string, FactValue] {
  const at = setting.indexOf("=");
  if (at < 1) throw new InputError(`\`--${option} ${setting}\` must be \`--${option} fact=value\``);
  const name = setting.slice(0, at).trim();
  const fact = policies.flatMap(scenarioFacts).find((declared) => declared.name === name);
  const reading = fact ? readCell(fact, setting.slice(at + 1)) : ({ ok: true, value: null } as const);
  const message = reading.ok ? checkScenario(policies, { [name]: reading.value })[0]?.message : reading.message;
  if (message !== undefined) throw new InputError(`\`--${option} ${setting}\`: ${message}\n${allowed(policies)}`);
  return [name, (reading as { value: FactValue }).value];
}

/** The facts that can be set, with their values. */
function allowed(policies: readonly ValidPolicy[]): string {
  const facts = new Map(policies.flatMap(scenarioFacts).map((fact) => [fact.name, fact]));
  if (facts.size === 0) return "no fact of the scenario is declared";
  return `can be set: ${[...facts.values()].map((fact) => `${fact.name} (${domain(fact)})`).join(", ")}`;
}

function domain(fact: Fact): string {
  if (fact.values) return fact.values.join(", ");
  const bounds = [fact.min === null ? "" : `at least ${fact.min}`, fact.max === null ? "" : `at most ${fact.max}`].filter(Boolean);
  return [fact.type, ...bounds].join(", ");
}
