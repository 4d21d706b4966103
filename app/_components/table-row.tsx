"use client";

import { type KeyboardEvent, type MouseEvent, memo, type ReactNode } from "react";
import { cn } from "./class-names";
import { CheckBox } from "./field";
import type { Cell, TableColumn, VirtualTableProps } from "./table-column";

/** Where the focus goes from a row. */
export type Step = "first" | "last" | { rows: number } | { pages: number };

interface TableRowProps<Row> extends VirtualTableProps<Row> {
  row: Row;
  index: number;
  top: number;
  height: number;
  template: string;
  tabbable: boolean;
  onFocus: (index: number) => void;
  onMove: (step: Step, from: number) => void;
}

/** One row at its place, with its keys. Drawn again only when one of its properties changes, so that scrolling draws new rows only. */
export const TableRow = memo(PlainRow) as typeof PlainRow;

function PlainRow<Row>({
  row,
  index,
  top,
  height,
  template,
  tabbable,
  columns,
  rowKey,
  onRowClick,
  activeKey,
  selection,
  onFocus,
  onMove,
}: TableRowProps<Row>) {
  const key = rowKey(row);
  const selected = selection?.selected.has(key) ?? false;
  const active = activeKey === key;
  const tick = () => selection?.onChange(toggled(selection.selected, key));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = STEPS[event.key];
    if (step) onMove(step, index);
    else if (event.key === "Enter" && onRowClick) onRowClick(row);
    else if (event.key === " " && selection) tick();
    else if (event.key === " " && onRowClick) onRowClick(row);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    if (!(event.target as Element).closest("button, a, input, label, [role=menuitem]")) onRowClick?.(row);
  };
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selection ? selected : activeKey === undefined ? undefined : active}
      tabIndex={tabbable ? 0 : -1}
      onFocus={() => onFocus(index)}
      onKeyDown={onKeyDown}
      onClick={onRowClick ? onClick : undefined}
      className={cn(
        "absolute inset-x-0 grid items-center border-b border-line px-1.5 outline-offset-[-2px]",
        onRowClick && "cursor-pointer hover:bg-bg",
        (selected || active) && "bg-soft hover:bg-soft",
      )}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: template }}
    >
      {selection ? (
        <div role="gridcell" className="flex items-center px-2">
          <CheckBox aria-label={`Select ${selection.label(row)}`} tabIndex={-1} checked={selected} onChange={tick} />
        </div>
      ) : null}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          title={titleOf(column, row)}
          className={cn("min-w-0 truncate px-2", column.align === "right" && "text-right", column.align === "center" && "text-center")}
        >
          {column.cell ? column.cell(row) : textOf(column.value?.(row))}
        </div>
      ))}
    </div>
  );
}

const STEPS: Record<string, Step> = {
  ArrowDown: { rows: 1 },
  ArrowUp: { rows: -1 },
  PageDown: { pages: 1 },
  PageUp: { pages: -1 },
  Home: "first",
  End: "last",
};

function toggled(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

function titleOf<Row>(column: TableColumn<Row>, row: Row): string | undefined {
  if (column.cellTitle) return column.cellTitle(row);
  const value = column.value?.(row);
  return typeof value === "string" ? value : undefined;
}

function textOf(value: Cell): ReactNode {
  if (value === null || value === undefined) return <span className="text-faint">–</span>;
  return typeof value === "number" ? value.toLocaleString("en").replace("-", "\u2212") : String(value);
}
