"use client";

import { useMemo, useState } from "react";
import type { MergeChoice, MergeChoices } from "#rules/editing";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { Checkbox } from "../../../../_components/field";
import { ErrorState } from "../../../../_components/error-state";
import { countOf } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Tag } from "../../../../_components/pill";
import type { MergedLine, MergeResult, MergeTexts, Merging } from "../merge/merging";
import { Spinner } from "../../../../_components/spinner";
import { MergeConflict, type SideNames } from "./merge-conflict";
import { MergeOutcome } from "./merge-outcome";
import { MergeUnitName } from "./merge-unit-name";
import { useAnswer } from "./use-answer";
import type { SetTests } from "./use-set-tests";

interface MergeDialogProps {
  texts: MergeTexts;
  names: SideNames;
  tests: SetTests;
  onAccept: (text: string) => void;
  onClose: () => void;
}

/** A three-way merge by rule: what merged by itself, each conflict with its choice, and what comes of it before it is the draft. */
export function MergeDialog({ texts: { base, mine, theirs }, names, tests, onAccept, onClose }: MergeDialogProps) {
  const locale = useLocale();
  const [choices, setChoices] = useState<MergeChoices>(NO_CHOICES);
  const texts = useMemo(() => ({ base, mine, theirs }), [base, mine, theirs]);
  const read = useAnswer(
    "merging",
    useMemo(() => ({ texts, locale }), [texts, locale]),
  );
  const made = useAnswer(
    "merged",
    useMemo(() => ({ texts, choices }), [texts, choices]),
  );
  const [merging, result] = [read.answer ?? NOTHING_YET, made.answer];
  const failure = read.failure ?? made.failure;
  const choose = (id: string, choice: MergeChoice) => setChoices(new Map(choices).set(id, choice));
  const chooseAll = (side: "mine" | "theirs") => setChoices(new Map(merging.conflicts.map(({ unit }) => [unit.id, side])));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Merge your text with ${names.theirs}`}
      description="Rule by rule. The draft stays as it is until you put the merge into it; your text of now stays under Recover text."
      width="wide"
      footer={<Acceptance result={result} isSettled={read.isSettled && made.isSettled} onAccept={onAccept} onClose={onClose} />}
    >
      <div className="flex h-[62dvh] flex-col gap-4 overflow-y-auto">
        {failure === null ? null : <ErrorState title="Nothing was merged">{failure}</ErrorState>}
        {read.answer === null && failure === null ? <Spinner words="Looking at what each side changed…" /> : null}
        {merging.conflicts.length > 0 ? (
          <section className="flex flex-col gap-2.5">
            <header className="flex flex-wrap items-center gap-2">
              <h3 className="mr-auto font-semibold">{countOf(merging.conflicts.length, "conflict")}: both changed the same differently</h3>
              {merging.conflicts.length > 1
                ? (["mine", "theirs"] as const).map((side) => (
                    <Button key={side} size="small" onClick={() => chooseAll(side)}>
                      {names[side]} for all
                    </Button>
                  ))
                : null}
            </header>
            {merging.conflicts.map((conflict) => (
              <MergeConflict
                key={conflict.unit.id}
                conflict={conflict}
                names={names}
                choice={choices.get(conflict.unit.id)}
                isOpen={result?.open.has(conflict.unit.id) ?? true}
                onChoose={(choice) => choose(conflict.unit.id, choice)}
              />
            ))}
          </section>
        ) : null}
        <div className="grid grid-cols-2 gap-5 max-lg:grid-cols-1">
          <section className="min-w-0">
            <h3 className="pb-1 font-semibold">Merged by itself</h3>
            {read.answer === null ? null : <MergedList lines={merging.merged} names={names} />}
          </section>
          <section className="min-w-0" aria-live="polite">
            <h3 className="pb-1 font-semibold">
              {result && result.open.size > 0 ? "What comes of it, with yours where nothing is chosen" : "What comes of it"}
            </h3>
            {result === null ? (
              <Spinner words="Merging…" />
            ) : (
              <div className={made.isSettled ? undefined : "opacity-65"}>
                <MergeOutcome result={result} theirs={{ name: names.theirs, text: theirs }} tests={tests} />
              </div>
            )}
          </section>
        </div>
      </div>
    </Dialog>
  );
}

const NO_CHOICES: MergeChoices = new Map();
const NOTHING_YET: Merging = { merged: [], conflicts: [] };

function MergedList({ lines, names }: { lines: readonly MergedLine[]; names: SideNames }) {
  if (lines.length === 0) return <p className="text-mute">Nothing else was changed.</p>;
  return (
    <ul>
      {lines.map(({ unit, side, change, sentences }) => (
        <li key={unit.id} className="border-t border-line px-1.5 py-1.5">
          <span className="flex min-w-0 items-baseline gap-1.5">
            <MergeUnitName unit={unit} />
            <Tag tone={side === "theirs" ? "accent" : "neutral"}>{side === "both" ? "both alike" : names[side]}</Tag>
            <Tag tone={CHANGE_TONES[change]}>{change}</Tag>
          </span>
          {sentences.map((sentence) => (
            <span key={sentence} className="line-clamp-3 text-mute" title={sentence}>
              {sentence}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

const CHANGE_TONES = { added: "up", removed: "down", changed: "neutral" } as const;

interface AcceptanceProps {
  /** Null while the first is made. */
  result: MergeResult | null;
  /** The result is that of the latest choice. */
  isSettled: boolean;
  onAccept: (text: string) => void;
  onClose: () => void;
}

/** The way into the draft: once every conflict is chosen, and with problems only for who says so. */
function Acceptance({ result, isSettled, onAccept, onClose }: AcceptanceProps) {
  const [takesProblems, setTakesProblems] = useState(false);
  const problems = result?.problems.length ?? 0;
  const open = result?.open.size ?? 0;
  return (
    <>
      {open > 0 ? <span className="mr-auto text-sm text-amber">{countOf(open, "conflict")} to choose</span> : null}
      {open === 0 && problems > 0 ? (
        <Checkbox
          className="mr-auto text-amber"
          label={`Take it with ${countOf(problems, "problem")}, to mend in the editor`}
          checked={takesProblems}
          onChange={setTakesProblems}
        />
      ) : null}
      <Button onClick={onClose}>Cancel</Button>
      <Button
        look="primary"
        disabled={!isSettled || open > 0 || (problems > 0 && !takesProblems)}
        onClick={() => result && onAccept(result.text)}
      >
        Put the merge into the draft
      </Button>
    </>
  );
}
