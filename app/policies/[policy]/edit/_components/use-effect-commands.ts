"use client";

import type { Command } from "../../../../_components/commands/command";
import { useCommands } from "../../../../_components/commands/commands";
import type { SelectOption } from "../../../../_components/select";
import type { Division } from "./use-shares";

interface EffectCommands {
  /** Borrowers to choose from. */
  readonly options: readonly SelectOption[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
  readonly division: Division | null;
}

/** What the palette offers on the effect: whom it is shown on, and to divide it where that is asked for. */
export function useEffectCommands({ options, chosen, onChoose, division }: EffectCommands): void {
  useCommands(() => [
    ...options.map(
      ({ value, label, note }): Command => ({
        id: `effect on ${value}`,
        label: `Show the effect on ${label}`,
        group: "Effect",
        words: ["borrowers", "sample", "fixtures", "portfolio"],
        note,
        hindrance: value === chosen ? "it is shown on them" : null,
        run: () => onChoose(value),
      }),
    ),
    ...(division === null ? [] : [divide(division)]),
  ]);
}

function divide({ status, isStale, start, stop }: Division): Command {
  const words = ["attribution", "share", "changes"];
  if (status === "running") return { id: "effect stop", label: "Stop dividing the shift", group: "Effect", words, run: stop };
  const hindrance = status === "done" && !isStale ? "it is divided" : null;
  return { id: "effect divide", label: "Divide the shift among its changes", group: "Effect", words, hindrance, run: start };
}
