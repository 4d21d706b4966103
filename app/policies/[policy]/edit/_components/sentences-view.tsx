"use client";

import { useMemo, useState } from "react";
import { useLocale } from "../../../../_components/locale";
import type { ConditionPlace } from "../views/condition-draft";
import { sentenceGroups, type SentenceGroup } from "../views/sentence-groups";
import { ConditionDialog } from "./condition-dialog";
import { SentenceRow } from "./sentence-row";
import type { Editing } from "./use-editing";
import { type DraftAccess, useViewedDraft } from "./use-viewed-draft";
import { ViewFrame } from "./view-frame";

/** The draft as sentences, whose values can be edited while the text is a valid policy; else the last valid ones, greyed. */
export function SentencesView({ editing }: { editing: Editing }) {
  const locale = useLocale();
  const viewed = useViewedDraft(editing);
  const { draft, isValid, access } = viewed;
  const [condition, setCondition] = useState<ConditionPlace | null>(null);
  const groups = useMemo(() => (draft === null ? [] : sentenceGroups(draft, locale)), [draft, locale]);
  return (
    <ViewFrame editing={editing} viewed={viewed} shows="sentences" className="overflow-y-auto">
      {groups.map((group) => (
        <Group key={group.kind} group={group} access={access} isEditable={isValid} onCondition={setCondition} />
      ))}
      {condition ? <ConditionDialog place={condition} access={access} onClose={() => setCondition(null)} /> : null}
    </ViewFrame>
  );
}

interface GroupProps {
  group: SentenceGroup;
  access: DraftAccess;
  isEditable: boolean;
  onCondition: (place: ConditionPlace) => void;
}

function Group({ group, access, isEditable, onCondition }: GroupProps) {
  return (
    <section aria-label={group.title} className="pb-3">
      <h2 className="px-3.25 pt-3 pb-1.5 font-semibold">{group.title}</h2>
      <ol>
        {group.sentences.map((sentence) => (
          <SentenceRow
            key={`${sentence.kind} ${sentence.name}`}
            sentence={sentence}
            access={access}
            isEditable={isEditable}
            onCondition={onCondition}
          />
        ))}
      </ol>
    </section>
  );
}
