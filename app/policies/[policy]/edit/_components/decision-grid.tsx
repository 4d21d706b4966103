"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo } from "react";
import type { DecisionTable } from "#rules/editing";
import { ConditionDialog } from "./condition-dialog";
import { DecisionRow, cellId } from "./decision-row";
import { CellInput } from "./cell-input";
import { PasteDialog } from "./paste-dialog";
import { TableActions } from "./table-actions";
import type { TableFiles } from "./table-files";
import { type Grid, useGrid } from "./use-grid";
import type { DraftAccess } from "./use-viewed-draft";

const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 34;
/** Below the last row, for what is said of a cell there. */
const FOOT = 72;

interface DecisionGridProps {
  table: DecisionTable;
  access: DraftAccess;
  files: TableFiles;
  isEditable: boolean;
}

/** The decision table: rows in order of priority, head and rule names in sight, only the rows in sight in the page. */
export function DecisionGrid({ table, access, files, isEditable }: DecisionGridProps) {
  const grid = useGrid(table, access, isEditable);
  const { columns, place, box, opened } = grid;
  const id = useId();
  const { rows } = table;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollPaddingEnd: FOOT,
  });
  useChosenInSight(grid, (row) => virtualizer.scrollToIndex(row));
  const width = useMemo(() => columns.reduce((sum, column) => sum + column.width, 0), [columns]);
  return (
    <div className="flex h-full flex-col">
      <TableActions grid={grid} table={table} files={files} isEditable={isEditable} />
      <div
        ref={box}
        role="grid"
        aria-label="Decision table"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={rows.length > 0 ? cellId(id, place) : undefined}
        aria-readonly={!isEditable}
        tabIndex={0}
        className="group min-h-0 flex-1 overflow-auto outline-none"
        {...grid.events}
      >
        <div role="rowgroup" className="sticky top-0 z-20" style={{ width }}>
          <div role="row" aria-rowindex={1} className="flex border-b border-line bg-bg text-sm text-mute" style={{ height: HEAD_HEIGHT }}>
            {columns.map((column) => (
              <div
                key={column.id}
                role="columnheader"
                title={column.kind === "fact" ? `${column.label} (${column.name})` : column.label}
                className="flex shrink-0 items-center border-r border-line bg-bg px-2 first:sticky first:left-0 first:z-10"
                style={{ width: column.width }}
              >
                <span className="truncate">{column.label}</span>
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ width, height: virtualizer.getTotalSize() + FOOT }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            const isChosen = index === place.row;
            return row === undefined ? null : (
              <DecisionRow
                key={row.pointer}
                id={id}
                row={row}
                index={index}
                columns={columns}
                top={start}
                height={ROW_HEIGHT}
                chosen={isChosen ? place.column : null}
                input={
                  isChosen && opened !== null ? (
                    <CellInput
                      initial={opened}
                      label={`${columns[place.column]?.label} of ${row.name}`}
                      onTake={grid.take}
                      onClose={grid.close}
                    />
                  ) : null
                }
              />
            );
          })}
        </div>
      </div>
      {grid.condition ? <ConditionDialog place={grid.condition} access={access} onClose={grid.leaveCondition} /> : null}
      {grid.pasted ? <PasteDialog pasted={grid.pasted} table={table} columns={columns} access={access} onClose={grid.leavePaste} /> : null}
    </div>
  );
}

/** Scrolls to the chosen cell when another is chosen; the rule's name covers what is under it. */
function useChosenInSight({ box, columns, place }: Grid, showRow: (row: number) => void): void {
  const { row, column } = place;
  const left = columns.slice(0, column).reduce((sum, { width }) => sum + width, 0);
  const width = columns[column]?.width ?? 0;
  const covered = column === 0 ? 0 : (columns[0]?.width ?? 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another cell is chosen, not when the reader scrolls away
  useEffect(() => {
    const shown = box.current;
    if (shown === null) return;
    showRow(row);
    if (left - covered < shown.scrollLeft) shown.scrollLeft = left - covered;
    else if (left + width > shown.scrollLeft + shown.clientWidth) shown.scrollLeft = left + width - shown.clientWidth;
  }, [row, column]);
}
