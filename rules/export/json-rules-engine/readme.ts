import type { Fact, FactValue, ValidPolicy } from "#rules/policy";

/** The README of an export: what it is, how to use it in production, how to check it. */
export function readme(policy: ValidPolicy, cases: number): string {
  const { scenario, borrower } = exampleOf(policy);
  return `# ${policy.title}

The policy \`${policy.name}\` as a ruleset for [json-rules-engine](https://github.com/CacheControl/json-rules-engine):
${policy.ranked.length} rules, strategy \`${policy.strategy}\`, money in ${policy.currency}.

Made from the policy document with this hash (\`sha256sum\` of the document gives the same):

    ${policy.hash}

| file | what |
| --- | --- |
| \`ruleset.json\` | the rules as json-rules-engine takes them (\`new Engine(ruleset.rules)\`), shared conditions, the fact catalogue, derived facts, guardrails, limit, reasons |
| \`decide.mjs\` | the runner: checks facts, runs json-rules-engine, turns fired rules into one limit; its one dependency is json-rules-engine |
| \`fixtures.json\` | ${cases} borrowers with the outcome that each must get |
| \`test.mjs\` | holds the runner against \`fixtures.json\` |

## Verify

    npm install
    npm test

All ${cases} cases must pass. Run this where the ruleset is deployed, with the Node.js version that runs it.

## Use

Read the ruleset once, make one decider, and ask it for every borrower:

\`\`\`js
import { readFileSync } from "node:fs";
import { createDecider } from "./decide.mjs";

const ruleset = JSON.parse(readFileSync(new URL("./ruleset.json", import.meta.url), "utf8"));
const decider = createDecider(ruleset, ${literal(scenario)});

const decided = await decider.decide(${literal(borrower)});

if (decided.ok) console.log(decided.outcome.decision, decided.outcome.limitAfter, decided.outcome.reasons);
else console.error(decided.errors);
\`\`\`

- Money goes in and comes out as a number in ${policy.currency} with at most 2 decimals.
- A fact that is not known is \`null\`, or left out, where the catalogue says \`nullable\`. Anything else that does not fit is an error with a
  code, and the borrower gets no outcome: never decide without one.
- The second argument of \`createDecider\` gives the facts of scope \`scenario\`, the same for all borrowers; a borrower's own value wins.
- \`outcome.review\` is true where a person must confirm; \`outcome.reasons\` are codes whose texts stand under \`reasons\` in \`ruleset.json\`.
- Calls of \`decide\` may overlap; they are answered in order. For more throughput use several deciders in worker threads.
- Record \`ruleset.policy.hash\` with every decision: it names the exact version that decided.
`;
}

function exampleOf(policy: ValidPolicy): { scenario: Record<string, FactValue>; borrower: Record<string, FactValue> } {
  const entries = (facts: readonly Fact[]) => Object.fromEntries(facts.map((fact) => [fact.name, exampleValue(fact)]));
  const facts = [...policy.facts.values()];
  return {
    scenario: entries(facts.filter(({ scope }) => scope === "scenario")),
    borrower: entries(facts.filter(({ scope, nullable }) => scope !== "scenario" && !nullable)),
  };
}

function exampleValue({ type, min, max, values }: Fact): FactValue {
  if (type === "boolean") return false;
  if (type === "string") return values?.[0] ?? "…";
  if (type === "strings") return [];
  if (type === "money") return Math.max(min ?? 0, Math.min(max ?? 10_000, 10_000));
  const least = min ?? Math.min(0, max ?? 0);
  return type === "integer" ? Math.ceil(least) : least;
}

function literal(facts: Readonly<Record<string, FactValue>>): string {
  const lines = Object.entries(facts).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("")}}`;
}
