"use client";

import { useMemo } from "react";
import type { TablePreview } from "#rules/editing";
import { TablePreviewDialog } from "./table-preview";
import { useAnswer } from "./use-answer";
import type { Pasted } from "./use-grid";
import type { DraftAccess } from "./use-viewed-draft";

interface PasteDialogProps {
  pasted: Pasted;
  /** Of the draft in sight. */
  text: string;
  access: DraftAccess;
  onClose: () => void;
}

/** What pasted cells would change, before they do. */
export function PasteDialog({ pasted: { text: pasted, at }, text, access, onClose }: PasteDialogProps) {
  const read = useAnswer(
    "paste",
    useMemo(() => ({ text, at, pasted }), [text, at, pasted]),
  );
  const take = (preview: TablePreview) => {
    const refused = access.takeFrom(text, () => ({ ok: true, text: preview.text, edits: preview.edits }));
    if (refused === null) onClose();
    return refused;
  };
  return <TablePreviewDialog title="Paste into the table" read={read} source="what is pasted" onTake={take} onClose={onClose} />;
}
