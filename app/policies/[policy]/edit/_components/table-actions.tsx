"use client";

import { ArrowDown, ArrowUp, ClipboardPaste, Copy, Download, FileUp, ListTree, Plus, Table2, Trash2 } from "lucide-react";
import { type DecisionTable, formatTable } from "#rules/editing";
import { Button, IconButton } from "../../../../_components/button";
import type { Command } from "../../../../_components/commands/command";
import { useCommands } from "../../../../_components/commands/commands";
import { countOf } from "../../../../_components/format";
import { Menu, MenuItem, MenuSeparator } from "../../../../_components/menu";
import { useToast } from "../../../../_components/toast";
import type { TableFiles } from "./table-files";
import type { Grid } from "./use-grid";

interface TableActionsProps {
  grid: Grid;
  table: DecisionTable;
  files: TableFiles;
  isEditable: boolean;
}

/** What can be done with the chosen row, and with the table as a whole. */
export function TableActions({
  grid: { act, place, paste, told, editConditions, switchRule, editCell, chooseAll },
  table,
  files,
  isEditable,
}: TableActionsProps) {
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
  useCommands(() => {
    const stuck = !isEditable ? "mend the problems of the text first" : rows.length === 0 ? "there is no rule" : null;
    const command = (id: string, label: string, run: () => void, more: Partial<Command> = {}): Command => ({
      id: `table ${id}`,
      label,
      group: "Table",
      hindrance: stuck,
      run,
      ...more,
    });
    const edge = (row: number, words: string) => stuck ?? (place.row === row ? words : null);
    return [
      command("up", "Move the rule up", () => act("up"), { keys: "alt+↑", hindrance: edge(0, "it is the first") }),
      command("down", "Move the rule down", () => act("down"), { keys: "alt+↓", hindrance: edge(rows.length - 1, "it is the last") }),
      command("conditions", "Edit the rule’s conditions…", editConditions, { words: ["nested", "expression", "any", "not"] }),
      command("switch", "Switch the rule on or off", switchRule, { words: ["enable", "disable"] }),
      command("duplicate", "Duplicate the rule", () => act("duplicate"), { words: ["copy"] }),
      command("cell", "Edit the chosen cell", editCell, { keys: "enter", words: ["type"] }),
      command("all", "Choose all cells", chooseAll, { keys: "mod+a", words: ["select", "range"], hindrance: null }),
      command("delete", "Delete the rule", () => act("delete"), { words: ["remove"] }),
      command("copy", "Copy the whole table", copyAll, { words: ["spreadsheet", "clipboard"], hindrance: null }),
      command("paste", "Paste into the table…", pasteHere, { words: ["spreadsheet", "clipboard"] }),
    ];
  });
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
      <IconButton size="small" label="Edit the rule’s conditions…" disabled={isStuck} onClick={editConditions}>
        <ListTree aria-hidden />
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
      <Menu
        trigger={
          <Button size="small" look="ghost">
            <Table2 aria-hidden /> Spreadsheet
          </Button>
        }
      >
        <MenuItem onSelect={() => files.exportAs("xlsx")}>
          <Download aria-hidden /> Export as XLSX
        </MenuItem>
        <MenuItem onSelect={() => files.exportAs("csv")}>
          <Download aria-hidden /> Export as CSV
        </MenuItem>
        <MenuItem onSelect={copyAll}>
          <Copy aria-hidden /> Copy the whole table
        </MenuItem>
        <MenuSeparator />
        <MenuItem disabled={!isEditable} onSelect={files.chooseFile}>
          <FileUp aria-hidden /> Import CSV or XLSX…
        </MenuItem>
        <MenuItem disabled={!isEditable} onSelect={pasteHere}>
          <ClipboardPaste aria-hidden /> Paste…
        </MenuItem>
      </Menu>
    </div>
  );
}
