"use client";

/** Which dialog is open, and what the author's commands open. */
import { useCallback, useEffect, useState } from "react";
import { countOf } from "../../../../_components/format";
import { useToast } from "../../../../_components/toast";
import { replaceParams } from "../../../../_components/use-url-state";
import type { TextCopy } from "../draft/local-texts";
import type { SavedVersion } from "../draft/types";
import type { Editing } from "./use-editing";

export type Question =
  | "save"
  | "conflict"
  | "newer"
  | "merge"
  | "discard"
  | "from"
  | "changes"
  | { readonly recover: TextCopy }
  | { readonly rename: RenameAsked }
  | null;

/** A fact and its new name, each null where it is still to be chosen. */
export interface RenameAsked {
  readonly from: string | null;
  /** Where the text has the new name already. */
  readonly to: string | null;
}

export interface Asking {
  readonly question: Question;
  readonly ask: (question: Question) => void;
  readonly close: () => void;
  /** ⌘S: the dialog that leads to a version, or what stands in its way. */
  readonly askToSave: () => void;
  /** Saves the version; gives words for the dialog where that fails. */
  readonly save: (base: number, message: string) => Promise<string | null>;
  readonly discard: () => Promise<void>;
}

export function useAsking({ keeper, draft, checked, problems, isStale, editor, rest }: Editing, onFirstProblem: () => void): Asking {
  const toast = useToast();
  const [asked, ask] = useState<Question>(null);
  // Another tab may have taken away what there was to merge.
  const question = asked === "merge" && !isStale && !draft.conflict ? null : asked;
  const close = useCallback(() => ask(null), []);
  const askToSave = () => {
    if (question !== null) return;
    rest();
    const { conflict, exists } = keeper.state;
    if (conflict) return ask("conflict");
    if (problems.length > 0 && !checked.pending) {
      toast({
        text: `${countOf(problems.length, "problem")} in the way of a version`,
        detail: "Mend them first; F8 goes from one to the next.",
        tone: "amber",
      });
      return onFirstProblem();
    }
    if (!exists)
      return toast({ text: `Nothing has changed since v${draft.base.number}`, detail: "There is nothing to save as a version." });
    ask(isStale ? "newer" : "save");
  };
  const save = async (base: number, message: string) => {
    const answer = await keeper.saveVersion(message, base);
    if (!answer.ok && answer.reason === "stale") ask("newer");
    if (!answer.ok) return failureOf(answer, base);
    toast({ text: `v${answer.version.number} saved`, detail: message, tone: "up" });
    close();
    editor.current?.focus();
    return null;
  };
  const discard = async () => {
    close();
    const answer = await keeper.discard();
    if (answer.ok) toast({ text: "Draft discarded", detail: "Its text stays under Recover text." });
    else toast({ text: "The draft was not discarded", detail: answer.message, tone: "down" });
  };
  return { question, ask, close, askToSave, save, discard };
}

type Failure = Exclude<Awaited<ReturnType<Editing["keeper"]["saveVersion"]>>, { ok: true }>;

function failureOf(answer: Failure, base: number): string {
  switch (answer.reason) {
    case "stale":
      return `v${answer.latest.number} was saved by ${answer.latest.author} meanwhile. Look at what it changed, then decide.`;
    case "unchanged":
      return `The text is that of v${base}: nothing has changed.`;
    case "invalid":
      return `The server found ${countOf(answer.problems, "problem")} in the text.`;
    case "refused":
      return `${answer.message}.`;
    default:
      return answer satisfies never;
  }
}

/** Starts a draft from the version that the URL names, at once where no draft is lost by it; else asks. */
export function useStartFrom({ keeper, isReady }: Editing, given: SavedVersion | null, ask: (question: Question) => void) {
  const [from, setFrom] = useState(given);
  const done = useCallback(() => {
    replaceParams({ from: null });
    setFrom(null);
    ask(null);
  }, [ask]);
  const start = useCallback(() => {
    if (from && keeper.currentText !== from.text) keeper.startOverFrom(from, from.number);
    done();
  }, [from, keeper, done]);
  useEffect(() => {
    if (!from || !isReady) return;
    if (keeper.state.exists && keeper.currentText !== from.text) ask("from");
    else start();
  }, [from, isReady, keeper, start, ask]);
  return { from, start, cancel: done };
}
