"use client";

import { Download, FileDiff } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useEffect, useMemo } from "react";
import { type Facts, valueText } from "#rules/policy";
import type { BorrowerColumns } from "../../../../_components/borrowers/borrower-columns";
import { Button } from "../../../../_components/button";
import { useComparison } from "../../../../_components/evaluation/use-comparison";
import { wakeWorker } from "../../../../_components/evaluation/workers";
import { scenarioFactsOf, sideScenario } from "../../../../_components/scenario/scenario";
import { ScenarioPicker } from "../../../../_components/scenario/scenario-picker";
import { useRefresh } from "../../../../_components/use-refresh";
import { replaceParams } from "../../../../_components/use-url-state";
import { type ChosenBorrowers, chosenBorrowers } from "../addresses";
import type { Choices } from "../queries";
import type { Shown, ShownSide } from "../shown";
import { readUrl, type UrlState } from "../url-state";
import { ComparisonView } from "./comparison-view";
import { DownloadMenu } from "./download-menu";
import { Obstacle } from "./obstacle";
import { Pickers } from "./pickers";
import { StatusLine } from "./status-line";
import { TextDiff } from "./text-diff";
import { useBorrowers } from "./use-borrowers";
import { useShares, useShown } from "./use-shown";
import { type Side, useSide } from "./use-side";

/** Two versions on a fixture set or a portfolio. The page loads texts and columns, evaluates in the background and keeps its state in the URL. */
export function ComparePage({ choices }: { choices: Choices }) {
  const params = useSearchParams();
  const url = useMemo(() => readUrl(params, choices), [params, choices]);
  const chosen = useMemo(() => chosenBorrowers(choices, url), [choices, url]);
  useEffect(wakeWorker, []);
  useRefresh(choices.profiling);
  const baseline = useSide(choices, url.baseline);
  const candidate = useSide(choices, url.candidate);
  const borrowers = useBorrowers(choices, url, chosen);
  const sides = useValidSides(baseline, candidate, chosen?.scenario ?? NO_FACTS, url.scenario);
  const { finished, run } = useRunOf(sides, borrowers.value, chosen);
  const { shown, stale } = useShown(finished);
  const { shares, error } = useShares(shown, stale);
  const policies = useMemo(
    () => [baseline, candidate].flatMap((side) => (side.parsed?.ok ? [side.parsed.policy] : [])),
    [baseline, candidate],
  );
  const state = { choices, chosen, sides: [baseline, candidate], borrowers, run } as const;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Pickers choices={choices} url={url}>
          <ScenarioPicker facts={scenarioFactsOf(policies)} usual={chosen?.scenario ?? NO_FACTS} scenario={url.scenario} />
        </Pickers>
      </div>
      <div className="mt-1.5 flex min-h-7.5 flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <StatusLine {...state} stale={stale} shown={shown} />
        <span className="ml-auto flex gap-2 text-base">
          <Button onClick={() => replaceParams({ diff: "1" })} disabled={baseline.text === null || candidate.text === null}>
            <FileDiff aria-hidden />
            Text diff
          </Button>
          <DownloadMenu
            shown={stale ? null : shown}
            shares={shares}
            url={url}
            file={chosen?.file ?? null}
            trigger={
              <Button disabled={stale || shown === null}>
                <Download aria-hidden />
                Download
              </Button>
            }
          />
        </span>
      </div>
      <Obstacle {...state} />
      {shown === null || chosen === null ? null : (
        <ComparisonView shown={shown} shares={shares} sharesError={error} stale={stale} url={url} />
      )}
      {url.diff && baseline.text !== null && candidate.text !== null ? (
        <TextDiff
          baseline={{ title: baseline.title, text: baseline.text }}
          candidate={{ title: candidate.title, text: candidate.text }}
          onClose={() => replaceParams({ diff: null })}
        />
      ) : null}
    </>
  );
}

const NO_FACTS: Facts = {};

interface ValidSides {
  readonly baseline: ShownSide;
  readonly candidate: ShownSide;
}

/** The same object while texts and scenarios are the same, whatever else the URL says: all figures hang on it. */
function useValidSides(baseline: Side, candidate: Side, usual: Facts, scenario: UrlState["scenario"]): ValidSides | null {
  const scenarioText = JSON.stringify([usual, scenario]);
  const [a, b] = [useContent(baseline), useContent(candidate)];
  return useMemo(() => {
    const [given, cells] = JSON.parse(scenarioText) as [Facts, UrlState["scenario"]];
    return validSides(a, b, given, cells);
  }, [a, b, scenarioText]);
}

type Content = Pick<Side, "title" | "text" | "parsed">;

function useContent({ title, text, parsed }: Side): Content {
  return useMemo(() => ({ title, text, parsed }), [title, text, parsed]);
}

/** Both sides with their scenarios; null until both texts are there and valid. */
function validSides(baseline: Content, candidate: Content, usual: Facts, scenario: UrlState["scenario"]): ValidSides | null {
  const side = ({ title, text, parsed }: Content, own: UrlState["scenario"]["both"]): ShownSide | null =>
    text === null || !parsed?.ok
      ? null
      : { title, text, policy: parsed.policy, scenario: sideScenario(parsed.policy, usual, scenario.both, own) };
  const [a, b] = [side(baseline, scenario.baseline), side(candidate, scenario.candidate)];
  if (a === null || b === null) return null;
  return a.title === b.title ? { baseline: withScenario(a, b), candidate: withScenario(b, a) } : { baseline: a, candidate: b };
}

/** One version under two scenarios: what differs tells the sides apart. */
function withScenario(side: ShownSide, other: ShownSide): ShownSide {
  const differing = Object.entries(side.scenario).filter(([fact, value]) => JSON.stringify(value) !== JSON.stringify(other.scenario[fact]));
  return differing.length === 0
    ? side
    : { ...side, title: `${side.title} ${differing.map(([, value]) => valueText(value, "en")).join(" ")}` };
}

type Run = ReturnType<typeof useComparison>;

function useRunOf(
  sides: ValidSides | null,
  borrowers: BorrowerColumns | null,
  chosen: ChosenBorrowers | null,
): { finished: Shown | null; run: Run } {
  const ready = sides !== null && borrowers !== null && borrowers.names.length > 0;
  const run = useComparison({
    baselineText: ready ? sides.baseline.text : null,
    candidateText: ready ? sides.candidate.text : null,
    scenario: { baseline: sides?.baseline.scenario ?? NO_FACTS, candidate: sides?.candidate.scenario ?? NO_FACTS },
    borrowers: ready ? borrowers.batch : null,
  });
  const { outcomes, status } = run;
  const title = chosen?.title ?? "";
  const finished = useMemo(
    () => (ready && outcomes !== null && status === "done" ? { outcomes, ...sides, borrowers, title } : null),
    [ready, outcomes, status, sides, borrowers, title],
  );
  return { finished, run };
}
