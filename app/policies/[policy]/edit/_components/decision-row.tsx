"use client";

import { memo, type ReactNode } from "react";
import type { TableRow } from "#rules/editing";
import { DECISIONS } from "#rules/evaluate";
import { cn } from "../../../../_components/class-names";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { RuleName } from "../../../../_components/trace/rule-name";
import { cellOf, type GridColumn, type GridPlace } from "../views/table-grid";

interface DecisionRowProps {
  /** Of the grid, from which cells have theirs. */
  id: string;
  row: TableRow;
  index: number;
  columns: readonly GridColumn[];
  /** Those in sight, by index; the first is always one. */
  inSight: readonly number[];
  top: number;
  height: number;
  width: number;
  /** The chosen cell's column; null of the other rows. */
  chosen: number | null;
  /** The columns that are in the range, if any: from one to another. */
  from: number;
  to: number;
  /** Stands in the chosen cell's stead. */
  input: ReactNode;
}

export function cellId(grid: string, { row, column }: GridPlace): string {
  return `${grid}-${row}-${column}`;
}

/** One rule of the decision table; drawn again only where it, or what is chosen in it, is another. */
export const DecisionRow = memo(function DecisionRow(props: DecisionRowProps) {
  const { id, row, index, columns, inSight, top, height, width, chosen, from, to, input } = props;
  const isOff = row.cells.get("enabled")?.text === "no";
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={cn("absolute left-0 flex border-b border-line", isOff && "text-faint", input !== null && "z-10")}
      style={{ transform: `translateY(${top}px)`, height, width }}
    >
      {inSight.map((c) => {
        const column = columns[c] as GridColumn;
        const isInRange = from <= c && c <= to;
        return (
          <div
            key={column.id}
            id={cellId(id, { row: index, column: c })}
            role="gridcell"
            aria-colindex={c + 1}
            aria-selected={isInRange}
            data-row={index}
            data-column={c}
            title={cellOf(row, column.id)?.text}
            className={cn(
              "flex h-full items-center border-r border-line px-2",
              c === 0 ? "sticky left-0 z-10 shrink-0 bg-card" : "absolute top-0",
              RIGHT.has(column.id) && "justify-end tabular-nums",
              isInRange && chosen !== c && "bg-soft",
              chosen === c && "outline-2 outline-offset-[-2px] outline-edge group-focus-within:outline-accent",
            )}
            style={c === 0 ? { width: column.width } : { left: column.left, width: column.width }}
          >
            {chosen === c && input !== null ? input : <CellContent row={row} column={column} />}
          </div>
        );
      })}
    </div>
  );
});

const RIGHT: ReadonlySet<string> = new Set(["priority", "percent", "amount"]);

function CellContent({ row, column: { id, kind } }: { row: TableRow; column: GridColumn }) {
  const text = cellOf(row, id)?.text ?? "";
  if (id === "name") return <RuleName name={text} />;
  if (id === "enabled") return text === "no" ? "off" : "on";
  const decision = id === "type" ? DECISIONS.find((known) => known === text) : undefined;
  if (decision !== undefined) return <DecisionBadge decision={decision} />;
  return <span className={cn("truncate", kind === "fact" && "tabular-nums", kind === "expression" && "text-mute")}>{text}</span>;
}
