"use client";

import Link from "next/link";
import { memo, type ReactNode, useId, useMemo, useState } from "react";
import type { SideSummary } from "#rules/compare";
import type { FixtureSetSummary } from "#store";
import { Card } from "../../../../_components/card";
import { cn } from "../../../../_components/class-names";
import type { Effect } from "../../../../_components/evaluation/use-effect-figures";
import { Money, SignedMoney } from "../../../../_components/figures";
import { countOf, formatCount, formatSignedCount } from "../../../../_components/format";
import { ScenarioPicker } from "../../../../_components/scenario/scenario-picker";
import { Select } from "../../../../_components/select";
import { Spinner } from "../../../../_components/spinner";
import { useUrlState } from "../../../../_components/use-url-state";
import type { PortfolioLine } from "../queries";
import { DialButton } from "./dial-button";
import { compareHref, fixturesHref, type Looked, showWords } from "./effect-links";
import { EffectMatrix } from "./effect-matrix";
import { RuleBorrowers, type RuleQuestion } from "./rule-borrowers";
import { TopChanges } from "./top-changes";
import { useChangeMarks } from "./use-change-marks";
import type { EffectEditing } from "./use-effect-editing";
import { useEffectCommands } from "./use-effect-commands";
import { type EffectOn, SAMPLED, useEffectOn } from "./use-effect-on";
import { useLenses } from "./use-lenses";
import type { SetTests } from "./use-set-tests";
import { type Shares, useShares } from "./use-shares";

interface EffectCardProps {
  policy: string;
  editing: EffectEditing;
  sets: readonly FixtureSetSummary[];
  portfolios: readonly PortfolioLine[];
  tests: SetTests;
  onChooseSet: (set: string) => void;
}

/**
 * What the text does to borrowers at every keystroke, against the version compared with; beside the rules in the text as well. Every
 * figure leads to the borrowers behind it. The last figures stay while the text is invalid.
 */
export const EffectCard = memo(function EffectCard({ policy, editing, sets, portfolios, tests, onChooseSet }: EffectCardProps) {
  const [sample, setSample] = useUrlState("sample");
  const portfolio = portfolios.find(({ name }) => name === sample) ?? null;
  const on = useEffectOn(policy, editing, tests, portfolio);
  const looked = useLooked(policy, editing, on, tests, portfolio);
  const shares = useShares(editing, on);
  const [asked, ask] = useState<RuleQuestion | null>(null);
  useLenses(editing, on, shares, tests, looked, ask);
  useChangeMarks(editing);
  const choose = (value: string) => {
    const [kind, name] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
    setSample(kind === "portfolio" ? name : null);
    if (kind === "set") onChooseSet(name);
  };
  const options = [
    ...sets.map(({ name, title, fixtures }) => ({ value: `set:${name}`, label: title || name, note: countOf(fixtures, "fixture") })),
    ...portfolios.map(({ name, title, rows }) => ({
      value: `portfolio:${name}`,
      label: title || name,
      note: rows > SAMPLED ? `${formatCount(SAMPLED)} of ${formatCount(rows)}` : formatCount(rows),
    })),
  ];
  const chosen = portfolio ? `portfolio:${portfolio.name}` : `set:${tests.set?.name ?? ""}`;
  useEffectCommands({ options, chosen, onChoose: choose, division: shares.division });
  if (options.length === 0) return null;
  return (
    <Card
      title="Effect on borrowers"
      note={<Note on={on} />}
      actions={
        <Select label="Borrowers" value={chosen} onChange={choose} options={options} className="h-6.5 max-w-44 text-sm 2xl:max-w-60" />
      }
      aria-busy={on.status === "running" || (portfolio === null && tests.run.status === "running")}
      className="min-h-45 overflow-y-auto"
    >
      <div className="flex flex-wrap items-center gap-1.5">
        <ScenarioPicker facts={editing.scenarioFacts} usual={on.usual} scenario={on.cells} />
        <span className="ml-auto">
          <DialButton editing={editing} on={on} />
        </span>
      </div>
      <Content editing={editing} on={on} shares={shares} looked={looked} tests={portfolio ? null : tests} />
      {asked === null ? null : <RuleBorrowers question={asked} editing={editing} on={on} looked={looked} onClose={() => ask(null)} />}
    </Card>
  );
});

/** The state that links to other pages take along. */
function useLooked(
  policy: string,
  { against, candidate }: EffectEditing,
  on: EffectOn,
  { set }: SetTests,
  portfolio: PortfolioLine | null,
): Looked {
  const [setName, portfolioName] = [set?.name ?? null, portfolio?.name ?? null];
  const all = portfolio !== null && portfolio.rows > SAMPLED ? portfolio.rows : null;
  const { cells } = on;
  return useMemo(() => {
    const given = (prefix: string, values: Readonly<Record<string, string>>) =>
      Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value] as const);
    const scenario = [...given("scenario", cells.both), ...given("baseline", cells.baseline), ...given("candidate", cells.candidate)];
    return { policy, against, candidate, set: setName, portfolio: portfolioName, all, scenario };
  }, [policy, against, candidate, setName, portfolioName, all, cells]);
}

function Note({ on: { status, effect } }: { on: EffectOn }) {
  if (effect === null || status === "invalid") return null;
  return <span className="tabular-nums">{Math.max(0.1, effect.milliseconds).toFixed(1)} ms</span>;
}

interface ContentProps {
  editing: EffectEditing;
  on: EffectOn;
  shares: Shares;
  looked: Looked;
  /** Null where the borrowers are no fixtures. */
  tests: SetTests | null;
}

function Content({ editing, on, shares, looked, tests }: ContentProps) {
  if (on.missing !== null) return <p className="py-1 text-down">The sample could not be loaded: {on.missing}.</p>;
  if (tests?.failure) return <p className="py-1 text-mute">The fixtures could not be loaded.</p>;
  if (on.isUnchosen) return <p className="py-1 text-mute">Choose borrowers above to see whom the draft shifts.</p>;
  if (on.isLoading) return <Spinner words="Loading the borrowers…" className="py-1" />;
  if (on.status === "failed") return <p className="py-1 text-down">{on.error}</p>;
  if (on.facts?.length === 0) return <p className="py-1 text-mute">This set has no fixtures yet.</p>;
  if (on.effect === null) {
    if (on.status === "invalid") return <p className="py-1 text-mute">Mend the problems to see whom the draft shifts.</p>;
    return <Spinner words="Evaluating…" className="py-1" />;
  }
  const isStale = on.status === "invalid";
  const faded = cn(isStale && "opacity-65");
  return (
    <div data-effect>
      <div className={faded}>
        <Headline effect={on.effect} looked={looked} />
      </div>
      <Remarks effect={on.effect} isStale={isStale} tests={tests} looked={looked} />
      <div className={faded}>
        <EffectMatrix cells={on.effect.figures.migration} looked={looked} />
        <TopChanges changes={editing.changesAgainst(editing.against)} shares={shares} looked={looked} />
      </div>
    </div>
  );
}

function Headline({ effect, looked }: { effect: Effect; looked: Looked }) {
  const { summary } = effect.figures;
  const { baseline, candidate } = summary;
  const { against } = looked;
  const evaluated = summary.borrowers - summary.errors;
  return (
    <dl className="grid grid-cols-4 gap-3 py-1">
      <Figure name="Shifted" note={`of ${formatCount(evaluated)}`} looked={looked} filters={{}}>
        {formatCount(summary.shifted)}
      </Figure>
      <MoneyFigure name="Limit" sides={summary} of="limit" looked={looked} />
      <MoneyFigure name="Available" sides={summary} of="available" looked={looked} />
      <Figure
        name="Review"
        note={candidate.review === baseline.review ? `as v${against}` : formatSignedCount(candidate.review - baseline.review)}
        was={`v${against}: ${formatCount(baseline.review)}`}
        looked={looked}
        filters={{ "where.review": "candidate", all: "1" }}
      >
        {formatCount(candidate.review)}
      </Figure>
    </dl>
  );
}

interface MoneyFigureProps {
  name: string;
  sides: { readonly baseline: SideSummary; readonly candidate: SideSummary };
  of: "limit" | "available";
  looked: Looked;
}

/** A sum leads to the borrowers whose part of it differs, the largest first. */
function MoneyFigure({ name, sides: { baseline, candidate }, of, looked }: MoneyFigureProps) {
  const shift = Math.round(candidate[of] * 100) - Math.round(baseline[of] * 100);
  return (
    <Figure
      name={name}
      note={shift === 0 ? `as v${looked.against}` : <SignedMoney hundredths={shift} compact />}
      was={`v${looked.against}: ${formatCount(baseline[of])}`}
      looked={looked}
      filters={{ "where.moves": of }}
    >
      <Money value={candidate[of]} compact />
    </Figure>
  );
}

interface FigureProps {
  name: string;
  note: ReactNode;
  /** What it was in the version compared with. */
  was?: string;
  looked: Looked;
  /** Of Compare: the borrowers behind it. */
  filters: Readonly<Record<string, string>>;
  children: ReactNode;
}

function Figure({ name, note, was, looked, filters, children }: FigureProps) {
  const id = useId();
  return (
    <div className="min-w-0" title={was}>
      <dt id={`${id}-name`} className="text-sm text-mute">
        {name}
      </dt>
      <dd className="truncate text-lg font-semibold tracking-tight tabular-nums">
        <Link
          id={`${id}-value`}
          aria-labelledby={`${id}-name ${id}-value`}
          href={compareHref(looked, filters)}
          title={[was, showWords(looked)].filter(Boolean).join(" · ")}
          className="rounded-sm decoration-edge decoration-1 underline-offset-3 hover:underline"
        >
          {children}
        </Link>
      </dd>
      <dd className="truncate text-sm text-mute tabular-nums">{note}</dd>
    </div>
  );
}

interface RemarksProps {
  effect: Effect;
  /** The text has had problems since. */
  isStale: boolean;
  tests: SetTests | null;
  looked: Looked;
}

/** Of which text the figures are where that is not the one in sight; expectations that fail; borrowers without an outcome. */
function Remarks({ effect, isStale, tests, looked }: RemarksProps) {
  const { errors } = effect.figures.summary;
  const checked = tests?.results.filter(({ result }) => result.status === "passed" || result.status === "failed") ?? [];
  const failing = checked.filter(({ result }) => result.status === "failed").length;
  return (
    <p className="flex min-h-5 flex-wrap gap-x-3 text-sm text-mute">
      {isStale ? <span className="text-amber">As of the last text without problems.</span> : null}
      {checked.length > 0 ? (
        failing > 0 ? (
          <Link href={fixturesHref(looked, { status: "failed" })} className="text-down hover:underline">
            {formatCount(failing)} of {countOf(checked.length, "expectation")} {failing === 1 ? "fails" : "fail"}
          </Link>
        ) : (
          <span>no expectation fails</span>
        )
      ) : null}
      {errors > 0 ? (
        <Link
          href={compareHref(looked)}
          className="max-w-full truncate text-amber hover:underline"
          title={`${effect.firstError ?? ""} · Show them by reason`}
        >
          {countOf(errors, "borrower")} without an outcome: {effect.firstError}
        </Link>
      ) : null}
    </p>
  );
}
