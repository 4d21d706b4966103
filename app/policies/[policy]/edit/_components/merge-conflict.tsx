"use client";

import type { MergeChoice } from "#rules/editing";
import { cn } from "../../../../_components/class-names";
import { Field, Textarea } from "../../../../_components/field";
import { Tag } from "../../../../_components/pill";
import { Segmented } from "../../../../_components/segmented";
import type { ShownConflict, SideName, UnitSide } from "../merge/merging";
import { MergeUnitName, wordsOf } from "./merge-unit-name";

export type SideNames = Readonly<Record<SideName, string>>;

interface MergeConflictProps {
  conflict: ShownConflict;
  names: SideNames;
  choice: MergeChoice | undefined;
  isOpen: boolean;
  onChoose: (choice: MergeChoice) => void;
}

const SIDES = ["mine", "theirs", "base"] as const;

/** One unit that both changed: its three sides side by side, and whose is taken, or JSON of one's own. */
export function MergeConflict({ conflict, names, choice, isOpen, onChoose }: MergeConflictProps) {
  const { unit, sides, renamed } = conflict;
  const taken = choice === undefined ? "" : typeof choice === "object" ? "own" : choice;
  const choose = (value: SideName | "own" | "") => {
    if (value === "own") onChoose({ text: jsonToEdit(conflict, taken) });
    else if (value !== "") onChoose(value);
  };
  return (
    <section aria-label={`Conflict: ${wordsOf(unit)}`} className="min-w-0 rounded-lg border border-line">
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <MergeUnitName unit={unit} />
        <Tag tone={isOpen ? "amber" : "up"}>{isOpen ? "to choose" : "chosen"}</Tag>
        <Segmented
          label={`Take for ${wordsOf(unit)}`}
          className="ml-auto"
          value={taken}
          onChange={choose}
          options={[...SIDES.map((side) => ({ value: side, label: names[side] })), { value: "own" as const, label: "Edit…" }]}
        />
      </header>
      {unit.kind === "document" ? (
        <p className="border-b border-line bg-amberbg px-3 py-2 text-amber">
          In a text that is no JSON no rule can be told from another. Cancel, mend what the editor marks, and merge by rule; or choose one
          of the whole texts.
        </p>
      ) : null}
      <div className="grid grid-cols-3 divide-x divide-line max-lg:grid-cols-1 max-lg:divide-x-0 max-lg:divide-y">
        {SIDES.map((side) => (
          <Side key={side} name={names[side]} side={sides[side]} renamed={renamed[side]} isTaken={taken === side} />
        ))}
      </div>
      {typeof choice === "object" ? (
        <OwnJson text={choice.text} isBroken={isOpen} label={`Your JSON for ${wordsOf(unit)}`} onChange={(text) => onChoose({ text })} />
      ) : null}
    </section>
  );
}

/** The side that was taken before, else the first that has the unit. */
function jsonToEdit({ sides }: ShownConflict, taken: SideName | "own" | ""): string {
  const before = taken === "" || taken === "own" ? null : sides[taken];
  return (before ?? sides.mine ?? sides.theirs ?? sides.base)?.json ?? "";
}

interface SideProps {
  name: string;
  side: UnitSide | null;
  /** What it is named there, where it has another name. */
  renamed: string | undefined;
  isTaken: boolean;
}

function Side({ name, side, renamed, isTaken }: SideProps) {
  return (
    <section aria-label={name} className={cn("flex min-w-0 flex-col gap-1.5 px-3 py-2", isTaken && "bg-soft")}>
      <h4 className={cn("text-sm font-medium", isTaken ? "text-accent" : "text-mute")}>{name}</h4>
      {side === null ? (
        <p className="text-mute">
          {renamed === undefined ? "Has none." : `Has it under another name: ${renamed}, merged by itself below.`}
        </p>
      ) : null}
      {side?.sentence ? <p>{side.sentence}</p> : null}
      {side ? <pre className="max-h-52 overflow-auto font-mono text-sm break-words whitespace-pre-wrap text-mute">{side.json}</pre> : null}
    </section>
  );
}

function OwnJson({
  text,
  isBroken,
  label,
  onChange,
}: {
  text: string;
  isBroken: boolean;
  label: string;
  onChange: (text: string) => void;
}) {
  const rows = Math.min(16, Math.max(3, text.split("\n").length));
  return (
    <Field label={label} required problem={isBroken ? "This is no JSON yet." : undefined} className="border-t border-line px-3 py-2">
      {(control) => <Textarea {...control} code rows={rows} value={text} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
