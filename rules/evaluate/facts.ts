/** One borrower's facts as the policy's catalogue wants them: each declared fact present, null where absent, typed and within its bounds. */
import { type Fact, type FactValue, type Facts, hasTwoDecimals, MONEY_MAX, suggestion, type ValidPolicy } from "#rules/policy";
import type { BorrowerError } from "./types.ts";

export type ReadFacts =
  | { readonly ok: true; readonly facts: Record<string, FactValue> }
  | { readonly ok: false; readonly errors: readonly BorrowerError[] };

/** Reads all declared facts; the borrower's own value wins over the scenario's. Facts that the policy does not declare are left out. */
export function readFacts(policy: ValidPolicy, scenario: Facts, given: Facts): ReadFacts {
  const facts: Record<string, FactValue> = {};
  const errors: BorrowerError[] = [];
  for (const fact of policy.facts.values()) {
    const value = givenValue(fact, scenario, given);
    const error = value === undefined ? absent(fact) : checkFactValue(fact, value);
    if (error !== null) errors.push(error);
    else facts[fact.name] = value ?? null;
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, facts };
}

function givenValue(fact: Fact, scenario: Facts, given: Facts): FactValue | undefined {
  if (Object.hasOwn(given, fact.name)) return given[fact.name];
  return fact.scope === "scenario" && Object.hasOwn(scenario, fact.name) ? scenario[fact.name] : undefined;
}

function absent(fact: Fact): BorrowerError | null {
  if (fact.scope === "scenario") {
    return {
      code: "missing-fact",
      fact: fact.name,
      message: `\`${fact.name}\` is a fact of the scenario, and neither the run nor the borrower gives it; set it for the run`,
    };
  }
  return fact.nullable
    ? null
    : {
        code: "missing-fact",
        fact: fact.name,
        message: `\`${fact.name}\` is missing, and the policy does not allow it to be null; give a value`,
      };
}

/** Why a value cannot be this fact's value, or null where it can. */
export function checkFactValue(fact: Fact, value: unknown): BorrowerError | null {
  const error = (code: BorrowerError["code"], message: string): BorrowerError => ({ code, fact: fact.name, message });
  if (value === null)
    return fact.nullable ? null : error("null-fact", `\`${fact.name}\` is null, which the policy does not allow; give a value`);
  const wrong = wrongType(fact, value);
  if (wrong !== null) return error("wrong-type", `\`${fact.name}\` is ${shownValue(value)}, but must be ${wrong}`);
  if (typeof value === "number") return outOfRange(fact, value, error);
  const outside = fact.values === null ? undefined : [value].flat().find((v) => !fact.values?.includes(v as string));
  if (outside === undefined) return null;
  return error(
    "not-in-values",
    `\`${fact.name}\` is ${shownValue(outside)}, which is not among its values${suggestion(String(outside), fact.values ?? [])}`,
  );
}

function outOfRange(
  fact: Fact,
  value: number,
  error: (code: BorrowerError["code"], message: string) => BorrowerError,
): BorrowerError | null {
  if (fact.min !== null && value < fact.min)
    return error("out-of-range", `\`${fact.name}\` is ${value}, below its least value ${fact.min}`);
  if (fact.max !== null && value > fact.max)
    return error("out-of-range", `\`${fact.name}\` is ${value}, above its greatest value ${fact.max}`);
  return null;
}

/** What the value must be, where it is not. */
function wrongType(fact: Fact, value: unknown): string | null {
  switch (fact.type) {
    case "number":
      return Number.isFinite(value) ? null : "a finite number";
    case "integer":
      if (Number.isSafeInteger(value)) return null;
      return Number.isInteger(value) ? `a whole number of a magnitude of at most ${Number.MAX_SAFE_INTEGER}` : "a whole number";
    case "money":
      return typeof value === "number" && hasTwoDecimals(value)
        ? null
        : `money: a number with at most 2 decimals and a magnitude of at most ${MONEY_MAX}`;
    case "boolean":
      return typeof value === "boolean" ? null : "true or false";
    case "string":
      return typeof value === "string" ? null : "a text";
    case "strings":
      return isTextList(value) ? null : "a list of texts without repeats";
    default:
      return fact.type satisfies never;
  }
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((v) => typeof v === "string") && new Set(value).size === value.length;
}

function shownValue(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "undefined");
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

/** The facts that a run supplies. */
export function scenarioFacts(policy: ValidPolicy): readonly Fact[] {
  return [...policy.facts.values()].filter((fact) => fact.scope === "scenario");
}

/** The part of a scenario that a policy declares. */
export function scenarioFor(policy: ValidPolicy, given: Facts): Facts {
  return Object.fromEntries(
    scenarioFacts(policy).flatMap((fact) => (Object.hasOwn(given, fact.name) ? [[fact.name, given[fact.name] as FactValue]] : [])),
  );
}

/** Why a given scenario does not fit: facts that no policy takes from the run, values that they cannot have. */
export function checkScenario(policies: readonly ValidPolicy[], given: Facts): readonly BorrowerError[] {
  const declared = policies.flatMap(scenarioFacts);
  return Object.entries(given).flatMap(([name, value]) => {
    const facts = declared.filter((fact) => fact.name === name);
    if (facts.length > 0)
      return facts
        .map((fact) => checkFactValue(fact, value))
        .filter((error) => error !== null)
        .slice(0, 1);
    const known = policies.some((policy) => policy.facts.has(name));
    const names = [...new Set(declared.map((fact) => fact.name))];
    const message = known
      ? `\`${name}\` is a fact of the borrower, not of the scenario`
      : `\`${name}\` is not a fact of the scenario${suggestion(name, names)}`;
    return [{ code: known ? ("not-scenario" as const) : ("unknown-fact" as const), fact: name, message }];
  });
}
