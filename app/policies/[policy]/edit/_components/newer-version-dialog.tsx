"use client";

import { useEffect, useState } from "react";
import type { Changes } from "#rules/compare";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { ErrorState } from "../../../../_components/error-state";
import { askWorker } from "../../../../_components/evaluation/workers";
import { Field, Textarea } from "../../../../_components/field";
import { countOf } from "../../../../_components/format";
import { type CheckedChanges, DiffView } from "../../../../_components/monaco";
import { Spinner } from "../../../../_components/spinner";
import { Tabs } from "../../../../_components/tabs";
import type { SavedVersion } from "../draft/types";
import { ChangeList } from "./change-list";
import { timeText } from "./time-text";

interface NewerVersionDialogProps {
  base: SavedVersion;
  latest: SavedVersion;
  mine: string;
  /** What mine would change in the latest version; null while mine is no valid policy. */
  undoing: CheckedChanges | null;
  initialMessage: string;
  hindrance: string | null;
  onSave: (message: string) => Promise<string | null>;
  onStartOver: () => void;
  onMerge: () => void;
  onClose: () => void;
}

type View = "sentences" | "text" | "mine";

/** A colleague's newer version: what it changed, what mine would undo of it, and the choice between the two. */
export function NewerVersionDialog(props: NewerVersionDialogProps) {
  const { base, latest, mine, undoing, initialMessage, hindrance, onSave, onStartOver, onMerge, onClose } = props;
  const [view, setView] = useState<View>("sentences");
  const [message, setMessage] = useState(initialMessage);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const theirs = useChangesBetween(base.text, latest.text);
  const save = async () => {
    setBusy(true);
    setFailure(await onSave(message.trim()));
    setBusy(false);
  };
  const [from, to] = [`v${base.number}`, `v${latest.number}`];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${to} was saved by ${latest.author}, ${timeText(latest.createdAt)}`}
      description={`“${latest.message}” Your draft started from ${from} and does not have it.`}
      width="wide"
      footer={
        <>
          {hindrance ? <span className="mr-auto min-w-0 text-sm text-amber">{hindrance}</span> : null}
          <Button onClick={onStartOver} title="Your text stays under Recover text">
            Start over from {to}
          </Button>
          <Button onClick={onMerge} title="Keeps what both changed, rule by rule">
            Merge by rule…
          </Button>
          <Button
            look="primary"
            disabled={busy || hindrance !== null || message.trim() === ""}
            title={message.trim() === "" ? "Write a message first" : undefined}
            onClick={save}
          >
            Save mine as v{latest.number + 1} on top of {to}
          </Button>
        </>
      }
    >
      <Tabs<View>
        label="What differs"
        value={view}
        onChange={setView}
        className="h-[50dvh]"
        tabs={[
          {
            value: "sentences",
            label: `What ${to} changed, and yours would undo`,
            content: <Sentences {...{ from, to, theirs, undoing }} />,
          },
          {
            value: "text",
            label: `Text ${from} → ${to}`,
            content: <Diff original={base.text} modified={latest.text} originalLabel={`Text of ${from}`} modifiedLabel={`Text of ${to}`} />,
          },
          {
            value: "mine",
            label: `Text ${to} → yours`,
            content: <Diff original={latest.text} modified={mine} originalLabel={`Text of ${to}`} modifiedLabel="Your text" />,
          },
        ]}
      />
      <Field label="Message of your version" required className="mt-3">
        {(control) => (
          <Textarea {...control} rows={2} maxLength={10_000} value={message} onChange={(event) => setMessage(event.target.value)} />
        )}
      </Field>
      {failure ? (
        <ErrorState title="Nothing was saved" className="mt-3">
          {failure}
        </ErrorState>
      ) : null}
    </Dialog>
  );
}

function Diff(props: { original: string; modified: string; originalLabel: string; modifiedLabel: string }) {
  return (
    <div className="h-full overflow-hidden rounded-md border border-line">
      <DiffView {...props} />
    </div>
  );
}

function Sentences({
  from,
  to,
  theirs,
  undoing,
}: {
  from: string;
  to: string;
  theirs: Changes | string | null;
  undoing: CheckedChanges | null;
}) {
  return (
    <div className="grid h-full grid-cols-2 gap-5 overflow-y-auto max-lg:grid-cols-1">
      <section className="min-w-0">
        <h3 className="pb-1 font-semibold">
          What {to} changed since {from}
        </h3>
        {theirs === null ? (
          <Spinner words="Comparing…" />
        ) : typeof theirs === "string" ? (
          <p className="text-down">{theirs}</p>
        ) : (
          <ChangeList changes={theirs.changes} wording={theirs.wording} />
        )}
      </section>
      <section className="min-w-0">
        <h3 className="pb-1 font-semibold">What your text would change in {to}</h3>
        {undoing ? (
          <Undoing to={to} theirs={theirs} undoing={undoing} />
        ) : (
          <p className="text-mute">Mend the problems of your text to see it.</p>
        )}
      </section>
    </div>
  );
}

function Undoing({ to, theirs, undoing }: { to: string; theirs: Changes | string | null; undoing: CheckedChanges }) {
  const ids = new Set(typeof theirs === "object" ? theirs?.changes.map((change) => change.id) : []);
  const undone = undoing.changes.filter((change) => ids.has(change.id)).length;
  return (
    <>
      <p className={undone > 0 ? "pb-1 text-amber" : "pb-1 text-mute"}>
        {undone > 0
          ? `${countOf(undone, "change")} of ${to} would be undone or overwritten.`
          : `Nothing that ${to} changed would be undone.`}
      </p>
      <ChangeList changes={undoing.changes} wording={undoing.wording} mark={(change) => (ids.has(change.id) ? `touches ${to}` : null)} />
    </>
  );
}

/** The changes between two versions; null while they are found, words where that fails. */
function useChangesBetween(baselineText: string, candidateText: string): Changes | string | null {
  const [found, setFound] = useState<Changes | string | null>(null);
  useEffect(() => {
    let here = true;
    askWorker("changes", { baselineText, candidateText, scenario: { baseline: {}, candidate: {} } }).then(
      (answer) => here && setFound(answer),
      (error: Error) => here && setFound(error.message),
    );
    return () => {
      here = false;
    };
  }, [baselineText, candidateText]);
  return found;
}
