/** What a table is told: its columns, its order, its rows. */
import type { ReactNode } from "react";

export type Cell = string | number | boolean | null | undefined;

export interface TableColumn<Row> {
  id: string;
  /** Column head; with `title` as its tooltip. */
  header: ReactNode;
  title?: string;
  /** What the column sorts by, and its text where there is no `cell`; null sorts last either way. Without it the column does not sort. */
  value?: (row: Row) => Cell;
  cell?: (row: Row) => ReactNode;
  /** Tooltip of a cell, for text that may be cut. By default the text of `value` when it is a string. */
  cellTitle?: (row: Row) => string | undefined;
  align?: "left" | "right" | "center";
  /** Least width in px. */
  width: number;
  /** Share of the room that is left; 0 by default. */
  grow?: number;
  /** First click sorts descending: for figures whose largest matter most. */
  descendingFirst?: boolean;
}

export interface TableSort {
  column: string;
  descending: boolean;
}

export interface VirtualTableProps<Row> {
  /** Name of the table for a screen reader. */
  label: string;
  rows: readonly Row[];
  /** The rows stand in the order of `sort` already: long tables sort faster by columns of their own. */
  ordered?: boolean;
  /** Keep it stable between renders (module scope or useMemo). */
  columns: readonly TableColumn<Row>[];
  rowKey: (row: Row) => string;
  sort?: TableSort | null;
  /** Without it the table keeps the order of clicks by itself. */
  onSortChange?: (sort: TableSort | null) => void;
  onRowClick?: (row: Row) => void;
  /** The row that is open beside the table. */
  activeKey?: string | null;
  selection?: { selected: ReadonlySet<string>; onChange: (selected: ReadonlySet<string>) => void; label: (row: Row) => string };
  rowHeight?: number;
  /** Shown under the head when there are no rows. */
  empty?: ReactNode;
  /** Size of the scrolling box: give a height or let it grow in a flex column. */
  className?: string;
}
