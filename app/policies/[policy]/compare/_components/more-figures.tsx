"use client";

import { memo, useMemo } from "react";
import { bandGroups, type FactGroup, type Grouping, reasonCounts, reasonMoves, tally, waterfallOf } from "#rules/figures";
import { shortChangeName } from "#rules/format";
import type { Locale, ValidPolicy } from "#rules/policy";
import { Card } from "../../../../_components/card";
import { useLocale } from "../../../../_components/locale";
import { Select } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import { subjectLabel } from "../filter-words";
import { groupingNamed } from "../groupings";
import { MOVES, shareKey } from "../parts";
import { hasBalance, type Shares, type Shown, titlesOf } from "../shown";
import { type Subject, subjectKey, subjectsOf } from "../subjects";
import { chosenGroup, shownGroup } from "./chosen-group";
import { BandMatrix, BreakdownTable, FairnessTable, ReasonCountTable, ReasonMoveTable, Waterfall } from "./pictures";
import type { FiguresProps } from "./side-figures";

/** The comparison from further sides: how the total comes about, bands of limits, any fact, protected facts, reasons. */
export function MoreFigures({ shares, ...props }: FiguresProps & { shares: Shares | null }) {
  return (
    <div className="mt-3 grid items-start gap-3 xl:grid-cols-2">
      <FromBaseline {...props} shares={shares} />
      <Bands {...props} />
      <div className="min-w-0 xl:max-2xl:col-span-2">
        <ByFact {...props} />
      </div>
      <div className="min-w-0 xl:max-2xl:col-span-2">
        <Fairly {...props} />
      </div>
      <Reasons {...props} />
      <OtherReasons {...props} />
    </div>
  );
}

/** Height of a step and of a card's frame, so that nothing moves when the shares arrive. */
const [STEP, FRAME, MOST_STEPS] = [29, 58, 12];

const FromBaseline = memo(function FromBaseline({ shown, shares, url, choose, show }: FiguresProps & { shares: Shares | null }) {
  const measure = hasBalance(shown) ? url.measure : "limit";
  const { summary } = shown.outcomes.figures;
  const { changes } = shown.outcomes.versions;
  const steps = useMemo(() => {
    const totals = { baseline: summary.baseline[measure], candidate: summary.candidate[measure] };
    return shares === null ? null : waterfallOf(shares.attribution.attribution, totals, measure);
  }, [shares, summary, measure]);
  const minHeight = FRAME + STEP * Math.min(MOST_STEPS, changes.length + 2);
  if (steps === null)
    return (
      <Card title="From baseline to candidate" style={{ minHeight }}>
        <p className="py-2 text-mute">Change by change, once the shift is divided among them.</p>
      </Card>
    );
  const nameOf = (ids: readonly string[]) =>
    ids.flatMap((id) => changes.filter((change) => change.id === id).map(shortChangeName)).join(", ");
  return (
    <div style={{ minHeight }}>
      <Waterfall
        steps={steps}
        measure={measure}
        titles={titlesOf(shown)}
        nameOf={(step) => (step.kind === "smaller" ? `${step.changes.length} smaller changes` : nameOf(step.changes))}
        chosen={url.filters.change}
        onChoose={(change) => choose(change === null ? null : { change, all: true }, { change: null })}
        onSum={(step) =>
          show(step.changes.length === 0 ? { all: true } : { all: true, where: { [MOVES]: shareKey("share", measure, step.changes) } })
        }
      />
    </div>
  );
});

const Bands = memo(function Bands({ shown, url, observed, choose, show }: FiguresProps) {
  const values = observed.chosen?.values;
  const { bands, cells } = useMemo(() => {
    const grouping = bandGroups(shown.outcomes);
    return { bands: grouping.bands, cells: tally(shown.outcomes, grouping, { observed: values }) };
  }, [shown, values]);
  return (
    <BandMatrix
      bands={bands}
      cells={cells}
      titles={titlesOf(shown)}
      observed={observed.chosen ?? undefined}
      onTotal={(side, from) => show({ all: true, where: side === null ? {} : { banded: `${side}:${from}` } })}
      {...chosenGroup("band", cells, url.filters, choose)}
    />
  );
});

/** The groups of a subject with what was counted of them. */
function useGroups(shown: Shown, subject: Subject | null, observed: FiguresProps["observed"]) {
  const name = subject === null ? null : `by.${subjectKey(subject)}`;
  const values = observed.chosen?.values;
  const groups = useMemo(() => {
    const grouping = name === null ? null : (groupingNamed(shown, name) as Grouping<FactGroup> | null);
    return grouping === null ? [] : tally(shown.outcomes, grouping, { observed: values }).filter(({ borrowers }) => borrowers > 0);
  }, [shown, name, values]);
  return { name: name ?? "", groups };
}

const ByFact = memo(function ByFact({ shown, url, observed, choose, show }: FiguresProps) {
  const locale = useLocale();
  const subjects = useMemo(() => subjectsOf(shown), [shown]);
  const subject = subjects.find((one) => subjectKey(one) === url.by) ?? usualSubject(shown, subjects);
  const { name, groups } = useGroups(shown, subject, observed);
  if (subject === null) return null;
  return (
    <BreakdownTable
      by={subjectLabel(shown, subject, locale)}
      groups={groups}
      measure={hasBalance(shown) ? url.measure : "limit"}
      titles={titlesOf(shown)}
      observed={observed.chosen ?? undefined}
      actions={<SubjectPicker label="Break down by" param="by" shown={shown} subjects={subjects} subject={subject} locale={locale} />}
      onPart={shownGroup((key) => ({ where: { [name]: key } }), show)}
      {...chosenGroup(name, groups, url.filters, choose)}
    />
  );
});

/** A fact of few words says most at first sight. */
function usualSubject({ candidate, baseline }: Shown, subjects: readonly Subject[]): Subject | null {
  const factOf = ({ name }: Subject) => candidate.policy.facts.get(name) ?? baseline.policy.facts.get(name);
  const open = subjects.filter((subject) => !subject.protected);
  return open.find((subject) => subject.kind === "fact" && factOf(subject)?.type === "string") ?? open[0] ?? null;
}

const Fairly = memo(function Fairly({ shown, url, observed, choose, show }: FiguresProps) {
  const locale = useLocale();
  const subjects = useMemo(() => subjectsOf(shown).filter((subject) => subject.protected), [shown]);
  const subject = subjects.find((one) => subjectKey(one) === url.fair) ?? subjects[0] ?? null;
  const { name, groups } = useGroups(shown, subject, observed);
  if (subject === null) return null;
  return (
    <FairnessTable
      by={subjectLabel(shown, subject, locale)}
      groups={groups}
      standard={url.standard}
      onStandard={(standard) => replaceParams({ standard: standard === "largest" ? standard : null })}
      titles={titlesOf(shown)}
      actions={<SubjectPicker label="Fairness by" param="fair" shown={shown} subjects={subjects} subject={subject} locale={locale} />}
      onPart={shownGroup((key) => ({ where: { [name]: key } }), show)}
      {...chosenGroup(name, groups, url.filters, choose)}
    />
  );
});

interface SubjectPickerProps {
  label: string;
  param: "by" | "fair";
  shown: Shown;
  subjects: readonly Subject[];
  subject: Subject;
  locale: Locale;
}

const KINDS: Record<Subject["kind"], string> = { fact: "", derived: "derived", condition: "condition" };

function SubjectPicker({ label, param, shown, subjects, subject, locale }: SubjectPickerProps) {
  return (
    <Select
      label={label}
      value={subjectKey(subject)}
      options={subjects.map((one) => ({
        value: subjectKey(one),
        label: subjectLabel(shown, one, locale),
        note: one.protected ? "protected" : KINDS[one.kind],
      }))}
      onChange={(next) => replaceParams({ [param]: next })}
      className="h-6.5 max-w-52 text-sm"
    />
  );
}

const Reasons = memo(function Reasons({ shown, url, choose }: FiguresProps) {
  const locale = useLocale();
  const counts = useMemo(() => reasonCounts(shown.outcomes), [shown]);
  const texts = useMemo(() => reasonTexts([shown.baseline.policy, shown.candidate.policy], locale), [shown, locale]);
  const told = counts.flatMap(({ code, baseline, candidate }) => [
    { key: `baseline:${code}`, borrowers: baseline, shifted: 0 },
    { key: `candidate:${code}`, borrowers: candidate, shifted: 0 },
  ]);
  return <ReasonCountTable counts={counts} texts={texts} titles={titlesOf(shown)} {...chosenGroup("told", told, url.filters, choose)} />;
});

const OtherReasons = memo(function OtherReasons({ shown, url, choose, show }: FiguresProps) {
  const locale = useLocale();
  const moves = useMemo(() => tally(shown.outcomes, reasonMoves(shown.outcomes)), [shown]);
  const texts = useMemo(() => reasonTexts([shown.baseline.policy, shown.candidate.policy], locale), [shown, locale]);
  return (
    <ReasonMoveTable
      moves={moves}
      texts={texts}
      titles={titlesOf(shown)}
      onAll={() => show({ told: true })}
      {...chosenGroup("reasons", moves, url.filters, choose)}
    />
  );
});

/** What each reason says, by its code; the candidate's words where both have one. */
function reasonTexts(policies: readonly ValidPolicy[], locale: Locale): ReadonlyMap<string, string> {
  return new Map(policies.flatMap((policy) => [...policy.reasons].map(([code, texts]) => [code, texts[locale] ?? texts.en ?? code])));
}
