"use client";

import { Undo2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { Kbd } from "../../../../_components/kbd";
import type { ConditionPlace } from "../views/condition-draft";
import { takeValue } from "../views/token-edit";
import { ConditionBranch } from "./condition-node";
import { type ConditionInHand, useCondition } from "./use-condition";
import type { DraftAccess } from "./use-viewed-draft";

interface ConditionDialogProps {
  place: ConditionPlace;
  access: DraftAccess;
  onClose: () => void;
}

/** The conditions of a rule, a guardrail or a shared condition as a tree, with their sentence and problems as they change; taken over as one edit. */
export function ConditionDialog({ place, access, onClose }: ConditionDialogProps) {
  const inHand = useCondition(place, access);
  const [warned, warn] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { reading, isSettled, isChanged, json, undo, unread } = inHand;
  // While the problems are those of a moment ago, taking it over finds them anew.
  const canTake = isChanged && unread.size === 0 && !(isSettled && reading.problems.length > 0);
  const take = () => {
    const refused = access.take((draft) =>
      inHand.isOf(draft) ? takeValue(draft, place.pointer, json) : { ok: false, message: `${place.of} was changed elsewhere meanwhile` },
    );
    setFailure(refused);
    if (refused === null) onClose();
  };
  const leave = () => {
    if (isChanged && !warned) warn(true);
    else onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === "Enter" && canTake) take();
    else if (mod && event.key.toLowerCase() === "z" && !(event.target instanceof HTMLInputElement)) undo?.();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && leave()}
      title={`Conditions of ${place.of}`}
      description="A tree of groups and tests. Alt with an arrow key moves what has the focus; the draft changes once you take them over."
      width="large"
      footer={
        <>
          {warned && isChanged ? (
            <span role="alert" className="mr-auto text-sm text-amber">
              There are changes here; close again to drop them.
            </span>
          ) : null}
          <Button disabled={undo === null} onClick={() => undo?.()} title="Undo the last change in this dialog">
            <Undo2 aria-hidden /> Undo
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!canTake} onClick={take}>
            Put into the draft <Kbd keys="mod+enter" />
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of all that is inside */}
      <div className="flex h-[58dvh] flex-col gap-3" onKeyDown={onKeyDown}>
        <section aria-label="Tree of conditions" className="min-h-0 flex-1 overflow-auto rounded-md border border-line p-2.5">
          <ConditionBranch node={inHand.node} inHand={inHand} />
        </section>
        <Words inHand={inHand} failure={failure} />
      </div>
    </Dialog>
  );
}

function Words({ inHand: { reading, isSettled, unread }, failure }: { inHand: ConditionInHand; failure: string | null }) {
  const problems = [...(failure === null ? [] : [failure]), ...unread.values(), ...reading.problems.map(({ message }) => message)];
  return (
    <section aria-label="In words" aria-live="polite" className={isSettled ? "min-h-16" : "min-h-16 opacity-65"}>
      <p className="line-clamp-5 leading-6 wrap-anywhere">{reading.sentence ?? "This is not yet a condition."}</p>
      {problems.length > 0 ? (
        <ul className="mt-1 list-disc pl-5 text-down">
          {[...new Set(problems)].slice(0, 6).map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      ) : (
        <p className="text-sm text-up">No problems.</p>
      )}
    </section>
  );
}
