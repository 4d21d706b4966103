"use client";

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { revertUnits } from "#rules/editing";
import { locate } from "#rules/policy";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { ErrorState } from "../../../../_components/error-state";
import { countOf } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Tag } from "../../../../_components/pill";
import { Spinner } from "../../../../_components/spinner";
import type { DraftLine } from "../merge/draft-lines";
import { MergeUnitName, wordsOf } from "./merge-unit-name";
import { useAnswer } from "./use-answer";
import type { Editing } from "./use-editing";

/** What the draft changes in the version that it started from, each change with a way to take it back. */
export function ChangesDialog({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const { typed, draft, edit, editor } = editing;
  const locale = useLocale();
  const text = useSyncExternalStore(typed.subscribe, typed.read, typed.read);
  const base = draft.base;
  const read = useAnswer(
    "changes",
    useMemo(() => ({ base: base.text, text, locale }), [base.text, text, locale]),
  );
  const lines = read.answer;
  const [told, tell] = useState<string | null>(null);
  const revert = (line: DraftLine) => {
    if (!read.isSettled) return;
    edit(revertUnits(base.text, text, new Set(line.ids)));
    tell(`${wordsOf(line.unit)} is as in v${base.number} again.`);
  };
  const undo = () => {
    editor.current?.undo();
    tell(null);
  };
  const show = ({ pointer }: DraftLine) => {
    const place = pointer === null ? null : locate(text, pointer);
    if (place === null) return;
    onClose();
    // Once the dialog has given the focus back.
    setTimeout(() => editor.current?.reveal({ line: place.line, column: place.column }));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`What this draft changes in v${base.number}`}
      description={`${lines === null ? "" : lines.length === 0 ? "Nothing but spacing or the order of keys. " : `${countOf(lines.length, "change")}. `}A revert sets one of them back as it was in v${base.number}, and can be undone.`}
      width="large"
      footer={
        <>
          <span role="status" className="mr-auto min-w-0 truncate text-mute">
            {told}
          </span>
          {told === null ? null : <Button onClick={undo}>Undo</Button>}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {read.failure === null ? null : <ErrorState title="The changes are not known">{read.failure}</ErrorState>}
      {lines === null && read.failure === null ? <Spinner words="Looking at what differs…" className="min-h-24" /> : null}
      {lines === null ? null : <Lines lines={lines} isSettled={read.isSettled} onRevert={revert} onShow={show} />}
    </Dialog>
  );
}

/** More are shown when asked for. */
const SHOWN = 100;

interface LinesProps {
  lines: readonly DraftLine[];
  /** They are those of the text as it is. */
  isSettled: boolean;
  onRevert: (line: DraftLine) => void;
  onShow: (line: DraftLine) => void;
}

function Lines({ lines, isSettled, onRevert, onShow }: LinesProps) {
  const [shown, setShown] = useState(SHOWN);
  const list = useRef<HTMLUListElement>(null);
  const reverted = useRef<number | null>(null);
  // The button in hand is gone with its line: the one that takes its place has the focus then.
  useEffect(() => {
    if (reverted.current === null || !isSettled) return;
    const buttons = list.current?.querySelectorAll<HTMLElement>("[data-revert]") ?? [];
    (buttons[Math.min(reverted.current, buttons.length - 1)] ?? list.current)?.focus();
    reverted.current = null;
  });
  return (
    <>
      <ul ref={list} tabIndex={-1} className="min-h-24 outline-none" aria-label="Changes of this draft">
        {lines.slice(0, shown).map((line, index) => (
          <li key={line.unit.id} className="flex items-start gap-3 border-t border-line py-2">
            <div className="min-w-0 flex-1">
              <span className="flex min-w-0 items-baseline gap-1.5">
                {line.pointer === null ? (
                  <MergeUnitName unit={line.unit} />
                ) : (
                  <button
                    type="button"
                    title="Show the place in the text"
                    className="inline-flex min-w-0 rounded-sm hover:text-accent hover:underline"
                    onClick={() => onShow(line)}
                  >
                    <MergeUnitName unit={line.unit} />
                  </button>
                )}
                <Tag tone={TONES[line.change]}>{line.unit.kind === "order" ? "moved" : line.change}</Tag>
              </span>
              {line.sentences.map((sentence) => (
                <span key={sentence} className="line-clamp-4 break-words text-mute" title={sentence}>
                  {sentence}
                </span>
              ))}
            </div>
            <Button
              size="small"
              data-revert
              aria-label={`Revert ${wordsOf(line.unit)}`}
              onClick={() => {
                reverted.current = index;
                onRevert(line);
              }}
            >
              Revert
            </Button>
          </li>
        ))}
      </ul>
      {lines.length > shown ? (
        <Button size="small" className="my-1.5" onClick={() => setShown(shown + SHOWN)}>
          Show {countOf(Math.min(lines.length - shown, SHOWN), "more", "more")} of {countOf(lines.length - shown, "change")}
        </Button>
      ) : null}
    </>
  );
}

const TONES = { added: "up", removed: "down", changed: "neutral", renamed: "neutral" } as const;
