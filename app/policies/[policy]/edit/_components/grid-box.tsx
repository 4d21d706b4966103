"use client";

import { useId } from "react";
import type { TableRow } from "#rules/editing";
import { CellInput } from "./cell-input";
import { cellId, DecisionRow } from "./decision-row";
import type { Grid } from "./use-grid";
import { FOOT, HEAD_HEIGHT, ROW_HEIGHT, useInSight } from "./use-in-sight";

interface GridBoxProps {
  grid: Grid;
  rows: readonly TableRow[];
  isEditable: boolean;
}

/** Rows in order of priority, head and rule names always in sight; of the cells those in sight, and the chosen one, are in the page. */
export function GridBox({ grid, rows, isEditable }: GridBoxProps) {
  const { columns, place, range, box, opened } = grid;
  const id = useId();
  const sight = useInSight(grid, rows.length);
  const [width, height] = sight.size;
  return (
    <div
      ref={box}
      role="grid"
      aria-label="Decision table"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length > 0 ? cellId(id, place) : undefined}
      aria-multiselectable
      aria-readonly={!isEditable}
      tabIndex={0}
      className="group min-h-0 flex-1 overflow-auto outline-none select-none"
      {...grid.events}
    >
      <div role="rowgroup" className="sticky top-0 z-20" style={{ width }}>
        <div
          role="row"
          aria-rowindex={1}
          className="relative flex border-b border-line bg-bg text-sm text-mute"
          style={{ height: HEAD_HEIGHT }}
        >
          {sight.columns.map((c) => {
            const column = columns[c];
            return column === undefined ? null : (
              <div
                key={column.id}
                role="columnheader"
                aria-colindex={c + 1}
                title={column.kind === "fact" ? `${column.label} (${column.name})` : column.label}
                className={`flex h-full items-center border-r border-line bg-bg px-2 ${c === 0 ? "sticky left-0 z-10 shrink-0" : "absolute top-0"}`}
                style={c === 0 ? { width: column.width } : { left: column.left, width: column.width }}
              >
                <span className="truncate">{column.label}</span>
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ width, height: height + FOOT }}>
        {sight.rows.map(({ index, start }) => {
          const row = rows[index];
          const isChosen = index === place.row;
          const isInRange = range.top <= index && index <= range.bottom;
          return row === undefined ? null : (
            <DecisionRow
              key={row.pointer}
              id={id}
              row={row}
              index={index}
              columns={columns}
              inSight={sight.columns}
              top={start}
              height={ROW_HEIGHT}
              width={width}
              chosen={isChosen ? place.column : null}
              from={isInRange ? range.left : NONE}
              to={isInRange ? range.right : NONE}
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
  );
}

/** No column's index. */
const NONE = -1;
