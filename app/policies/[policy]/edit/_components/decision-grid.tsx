"use client";

import type { DecisionTable } from "#rules/editing";
import { ConditionDialog } from "./condition-dialog";
import { GridBox } from "./grid-box";
import { PasteDialog } from "./paste-dialog";
import { TableActions } from "./table-actions";
import type { TableFiles } from "./table-files";
import { useGrid } from "./use-grid";
import type { DraftAccess } from "./use-viewed-draft";

interface DecisionGridProps {
  table: DecisionTable;
  /** That the table is of. */
  text: string;
  access: DraftAccess;
  files: TableFiles;
  isEditable: boolean;
}

/** The decision table with what can be done with it. */
export function DecisionGrid({ table, text, access, files, isEditable }: DecisionGridProps) {
  const grid = useGrid(table, access, isEditable);
  return (
    <div className="flex h-full flex-col">
      <TableActions grid={grid} table={table} files={files} isEditable={isEditable} />
      <GridBox grid={grid} rows={table.rows} isEditable={isEditable} />
      {grid.condition ? <ConditionDialog place={grid.condition} access={access} onClose={grid.leaveCondition} /> : null}
      {grid.pasted ? <PasteDialog pasted={grid.pasted} text={text} access={access} onClose={grid.leavePaste} /> : null}
    </div>
  );
}
