"use client";

import { Download, FileDiff } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useMemo } from "react";
import type { NamedBorrower } from "#rules/compare";
import { type Facts, type ValidPolicy, valueText } from "#rules/policy";
import { Button, LinkButton } from "../../../../_components/button";
import { EmptyState } from "../../../../_components/empty-state";
import { ErrorState } from "../../../../_components/error-state";
import { useComparison } from "../../../../_components/evaluation/use-comparison";
import { countOf } from "../../../../_components/format";
import { ProgressBar } from "../../../../_components/progress-bar";
import { scenarioFactsOf, sideScenario } from "../../../../_components/scenario/scenario";
import { ScenarioPicker } from "../../../../_components/scenario/scenario-picker";
import { Spinner } from "../../../../_components/spinner";
import { useLoaded } from "../../../../_components/use-loaded";
import { replaceParams } from "../../../../_components/use-url-state";
import type { Choices, SetChoice } from "../queries";
import { readUrl, type UrlState } from "../url-state";
import { ComparisonView } from "./comparison-view";
import { DownloadMenu } from "./download-menu";
import { Pickers } from "./pickers";
import { type Shown, useShown } from "./shown-comparison";
import { TextDiff } from "./text-diff";
import { type Side, useSide } from "./use-side";

/** Two versions on a fixture set. The page loads texts and borrowers, evaluates them in the background and keeps its state in the URL. */
export function ComparePage({ choices }: { choices: Choices }) {
  const params = useSearchParams();
  const url = useMemo(() => readUrl(params, choices), [params, choices]);
  const set = choices.sets.find((one) => one.name === url.set) ?? null;
  const baseline = useSide(choices, url.baseline);
  const candidate = useSide(choices, url.candidate);
  const borrowers = useLoaded<{ readonly borrowers: readonly NamedBorrower[] }>(
    set && `/policies/${choices.policy}/compare/borrowers?set=${encodeURIComponent(set.name)}`,
    set?.stamp ?? "",
  );
  const sides = useMemo(() => validSides(baseline, candidate, set, url), [baseline, candidate, set, url]);
  const { finished, run } = useRunOf(sides, borrowers.value?.borrowers ?? null, set);
  const { shown, stale } = useShown(finished);
  const policies = useMemo(
    () => [baseline, candidate].flatMap((side) => (side.parsed?.ok ? [side.parsed.policy] : [])),
    [baseline, candidate],
  );
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Pickers choices={choices} url={url}>
          <ScenarioPicker facts={scenarioFactsOf(policies)} usual={set?.scenario ?? NO_FACTS} scenario={url.scenario} />
        </Pickers>
      </div>
      <div className="mt-1.5 flex min-h-7.5 flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
        <StatusLine sides={[baseline, candidate]} set={set} borrowers={borrowers} run={run} stale={stale} shown={shown} />
        <span className="ml-auto flex gap-2 text-base">
          <Button onClick={() => replaceParams({ diff: "1" })} disabled={baseline.text === null || candidate.text === null}>
            <FileDiff aria-hidden />
            Text diff
          </Button>
          <DownloadMenu
            shown={stale ? null : shown}
            url={url}
            trigger={
              <Button disabled={stale || shown === null}>
                <Download aria-hidden />
                Download
              </Button>
            }
          />
        </span>
      </div>
      <Obstacle choices={choices} set={set} sides={[baseline, candidate]} borrowers={borrowers} run={run} />
      {shown === null || set === null ? null : <ComparisonView shown={shown} stale={stale} url={url} />}
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
const NO_BORROWERS: readonly NamedBorrower[] = [];

interface ValidSide {
  readonly title: string;
  readonly text: string;
  readonly policy: ValidPolicy;
  readonly scenario: Facts;
}

interface ValidSides {
  readonly baseline: ValidSide;
  readonly candidate: ValidSide;
}

/** Both sides with their scenarios; null until both texts are there and valid. */
function validSides(baseline: Side, candidate: Side, set: SetChoice | null, url: UrlState): ValidSides | null {
  const side = ({ title, text, parsed }: Side, own: UrlState["scenario"]["both"]): ValidSide | null =>
    text === null || !parsed?.ok
      ? null
      : { title, text, policy: parsed.policy, scenario: sideScenario(parsed.policy, set?.scenario ?? NO_FACTS, url.scenario.both, own) };
  const [a, b] = [side(baseline, url.scenario.baseline), side(candidate, url.scenario.candidate)];
  if (a === null || b === null) return null;
  return a.title === b.title ? { baseline: withScenario(a, b), candidate: withScenario(b, a) } : { baseline: a, candidate: b };
}

/** One version under two scenarios: what differs tells the sides apart. */
function withScenario(side: ValidSide, other: ValidSide): ValidSide {
  const differing = Object.entries(side.scenario).filter(([fact, value]) => JSON.stringify(value) !== JSON.stringify(other.scenario[fact]));
  return differing.length === 0
    ? side
    : { ...side, title: `${side.title} ${differing.map(([, value]) => valueText(value, "en")).join(" ")}` };
}

type Run = ReturnType<typeof useComparison>;

function useRunOf(
  sides: ValidSides | null,
  borrowers: readonly NamedBorrower[] | null,
  set: SetChoice | null,
): { finished: Shown | null; run: Run } {
  const ready = sides !== null && borrowers !== null && borrowers.length > 0;
  const run = useComparison({
    baselineText: ready ? sides.baseline.text : null,
    candidateText: ready ? sides.candidate.text : null,
    scenario: { baseline: sides?.baseline.scenario ?? NO_FACTS, candidate: sides?.candidate.scenario ?? NO_FACTS },
    borrowers: borrowers ?? NO_BORROWERS,
  });
  const { comparison, status } = run;
  const finished = useMemo(() => {
    if (!ready || comparison === null || status !== "done") return null;
    return { comparison, ...sides, borrowers, setTitle: set?.title ?? "" };
  }, [ready, comparison, status, sides, borrowers, set]);
  return { finished, run };
}

// --- what is under way, and what stands in the way -------------------------------------------------

interface StateProps {
  set: SetChoice | null;
  sides: readonly [Side, Side];
  borrowers: ReturnType<typeof useLoaded>;
  run: Run;
}

/** One line: what is under way, else what exactly was compared. */
function StatusLine({ set, sides, borrowers, run, stale, shown }: StateProps & { stale: boolean; shown: Shown | null }) {
  if (set === null || set.fixtures === 0) return null;
  if (sides.some((side) => side.loaded.status === "loading")) return <Spinner words="Loading both versions…" />;
  if (borrowers.status === "loading") return <Spinner words={`Loading ${countOf(set.fixtures, "borrower")}…`} />;
  const note =
    stale && shown !== null ? (
      <span className="text-amber">
        Below still stands {shown.baseline.title} → {shown.candidate.title} on {shown.setTitle}.
      </span>
    ) : null;
  if (run.status === "running") {
    return (
      <>
        <ProgressBar
          words="Evaluating"
          done={Math.floor(run.done / 2)}
          total={run.total / 2}
          unit="borrowers"
          onCancel={run.cancel}
          className="w-130 max-w-full"
        />
        {note}
      </>
    );
  }
  if (run.status === "cancelled") {
    return (
      <>
        <span className="text-mute">Cancelled.</span>
        <Button size="small" onClick={run.restart}>
          Compare
        </Button>
        {note}
      </>
    );
  }
  return shown === null || stale ? note : <Pins shown={shown} />;
}

/** What keeps the comparison from being made, and what to do about it. */
function Obstacle({ choices, set, sides, borrowers, run }: StateProps & { choices: Choices }) {
  if (set === null || set.fixtures === 0) return <NoBorrowers choices={choices} set={set} />;
  const failed = [...sides.map((side) => side.loaded), borrowers].find((loaded) => loaded.status === "failed");
  if (failed?.status === "failed")
    return (
      <Failed title="Not everything could be loaded" words={failed.message} action={<Button onClick={failed.retry}>Try again</Button>} />
    );
  const invalid = sides.find((side) => side.parsed?.ok === false);
  if (invalid) return <InvalidSide side={invalid} policy={choices.policy} />;
  return run.status === "failed" ? (
    <Failed title="The evaluation failed" words={run.error ?? ""} action={<Button onClick={run.restart}>Try again</Button>} />
  ) : null;
}

/** What exactly was compared. */
function Pins({ shown: { comparison, baseline, candidate, setTitle } }: { shown: Shown }) {
  const pin = (title: string, hash: string) => (
    <span title={hash}>
      {title} <span className="font-mono text-xs">{hash.slice("sha256:".length, "sha256:".length + 10)}</span>
    </span>
  );
  return (
    <span className="text-faint">
      {pin(baseline.title, comparison.baseline.hash)} → {pin(candidate.title, comparison.candidate.hash)} ·{" "}
      {countOf(comparison.summary.borrowers, "borrower")} of {setTitle}
    </span>
  );
}

function Failed({ title, words, action }: { title: string; words: string; action: ReactNode }) {
  return (
    <ErrorState title={title} actions={action} className="mt-3">
      {words}
    </ErrorState>
  );
}

function InvalidSide({ side, policy }: { side: Side; policy: string }) {
  if (side.parsed === null || side.parsed.ok) return null;
  const { problems } = side.parsed;
  return (
    <ErrorState
      title={`The ${side.title} is not a valid policy: ${countOf(problems.length, "problem")}`}
      className="mt-3"
      actions={<LinkButton href={`/policies/${policy}/edit`}>Open the editor</LinkButton>}
    >
      <ul className="list-disc pl-4">
        {problems.slice(0, 5).map((problem) => (
          <li key={`${problem.path}:${problem.code}:${problem.line}:${problem.column}`}>
            line {problem.line}: {problem.message}
          </li>
        ))}
      </ul>
      {problems.length > 5 ? `and ${problems.length - 5} more` : null}
    </ErrorState>
  );
}

function NoBorrowers({ choices, set }: { choices: Choices; set: SetChoice | null }) {
  return (
    <EmptyState
      title={set === null ? "No fixture set yet" : `“${set.title}” has no fixtures`}
      actions={
        <LinkButton
          look="primary"
          href={`/policies/${choices.policy}/fixtures${set === null ? "" : `?set=${encodeURIComponent(set.name)}`}`}
        >
          {set === null ? "Make a fixture set" : "Add fixtures"}
        </LinkButton>
      }
    >
      A comparison shows what two versions do to the same borrowers: who shifts, by how much and why. It needs a fixture set, a list of
      saved borrowers, to try them on.
    </EmptyState>
  );
}
