"use client";

import { useMemo } from "react";
import type { DecisionTable } from "#rules/editing";
import { type GridColumn, pastePreview } from "../views/table-grid";
import { TablePreviewDialog } from "./table-preview";
import type { Pasted } from "./use-grid";
import type { DraftAccess } from "./use-viewed-draft";

interface PasteDialogProps {
  pasted: Pasted;
  table: DecisionTable;
  columns: readonly GridColumn[];
  access: DraftAccess;
  onClose: () => void;
}

/** What pasted cells would change, before they do. */
export function PasteDialog({ pasted: { text, at }, table, columns, access, onClose }: PasteDialogProps) {
  const preview = useMemo(() => pastePreview(access.draft(), table, columns, at, text), [access, table, columns, at, text]);
  const take = () => {
    access.take(() => ({ ok: true, text: preview.text }));
    onClose();
  };
  return <TablePreviewDialog title="Paste into the table" preview={preview} source="what is pasted" onTake={take} onClose={onClose} />;
}
