"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { type Fixture, type FixtureResult, testFixture } from "#rules/borrowers";
import type { Evaluation } from "#rules/evaluate";
import type { FixtureSetSummary } from "#store";
import { type UsedEvaluation, useEvaluation } from "../../../../_components/evaluation/use-evaluation";
import { loadFixtures } from "../actions";

export interface Tested {
  readonly fixture: Fixture;
  readonly evaluation: Evaluation;
  readonly result: FixtureResult;
}

export interface SetTests {
  /** Null where the policy has no set. */
  readonly set: FixtureSetSummary | null;
  /** Null until they are loaded. */
  readonly fixtures: readonly Fixture[] | null;
  readonly failure: boolean;
  readonly retry: () => void;
  readonly run: UsedEvaluation;
  readonly results: readonly Tested[];
}

const NO_FIXTURES: readonly Fixture[] = [];

/** A fixture set and what the text does to it, tested again whenever the text is another. */
export function useSetTests(set: FixtureSetSummary | null, policyText: string | null): SetTests {
  const { fixtures, failure, retry } = useFixtures(set);
  const run = useEvaluation({
    policyText: fixtures ? policyText : null,
    borrowers: fixtures ?? NO_FIXTURES,
    scenario: set?.scenario ?? NO_SCENARIO,
  });
  const current = useMemo(() => (fixtures ? testedOf(fixtures, run.results) : []), [fixtures, run.results]);
  const results = useSettled(current, fixtures, run.status === "running" && current.length === 0);
  return useMemo(() => ({ set, fixtures, failure, retry, run, results }), [set, fixtures, failure, retry, run, results]);
}

/** The last results of the same fixtures until there are new ones, so that nothing vanishes and comes back between two keys. */
function useSettled(current: readonly Tested[], fixtures: readonly Fixture[] | null, isWaiting: boolean): readonly Tested[] {
  const [last, setLast] = useState({ fixtures, results: current });
  if (!isWaiting && last.results !== current) setLast({ fixtures, results: current });
  return isWaiting && last.fixtures === fixtures ? last.results : current;
}

const NO_SCENARIO = {};

function testedOf(fixtures: readonly Fixture[], evaluations: readonly (Evaluation | undefined)[]): readonly Tested[] {
  return fixtures.flatMap((fixture, index) => {
    const evaluation = evaluations[index];
    return evaluation ? [{ fixture, evaluation, result: testFixture(fixture, evaluation) }] : [];
  });
}

/** The set's fixtures as of its last change; loaded anew when the set is another. */
function useFixtures(set: FixtureSetSummary | null) {
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly fixtures: readonly Fixture[] | null } | null>(null);
  const [tries, setTries] = useState(0);
  const setId = set?.id ?? null;
  const key = `${setId} ${set?.updatedAt.getTime()} ${tries}`;
  useEffect(() => {
    if (setId === null) return;
    let here = true;
    void loadFixtures({ setId })
      .catch(() => null)
      .then((answer) => here && setLoaded({ key, fixtures: answer?.ok ? answer.fixtures : null }));
    return () => {
      here = false;
    };
  }, [setId, key]);
  const retry = useCallback(() => setTries((before) => before + 1), []);
  const current = loaded?.key === key ? loaded : null;
  return { fixtures: current?.fixtures ?? null, failure: current !== null && current.fixtures === null, retry };
}
