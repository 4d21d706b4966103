"use client";

import { useCallback } from "react";
import type { DecisionTable, TablePreview } from "#rules/editing";
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
  const read = useCallback(() => pastePreview(access.draft(), table, columns, at, text), [access, table, columns, at, text]);
  const take = (preview: TablePreview) => {
    access.take(() => ({ ok: true, text: preview.text }));
    onClose();
  };
  return <TablePreviewDialog title="Paste into the table" read={read} source="what is pasted" onTake={take} onClose={onClose} />;
}
