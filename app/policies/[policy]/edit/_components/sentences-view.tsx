"use client";

import { startTransition, useEffect, useMemo, useState } from "react";
import { SentenceReader } from "#rules/editing";
import { useLocale } from "../../../../_components/locale";
import { Spinner } from "../../../../_components/spinner";
import type { ConditionPlace } from "../views/condition-draft";
import { sentenceGroups, type SentenceGroup } from "../views/sentence-groups";
import { ConditionDialog } from "./condition-dialog";
import { SentenceRow } from "./sentence-row";
import { useSentenceCommands } from "./use-sentence-commands";
import type { Editing } from "./use-editing";
import { type DraftAccess, useViewedDraft } from "./use-viewed-draft";
import { ViewFrame } from "./view-frame";

/** Of a long list so many are drawn at once, and so many more each time that nothing else is to be done. */
const AT_ONCE = 40;
const MORE = 80;

/** The draft as sentences, whose values can be edited while the text is a valid policy; else the last valid ones, greyed. */
export function SentencesView({ editing }: { editing: Editing }) {
  const locale = useLocale();
  const viewed = useViewedDraft(editing);
  const { draft, isValid, access } = viewed;
  const [condition, setCondition] = useState<ConditionPlace | null>(null);
  const [reader] = useState(() => new SentenceReader());
  const groups = useMemo(() => (draft === null ? [] : sentenceGroups(draft, locale, reader)), [reader, draft, locale]);
  useSentenceCommands(groups, viewed, setCondition);
  const most = useDrawn(Math.max(0, ...groups.map(({ sentences }) => sentences.length)));
  return (
    <ViewFrame editing={editing} viewed={viewed} shows="sentences" className="overflow-y-auto">
      {groups.map((group) => (
        <Group key={group.kind} group={group} most={most} access={access} isEditable={isValid} onCondition={setCondition} />
      ))}
      {condition ? <ConditionDialog place={condition} access={access} onClose={() => setCondition(null)} /> : null}
    </ViewFrame>
  );
}

/** How many of a list's items are drawn: more and more, until all are. */
function useDrawn(all: number): number {
  const [most, setMost] = useState(AT_ONCE);
  useEffect(() => {
    if (most < all) startTransition(() => setMost(most + MORE));
  }, [most, all]);
  return most;
}

interface GroupProps {
  group: SentenceGroup;
  /** Sentences drawn. */
  most: number;
  access: DraftAccess;
  isEditable: boolean;
  onCondition: (place: ConditionPlace) => void;
}

function Group({ group, most, access, isEditable, onCondition }: GroupProps) {
  return (
    <section aria-label={group.title} className="pb-3">
      <h2 className="px-3.25 pt-3 pb-1.5 font-semibold">{group.title}</h2>
      <ol>
        {group.sentences.slice(0, most).map((sentence) => (
          <SentenceRow
            key={`${sentence.kind} ${sentence.name}`}
            sentence={sentence}
            access={access}
            isEditable={isEditable}
            onCondition={onCondition}
          />
        ))}
      </ol>
      {group.sentences.length > most ? <Spinner words="Further sentences are on their way…" className="px-3.25 py-2" /> : null}
    </section>
  );
}
