"use client";

import { ArrowDown, ArrowUp, ClipboardPaste, Copy, Plus, Table2, Trash2 } from "lucide-react";
import { type DecisionTable, formatTable } from "#rules/editing";
import { Button, IconButton } from "../../../../_components/button";
import { countOf } from "../../../../_components/format";
import { useToast } from "../../../../_components/toast";
import type { Grid } from "./use-grid";

interface TableActionsProps {
  grid: Grid;
  table: DecisionTable;
  isEditable: boolean;
}

/** What can be done with the chosen row, and with the table as a whole. */
export function TableActions({ grid: { act, place, paste, told }, table, isEditable }: TableActionsProps) {
  const toast = useToast();
  const { rows } = table;
  const isStuck = !isEditable || rows.length === 0;
  const copyAll = () =>
    navigator.clipboard.writeText(formatTable(table, "\t")).then(
      () => toast({ text: `${countOf(rows.length, "rule")} on the clipboard`, detail: "Paste them into a spreadsheet, and back here." }),
      () => toast({ text: "The browser does not let this page use the clipboard", tone: "down" }),
    );
  const pasteHere = () =>
    navigator.clipboard.readText().then(paste, () =>
      toast({
        text: "The browser does not let this page read the clipboard",
        detail: "Choose a cell and press Ctrl+V or ⌘V.",
        tone: "amber",
      }),
    );
  return (
    <div role="toolbar" aria-label="Table" className="flex min-h-10 items-center gap-1 border-b border-line px-2">
      <IconButton size="small" label="Move the rule up (Alt+↑)" disabled={isStuck || place.row === 0} onClick={() => act("up")}>
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label="Move the rule down (Alt+↓)"
        disabled={isStuck || place.row === rows.length - 1}
        onClick={() => act("down")}
      >
        <ArrowDown aria-hidden />
      </IconButton>
      <IconButton size="small" label="Duplicate the rule" disabled={isStuck} onClick={() => act("duplicate")}>
        <Copy aria-hidden />
      </IconButton>
      <IconButton size="small" label="Delete the rule" disabled={isStuck} onClick={() => act("delete")}>
        <Trash2 aria-hidden />
      </IconButton>
      <Button size="small" look="ghost" disabled={!isEditable} onClick={() => act("add")}>
        <Plus aria-hidden /> Add rule
      </Button>
      <span role="status" className="mx-2 min-w-0 flex-1 truncate text-sm text-mute" title={told ?? undefined}>
        {told}
      </span>
      <Button size="small" look="ghost" onClick={copyAll}>
        <Table2 aria-hidden /> Copy all
      </Button>
      <Button size="small" look="ghost" disabled={!isEditable} onClick={pasteHere}>
        <ClipboardPaste aria-hidden /> Paste…
      </Button>
    </div>
  );
}
