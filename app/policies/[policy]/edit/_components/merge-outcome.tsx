"use client";

import { useMemo } from "react";
import type { Facts } from "#rules/policy";
import { useEffectFigures } from "../../../../_components/evaluation/use-effect-figures";
import { SignedMoney } from "../../../../_components/figures";
import { countOf, formatCount } from "../../../../_components/format";
import { ProblemList } from "../../../../_components/problem-list";
import type { MergeResult } from "../merge/merging";
import { ChangeList } from "./change-list";
import type { SetTests } from "./use-set-tests";

interface MergeOutcomeProps {
  result: MergeResult;
  theirs: { readonly name: string; readonly text: string };
  tests: SetTests;
}

/** What the merge comes to: its problems, or what it changes against theirs and whom that shifts. */
export function MergeOutcome({ result, theirs, tests }: MergeOutcomeProps) {
  if (result.problems.length > 0) return <ProblemList problems={result.problems} />;
  if (result.changes === null) return <p className="text-mute">{theirs.name} has problems, so that nothing can be compared with it.</p>;
  const { changes, wording } = result.changes;
  return (
    <>
      <p>
        The result is valid
        {changes.length + wording.length === 0
          ? ` and means what ${theirs.name} means.`
          : `: ${countOf(changes.length, "change")} against ${theirs.name}.`}
      </p>
      <MergeEffect text={result.text} theirs={theirs} tests={tests} />
      <ChangeList changes={changes} wording={wording} />
    </>
  );
}

function MergeEffect({ text, theirs, tests: { set, fixtures } }: { text: string; theirs: MergeOutcomeProps["theirs"]; tests: SetTests }) {
  const facts = useMemo(() => fixtures?.map((fixture): Facts => fixture.facts) ?? null, [fixtures]);
  const scenario = set?.scenario ?? NO_FACTS;
  const { effect } = useEffectFigures({
    baselineText: theirs.text,
    candidateText: text,
    scenario: { baseline: scenario, candidate: scenario },
    facts,
  });
  if (set === null || effect === null) return null;
  const { baseline, candidate, shifted, borrowers, errors } = effect.figures.summary;
  const without = errors === 0 ? "" : ` ${countOf(errors, "borrower")} without an outcome: ${effect.firstError ?? ""}.`;
  if (errors === borrowers)
    return (
      <p className="py-1 text-amber">
        On {set.title || set.name}:{without}
      </p>
    );
  return (
    <p className="py-1 text-mute tabular-nums">
      On {set.title || set.name} it shifts {formatCount(shifted)} of {countOf(borrowers - errors, "borrower")}, limit{" "}
      <SignedMoney hundredths={Math.round(candidate.limit * 100) - Math.round(baseline.limit * 100)} />.
      <span className="text-amber">{without}</span>
    </p>
  );
}

const NO_FACTS: Facts = {};
