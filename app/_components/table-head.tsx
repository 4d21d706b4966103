"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useMemo } from "react";
import { cn } from "./class-names";
import { CheckBox } from "./field";
import type { TableColumn, TableSort, VirtualTableProps } from "./table-column";

const ALIGN = { left: "justify-start text-left", right: "justify-end text-right", center: "justify-center text-center" };

/** The head of a column; a click orders the rows by it. */
export function TableHead<Row>({ column, sort, onToggle }: { column: TableColumn<Row>; sort: TableSort | null; onToggle: () => void }) {
  const sorted = sort?.column === column.id ? (sort.descending ? "descending" : "ascending") : "none";
  const text = <span className="truncate">{column.header}</span>;
  const layout = cn("flex min-w-0 items-center gap-1 px-2 text-sm text-faint", ALIGN[column.align ?? "left"]);
  if (!column.value) {
    return (
      <div role="columnheader" title={column.title} className={layout}>
        {text}
      </div>
    );
  }
  const Arrow = sorted === "descending" ? ChevronDown : ChevronUp;
  return (
    <div role="columnheader" aria-sort={sorted} className="flex min-w-0">
      <button
        type="button"
        title={column.title ?? "Sort"}
        onClick={onToggle}
        className={cn(
          layout,
          "w-full outline-offset-[-2px] hover:text-ink",
          sorted !== "none" && "font-medium text-ink",
          column.align === "right" && "flex-row-reverse justify-start",
        )}
      >
        {text}
        {sorted === "none" ? null : <Arrow className="size-3 shrink-0" aria-hidden />}
      </button>
    </div>
  );
}

interface SelectAllProps<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selection: NonNullable<VirtualTableProps<Row>["selection"]>;
}

/** Ticks or unticks every row of the table, in sight or not. */
export function SelectAll<Row>({ rows, rowKey, selection }: SelectAllProps<Row>) {
  const inSight = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const count = inSight.filter((key) => selection.selected.has(key)).length;
  const state = count === 0 ? false : count === inSight.length ? true : "indeterminate";
  return (
    <div role="columnheader" className="flex items-center px-2">
      <CheckBox
        aria-label="Select all rows"
        checked={state}
        disabled={inSight.length === 0}
        onChange={() => {
          const next = new Set(selection.selected);
          for (const key of inSight) state === true ? next.delete(key) : next.add(key);
          selection.onChange(next);
        }}
      />
    </div>
  );
}
