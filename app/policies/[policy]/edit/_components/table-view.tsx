"use client";

import { useMemo, useState } from "react";
import { TableReader } from "#rules/editing";
import { useLocale } from "../../../../_components/locale";
import { DecisionGrid } from "./decision-grid";
import type { TableFiles } from "./table-files";
import type { Editing } from "./use-editing";
import { useViewedDraft } from "./use-viewed-draft";
import { ViewFrame } from "./view-frame";

/** The draft's rules as a decision table that can be edited while the text is a valid policy; else the last valid one, greyed. */
export function TableView({ editing, files }: { editing: Editing; files: TableFiles }) {
  const locale = useLocale();
  const viewed = useViewedDraft(editing);
  const { draft, isValid, access } = viewed;
  const [reader] = useState(() => new TableReader());
  const table = useMemo(() => (draft === null ? null : reader.read(draft, locale)), [reader, draft, locale]);
  return (
    <ViewFrame editing={editing} viewed={viewed} shows="rules">
      {draft === null || table === null ? null : (
        <DecisionGrid table={table} text={draft.text} access={access} files={files} isEditable={isValid} />
      )}
    </ViewFrame>
  );
}
