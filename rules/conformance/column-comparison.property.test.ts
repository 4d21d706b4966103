/** Sessions and comparisons in columns give what the referee gives, to the byte of their JSON. */
import { describe, expect, it } from "vitest";
import { ColumnSession, columnsOf, compareInColumns, evaluationsOf, openVersionEvaluator } from "#rules/columns";
import { type CompareInput, compare } from "#rules/compare";
import { createEvaluator } from "#rules/evaluate";
import { type JsonObject, parsePolicy, type ValidPolicy } from "#rules/policy";
import type { RandomCase } from "./arbitraries.ts";
import { policyOf } from "./backends.ts";
import { Chooser } from "./chooser.ts";
import { LAW_TIMEOUT, law } from "./law.ts";
import { randomlyEdited } from "./random-edit.ts";

const BORROWERS = 40;

function edited(one: RandomCase, salt: number, document: JsonObject): ValidPolicy {
  const parsed = parsePolicy(JSON.stringify(randomlyEdited(new Chooser(one.seed ^ salt), document)));
  return parsed.ok ? parsed.policy : policyOf(one.text);
}

const namedOf = (one: RandomCase) => one.borrowers.map(({ facts }, i) => ({ name: `b${i}`, facts }));
const json = (value: unknown) => JSON.stringify(value);

describe.each(["wasm", "reference"] as const)("in columns, kernels of kind %s", (kind) => {
  it("a comparison is that of the referee", { timeout: LAW_TIMEOUT }, () =>
    law(
      60,
      41,
      async (one) => {
        const scenario = one.borrowers[0]?.scenario ?? {};
        const input = (all: boolean): CompareInput => ({
          baseline: policyOf(one.text),
          candidate: edited(one, 1, one.document),
          scenario: { baseline: scenario, candidate: { ...scenario, unknown: 1 } },
          borrowers: namedOf(one),
          all,
        });
        for (const all of [true, false]) expect(json(await compareInColumns(input(all), { kind }))).toBe(json(await compare(input(all))));
      },
      BORROWERS,
    ),
  );

  it("a session follows one edit after the other", { timeout: LAW_TIMEOUT }, () =>
    law(
      40,
      42,
      async (one) => {
        const scenario = one.borrowers[0]?.scenario ?? {};
        const facts = one.borrowers.map((borrower) => borrower.facts);
        const session = await ColumnSession.open(columnsOf(facts), { kind });
        const baseline = policyOf(one.text);
        for (const candidate of [1, 2, 3].map((salt) => edited(one, salt, one.document))) {
          session.evaluate([
            { policy: baseline, scenario },
            { policy: candidate, scenario },
          ]);
          const input = { baseline, candidate, scenario: { baseline: scenario, candidate: scenario }, borrowers: namedOf(one), all: true };
          const { summary, migration } = await compare(input);
          expect(json(session.figures())).toBe(json({ summary, migration }));
        }
      },
      BORROWERS,
    ),
  );

  it("one version's evaluations are the referee's, with all errors", { timeout: LAW_TIMEOUT }, () =>
    law(
      40,
      43,
      async (one) => {
        const scenario = one.borrowers[0]?.scenario ?? {};
        const facts = one.borrowers.map((borrower) => borrower.facts);
        const session = await ColumnSession.open(columnsOf(facts), { kind });
        for (const policy of [policyOf(one.text), edited(one, 4, one.document), policyOf(one.text)]) {
          session.evaluate([{ policy, scenario }]);
          const referee = createEvaluator(policy, scenario);
          const wanted = [];
          for (const borrower of facts) wanted.push(await referee.evaluate(borrower));
          expect(json(evaluationsOf(session.outcomes(0), session.rejected))).toBe(json(wanted));
          const inPieces = await openVersionEvaluator(policy, scenario, { kernels: { kind } });
          const found = [];
          for (const piece of [facts.slice(0, 7), facts.slice(7)])
            for await (const evaluation of inPieces.evaluate(piece)) found.push(evaluation);
          expect(json(found)).toBe(json(wanted));
        }
      },
      BORROWERS,
    ),
  );
});
