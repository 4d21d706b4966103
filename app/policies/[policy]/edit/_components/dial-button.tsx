"use client";

import { SlidersHorizontal } from "lucide-react";
import { useMemo } from "react";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { Button } from "../../../../_components/button";
import { useCommands } from "../../../../_components/commands/commands";
import { numberNear, withNumber } from "../../../../_components/dial/numbers";
import { ThresholdDial } from "../../../../_components/dial/threshold-dial";
import { useToast } from "../../../../_components/toast";
import { useUrlState } from "../../../../_components/use-url-state";
import type { EffectOn } from "./use-effect-on";
import type { EffectEditing } from "./use-effect-editing";

/** Opens the dial on the number at the cursor; the value taken goes into the text as an edit like any other. */
export function DialButton({ editing, on }: { editing: EffectEditing; on: EffectOn }) {
  const [at, setAt] = useUrlState("dial");
  const { validText, isValid } = editing;
  const ready = validText !== null && isValid && on.facts !== null && on.facts.length > 0;
  const open = () => {
    const text = editing.keeper.currentText;
    const place = editing.editor.current?.position();
    const policy = validPolicy(text);
    if (policy) setAt(numberNear(text, policy, place ?? { line: 1, column: 1 }));
  };
  useCommands(() => [
    {
      id: "dial",
      label: "Dial the number at the cursor…",
      group: "View",
      words: ["threshold", "sweep"],
      hindrance: ready ? null : "it needs a text without problems, and borrowers",
      run: open,
    },
  ]);
  return (
    <>
      <Button
        size="small"
        disabled={!ready}
        onClick={open}
        title={ready ? "Try every value of the number at the cursor" : "The dial needs a text without problems, and borrowers"}
      >
        <SlidersHorizontal aria-hidden /> Dial
      </Button>
      {at !== "" && ready ? <OpenDial editing={editing} on={on} at={at} onAt={setAt} text={validText} /> : null}
    </>
  );
}

interface OpenDialProps {
  editing: EffectEditing;
  on: EffectOn;
  at: string;
  onAt: (at: string | null) => void;
  text: string;
}

function OpenDial({ editing, on, at, onAt, text }: OpenDialProps) {
  const toast = useToast();
  const policy = useMemo(() => validPolicy(text), [text]);
  if (policy === null || on.facts === null) return null;
  const accept = (value: number) => {
    const refused = editing.take(text, () => ({ ok: true, text: withNumber(text, policy, at, value) }));
    onAt(null);
    if (refused !== null) return toast({ text: "The draft is as it was", detail: refused, tone: "amber" });
    toast({ text: `${value} is in the draft`, tone: "up", action: { label: "Undo", run: () => editing.editor.current?.undo() } });
  };
  return (
    <ThresholdDial
      title="the draft"
      policyText={text}
      policy={policy}
      scenario={on.scenario}
      borrowers={on.facts}
      at={at}
      onAt={onAt}
      onClose={() => onAt(null)}
      onAccept={accept}
    />
  );
}

function validPolicy(text: string): ValidPolicy | null {
  const parsed = parsePolicy(text);
  return parsed.ok ? parsed.policy : null;
}
