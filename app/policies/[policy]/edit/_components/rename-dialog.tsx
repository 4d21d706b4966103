"use client";

import { useMemo, useState, useSyncExternalStore } from "react";
import { type NamePlace, readDraft, rename } from "#rules/editing";
import type { ValidPolicy } from "#rules/policy";
import type { FactColumn } from "#store";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { ErrorState } from "../../../../_components/error-state";
import { Field, Input } from "../../../../_components/field";
import { countOf } from "../../../../_components/format";
import { Select } from "../../../../_components/select";
import { useToast } from "../../../../_components/toast";
import { renameColumn } from "../actions";
import type { Editing } from "./use-editing";
import { useFactColumn } from "./use-fact-column";

interface RenameDialogProps {
  policy: string;
  editing: Editing;
  /** The fact, and its new name where the text has that already. */
  from: string | null;
  to: string | null;
  onDone: () => void;
  onClose: () => void;
}

/** A fact's new name, in the text and in the fixtures, before either is changed. */
export function RenameDialog({ policy, editing, from: given, to: done, onDone, onClose }: RenameDialogProps) {
  const toast = useToast();
  const { typed: draftText } = editing;
  const text = useSyncExternalStore(draftText.subscribe, draftText.read, draftText.read);
  const draft = useMemo(() => readDraft(text), [text]);
  const facts = useMemo(() => factsOf(draft.catalogue), [draft]);
  const [from, setFrom] = useState(given ?? facts[0] ?? "");
  const [typed, setTyped] = useState(done ?? "");
  const to = typed.trim();
  const inText = useMemo(() => (done === null ? rename(draft, "fact", from, to === "" ? from : to) : null), [draft, from, to, done]);
  const problem = to === "" || to === from ? null : (inText?.problem ?? null);
  const isReady = to !== "" && to !== from && problem === null;
  const fixtures = useFactColumn(policy, from, isReady ? to : null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const take = async () => {
    setBusy(true);
    const refused =
      fixtures.column === null || fixtures.column.sets.length === 0 ? null : await renameInFixtures(policy, from, to, fixtures.column);
    setBusy(false);
    setFailure(refused);
    if (refused !== null) return fixtures.lookAgain();
    // Of the text as it is by now.
    if (inText !== null) editing.edit(rename(readDraft(draftText.read()), "fact", from, to).text);
    toast({
      text: `${from} is ${to}`,
      detail: inText === null ? "In the fixtures as well." : "In the draft and in the fixtures.",
      tone: "up",
    });
    onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={done === null ? "Rename a fact everywhere" : `Rename ${from} in the fixtures as well`}
      description="The draft’s text can be undone; fixtures keep their history, one entry each. Versions are never changed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!isReady || busy || fixtures.column === null} onClick={take}>
            {done === null ? "Rename" : "Rename in the fixtures"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-1">
        {done === null ? (
          <div className="grid grid-cols-2 gap-3">
            <Field label="Fact" required>
              {(control) => (
                <Select
                  {...control}
                  label="Fact"
                  value={from}
                  onChange={setFrom}
                  options={facts.map((name) => ({ value: name, label: name }))}
                />
              )}
            </Field>
            <Field label="New name" required problem={problem ?? undefined}>
              {(control) => <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} />}
            </Field>
          </div>
        ) : null}
        {isReady ? (
          <>
            {inText === null ? null : <InText text={text} places={inText.places} />}
            <InFixtures from={from} to={to} column={fixtures.column} failure={fixtures.failure} />
          </>
        ) : (
          <p className="text-mute">Type a new name to see what it changes.</p>
        )}
        {failure === null ? null : <ErrorState title="Nothing was renamed">{failure}</ErrorState>}
      </div>
    </Dialog>
  );
}

function factsOf({ facts }: ValidPolicy): string[] {
  return [...facts.keys()];
}

/** Words why not; null where it is done. */
async function renameInFixtures(policy: string, from: string, to: string, expected: FactColumn): Promise<string | null> {
  const answer = await renameColumn({
    policy,
    from,
    to,
    expected: { ...expected, sets: [...expected.sets], versions: [...expected.versions] },
  }).catch(() => null);
  if (answer === null) return "The server is not reached; the draft and the fixtures are as they were.";
  if (answer.ok) return null;
  if (answer.reason === "changed") return "Fixtures or versions were changed meanwhile. Look at the counts as they are now, then rename.";
  return "message" in answer ? `${answer.message}.` : "The names are none that fixtures can have.";
}

const SHOWN = 8;

function InText({ text, places }: { text: string; places: readonly NamePlace[] }) {
  const lines = useMemo(() => [...new Set(places.map(({ offset }) => lineOf(text, offset)))], [text, places]);
  return (
    <section aria-label="In the text">
      <h3 className="font-semibold">In the text: {countOf(places.length, "place")}</h3>
      <ul className="mt-1 font-mono text-sm text-mute">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line} className="truncate">
            <span className="mr-3 inline-block w-10 text-right text-faint">{line}</span>
            {text.split("\n")[line - 1]?.trim()}
          </li>
        ))}
      </ul>
      {lines.length > SHOWN ? <p className="text-sm text-mute">and {countOf(lines.length - SHOWN, "more line")}</p> : null}
    </section>
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

interface InFixturesProps {
  from: string;
  to: string;
  column: FactColumn | null;
  failure: string | null;
}

function InFixtures({ from, to, column, failure }: InFixturesProps) {
  if (failure !== null) return <p className="text-down">{failure}</p>;
  if (column === null) return <p className="text-mute">Looking at the fixtures…</p>;
  const { sets, versions, drafts } = column;
  if (sets.length === 0) return <p className="text-mute">No fixture has `{from}` alone; the fixtures stay as they are.</p>;
  const fixtures = sets.reduce((sum, set) => sum + set.fixtures, 0);
  const readers = [
    ...(versions.length > 0
      ? [versions.length > 4 ? `${versions.length} versions` : versions.map((number) => `v${number}`).join(", ")]
      : []),
    ...(drafts > 0 ? [countOf(drafts, "colleague’s draft", "colleagues’ drafts")] : []),
  ].join(" and ");
  return (
    <section aria-label="In the fixtures">
      <h3 className="font-semibold">
        In the fixtures: {countOf(fixtures, "fixture")} in {countOf(sets.length, "set")}
      </h3>
      <ul className="mt-1 list-disc pl-5 text-mute">
        {sets.map((set) => (
          <li key={set.id}>
            {set.title || set.name}: {countOf(set.fixtures, "fixture")}
            {set.scenario ? ", and its scenario" : ""}
            {set.taken > 0 ? `; ${set.taken} with ${to} already stay as they are` : ""}
          </li>
        ))}
      </ul>
      <p className="mt-2">
        {readers === ""
          ? `Nothing else reads ${from}: the column takes the new name.`
          : `${from} is still read by ${readers}, which would find no value under the new name. So each fixture gets ${to} with the same value and keeps ${from} beside it: every version goes on testing as before. From then on they are two columns; a value changed in one is not changed in the other.`}
      </p>
    </section>
  );
}
