"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { parsePolicy } from "#rules/policy";
import { numberNamed, readTaken, withNumber } from "../../../../_components/dial/numbers";
import { useToast } from "../../../../_components/toast";
import { replaceParams } from "../../../../_components/use-url-state";
import type { Editing } from "./use-editing";

/** Sets the value that the dial of another page sends here, once, as an edit of the author's; says so where the text has no such number. */
export function useTakenValue({ isReady, keeper, edit, editor }: Editing): void {
  const toast = useToast();
  const params = useSearchParams();
  const [take, value] = [params.get("take"), params.get("value")];
  useEffect(() => {
    const taken = readTaken(take, value);
    if (!isReady || taken === null) return;
    replaceParams({ take: null, value: null });
    const text = keeper.currentText;
    const parsed = parsePolicy(text);
    const number = parsed.ok ? numberNamed(parsed.policy, taken.name) : null;
    if (!parsed.ok || number === null) {
      const detail = parsed.ok ? `it has no ${taken.name.join(" › ")}` : "it has problems to mend first";
      toast({ text: `The draft does not take ${taken.value}`, detail, tone: "amber" });
      return;
    }
    if (number.value !== taken.value) edit(withNumber(text, parsed.policy, number.at, taken.value));
    toast({
      text: `${number.value} → ${taken.value} in the draft`,
      detail: taken.name.join(" › "),
      tone: "up",
      action: { label: "Undo", run: () => editor.current?.undo() },
    });
  }, [isReady, take, value, keeper, edit, editor, toast]);
}
