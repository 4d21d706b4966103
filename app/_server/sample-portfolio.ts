/**
 * Samples of portfolios for evaluation while one types. The last few are kept as the text that is sent: a file's hash,
 * a mapping and a policy's text give the same sample every time.
 */
import "server-only";
import { type FactColumn, resolveMapping } from "#rules/portfolio";
import type { Fact, ValidPolicy } from "#rules/policy";
import type { Portfolio } from "#store";
import { type SampleRequest, samplePortfolio } from "../../backtest/sample";

const KEPT = 4;
const shared = globalThis as typeof globalThis & { limenSamples?: Map<string, Promise<string>> };

/** As JSON. Facts are those that the policy declares of borrowers; without one, the mapped ones and every other column by its name. Rejects with a `BacktestProblem`. */
export function sampleText(portfolio: Portfolio, rows: number, policy: ValidPolicy | null): Promise<string> {
  const key = JSON.stringify([portfolio.id, portfolio.mapping, rows, policy?.hash ?? null]);
  shared.limenSamples ??= new Map();
  const kept = shared.limenSamples;
  const text = kept.get(key) ?? make(portfolio, rows, policy);
  kept.delete(key);
  kept.set(key, text);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
  text.catch(() => kept.delete(key));
  return text;
}

async function make(portfolio: Portfolio, rows: number, policy: ValidPolicy | null): Promise<string> {
  const borrowers = await samplePortfolio({ portfolio: portfolio.path, rows, ...columnsOf(portfolio, policy) });
  return JSON.stringify({ hash: portfolio.hash, rows: portfolio.rows, borrowers });
}

function columnsOf({ profile, mapping }: Portfolio, policy: ValidPolicy | null): Pick<SampleRequest, "facts" | "id"> {
  const columns = (profile?.columns ?? []).map(({ name }) => name);
  const { facts, id } = resolveMapping(columns, mapping, policy ? [policy] : []);
  const wanted = policy ? facts.filter(isGiven).filter(({ fact }) => fact.scope === "borrower") : guessed();
  return { facts: wanted, id };

  function guessed() {
    const mapped = Object.entries(mapping.facts);
    const used = new Set([id, mapping.observed, ...mapped.map(([, column]) => column)]);
    const named = columns.filter((column) => !used.has(column)).map((column) => [column, column] as const);
    return [...mapped, ...named].map(([name, column]) => ({ fact: guessedFact(name, column), column }));
  }

  function guessedFact(name: string, column: string): Fact {
    const type = profile?.columns.find((one) => one.name === column)?.guess ?? "string";
    const open = { min: null, max: null, values: null, unit: null, label: {} };
    return { kind: "fact", name, type, nullable: true, scope: "borrower", protected: false, change: "none", ...open };
  }
}

function isGiven(one: FactColumn): one is FactColumn & { column: string } {
  return one.column !== null;
}
