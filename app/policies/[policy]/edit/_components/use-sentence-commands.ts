"use client";

import type { Command } from "../../../../_components/commands/command";
import { useCommands } from "../../../../_components/commands/commands";
import type { ConditionPlace } from "../views/condition-draft";
import { conditionPlaceOf, type SentenceGroup } from "../views/sentence-groups";
import { switchRule } from "../views/token-edit";
import type { ViewedDraft } from "./use-viewed-draft";

/** What the palette offers on the sentences: of each one what its row offers. */
export function useSentenceCommands(
  groups: readonly SentenceGroup[],
  { access, isValid }: ViewedDraft,
  onCondition: (place: ConditionPlace) => void,
): void {
  useCommands(() => {
    const hindrance = isValid ? null : "mend the problems of the text first";
    return groups.flatMap(({ sentences }) =>
      sentences.flatMap((sentence): Command[] => {
        const { kind, name, pointer, enabled } = sentence;
        const command = (id: string, label: string, run: () => void): Command => ({
          id: `sentence ${id} ${kind} ${name}`,
          label,
          group: "Sentences",
          onlyFound: true,
          hindrance,
          run,
        });
        const place = conditionPlaceOf(sentence);
        const switched = () => access.act((draft) => switchRule(draft, pointer, !enabled));
        return [
          ...(place === null ? [] : [command("conditions", `Edit the conditions of ${name}…`, () => onCondition(place))]),
          ...(kind === "rule" ? [command("switch", `Switch ${name} ${enabled ? "off" : "on"}`, switched)] : []),
        ];
      }),
    );
  });
}
