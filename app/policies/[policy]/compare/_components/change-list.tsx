"use client";

import type { Change } from "#rules/compare";
import { cn } from "../../../../_components/class-names";
import { ChangeName, KindTag, sentenceOfChange } from "../../../../_components/comparison/change-name";
import type { Treatment } from "../../../../_components/comparison/terms";
import { WordingList } from "../../../../_components/comparison/wording-list";
import { Card } from "../../../../_components/card";
import { countOf, formatCount } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { againstGrain, type ChangeMeasure, type Reach } from "../measures";

interface ChangeListProps {
  measures: readonly ChangeMeasure[];
  wording: readonly Change[];
  grain: Treatment | null;
  titles: { readonly baseline: string; readonly candidate: string };
  chosen: string | null;
  onChoose: (change: string | null, treatment?: Treatment) => void;
}

const COLUMNS = "grid grid-cols-[minmax(0,1fr)_92px_48px_54px_56px] gap-x-2 px-1.5";

/** Every change as a sentence, with where it takes part among the borrowers. A click shows the borrowers that shift where it does. */
export function ChangeList({ measures, wording, grain, titles, chosen, onChoose }: ChangeListProps) {
  const ordered = [...measures].sort((a, b) => b.shifted - a.shifted);
  return (
    <Card
      title="What changes"
      note={measures.length === 0 ? undefined : `${countOf(measures.length, "change")} · most shifted borrowers first`}
    >
      {measures.length === 0 ? (
        <p className="py-2 text-mute">
          Nothing that can alter an outcome differs between {titles.baseline} and {titles.candidate}.
        </p>
      ) : (
        <Heads titles={titles} />
      )}
      <ul>
        {ordered.map((measure) => (
          <ChangeRow key={measure.change.id} measure={measure} grain={grain} chosen={measure.change.id === chosen} onChoose={onChoose} />
        ))}
      </ul>
      {wording.length === 0 ? null : <WordingList wording={wording} />}
    </Card>
  );
}

function Heads({ titles }: { titles: ChangeListProps["titles"] }) {
  const head = (words: string, title: string) => (
    <span className="text-right" title={title}>
      {words}
    </span>
  );
  return (
    <div className={cn(COLUMNS, "pb-1 text-sm text-faint")} aria-hidden>
      <span>change</span>
      {head("fires for", `Borrowers for whom the rule fires, ${titles.baseline} → ${titles.candidate}`)}
      {head("shifted", "Borrowers that shift and for whom the rule fires on either side")}
      {head("restricts", `Newly frozen, referred or decreased borrowers to whom ${titles.candidate} applies the rule`)}
      {head("releases", `Borrowers no longer frozen, referred or decreased to whom ${titles.baseline} applied the rule`)}
    </div>
  );
}

function ChangeRow({
  measure,
  grain,
  chosen,
  onChoose,
}: {
  measure: ChangeMeasure;
  grain: Treatment | null;
  chosen: boolean;
  onChoose: ChangeListProps["onChoose"];
}) {
  const { change, reach } = measure;
  const against = againstGrain(measure, grain);
  const sentence = sentenceOfChange(change);
  const onClick = () => onChoose(chosen ? null : change.id, !chosen && against > 0 && grain !== null ? opposite(grain) : undefined);
  return (
    <li className="border-t border-line">
      <button
        type="button"
        aria-pressed={chosen}
        disabled={reach.kind === "every"}
        onClick={onClick}
        className={cn(
          COLUMNS,
          "w-full items-center rounded-sm py-1.5 text-left outline-offset-[-2px] enabled:hover:bg-soft",
          chosen && "bg-soft",
        )}
      >
        <span className="min-w-0">
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
            <ChangeName change={change} />
            <KindTag change={change} />
            {against > 0 && grain !== null ? (
              <Tag tone="amber">{`against the grain: ${grain === "restricted" ? "releases" : "restricts"} ${formatCount(against)}`}</Tag>
            ) : null}
          </span>
          <span className="line-clamp-2 text-mute" title={sentence}>
            {sentence}
          </span>
        </span>
        <Fires measure={measure} />
        <Figure value={measure.shifted} words={reach.kind === "every" ? "shifted" : "shifted where it fires"} />
        <Figure value={measure.restricts} words="newly restricted" tone="text-down" none={!isDirect(reach)} />
        <Figure value={measure.releases} words="released" tone="text-up" none={!isDirect(reach)} />
      </button>
    </li>
  );
}

function opposite(treatment: Treatment): Treatment {
  return treatment === "restricted" ? "released" : "restricted";
}

function isDirect(reach: Reach): boolean {
  return reach.kind === "rules" && reach.direct;
}

function Fires({ measure: { fires, reach } }: { measure: ChangeMeasure }) {
  if (fires === null) return <span className="text-right text-sm text-faint">every borrower</span>;
  const how =
    reach.kind === "guardrail"
      ? "binds for"
      : reach.kind === "rules" && !reach.direct
        ? `${countOf(reach.names.size, "rule")} that read it fire for`
        : "fires for";
  return (
    <span
      className="text-right whitespace-nowrap text-mute"
      title={`${how} ${formatCount(fires.baseline)} → ${formatCount(fires.candidate)}`}
    >
      <span className="sr-only">{how} </span>
      {formatCount(fires.baseline)}
      <span className="text-faint"> → </span>
      <span className="text-ink">{formatCount(fires.candidate)}</span>
    </span>
  );
}

function Figure({ value, words, tone, none = false }: { value: number; words: string; tone?: string; none?: boolean }) {
  return (
    <span className={cn("text-right", value === 0 || none ? "text-faint" : tone)}>
      {none ? null : value === 0 ? <span aria-hidden>·</span> : formatCount(value)}
      {none ? null : <span className="sr-only">{value === 0 ? `none ${words}` : ` ${words}`}</span>}
    </span>
  );
}
