"use client";

/**
 * A grid of any length: only the rows in sight are in the page. Sorting and order come
 * from TanStack Table, the window from TanStack Virtual, markup and keys from here.
 * Columns have fixed starting widths and share what room is left by `grow`, so that
 * nothing moves as rows come and go. Keys: ↑ ↓ Home End PageUp PageDown move between
 * rows, Enter opens the row, Space ticks it where rows can be selected.
 */
import { createSortedRowModel, type RowData, rowSortingFeature, type SortingState, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "./class-names";
import { CheckBox } from "./field";

type Cell = string | number | boolean | null | undefined;

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

const HEAD_HEIGHT = 30;
const CHECK_WIDTH = 34;
const ALIGN = { left: "justify-start text-left", right: "justify-end text-right", center: "justify-center text-center" };

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rowKey, selection, rowHeight = 32, empty, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const { ordered, sort, toggle } = useOrder(props);
  const virtualizer = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowKey(ordered[index] as Row),
    overscan: 12,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const [focused, setFocused] = useState(0);
  const current = Math.min(focused, Math.max(0, ordered.length - 1));
  const wanted = useRef<number | null>(null);
  const selectable = selection !== undefined;
  const template = useMemo(() => templateOf(columns, selectable), [columns, selectable]);
  const width = columns.reduce((sum, column) => sum + column.width, selection ? CHECK_WIDTH : 0);

  useEffect(() => {
    const index = wanted.current;
    if (index === null) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(ordered.length - 1, index));
    wanted.current = next;
    setFocused(next);
    virtualizer.scrollToIndex(next);
  };
  const targetOf = (step: Step, from: number) => {
    if (step === "first") return 0;
    if (step === "last") return ordered.length - 1;
    return from + ("rows" in step ? step.rows : step.pages * pageLength());
  };
  const pageLength = () => Math.max(1, Math.floor(((box.current?.clientHeight ?? 300) - HEAD_HEIGHT) / rowHeight) - 1);

  return (
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={ordered.length + 1}
      aria-colcount={columns.length + (selection ? 1 : 0)}
      aria-multiselectable={selection ? true : undefined}
      tabIndex={ordered.length === 0 ? 0 : -1}
      className={cn("relative min-h-0 overflow-auto rounded-lg border border-line bg-card", className)}
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-card" style={{ minWidth: width }}>
        <div role="row" aria-rowindex={1} className="grid px-1.5" style={{ gridTemplateColumns: template, height: HEAD_HEIGHT }}>
          {selection ? <SelectAll rows={ordered} rowKey={rowKey} selection={selection} /> : null}
          {columns.map((column) => (
            <Head key={column.id} column={column} sort={sort} onToggle={() => toggle(column)} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize(), minWidth: width }}>
        {virtualizer.getVirtualItems().map((item) => (
          <BodyRow
            key={item.key}
            {...props}
            row={ordered[item.index] as Row}
            index={item.index}
            top={item.start}
            height={rowHeight}
            template={template}
            tabbable={item.index === current}
            onFocus={() => setFocused(item.index)}
            onMove={(step) => moveTo(targetOf(step, item.index))}
          />
        ))}
      </div>
      {ordered.length === 0 ? empty : null}
    </div>
  );
}

function useOrder<Row>({ rows, columns, sort: given, onSortChange }: VirtualTableProps<Row>) {
  const [own, setOwn] = useState<TableSort | null>(given ?? null);
  const sort = onSortChange ? (given ?? null) : own;
  const setSort = onSortChange ?? setOwn;
  const definitions = useMemo(() => columns.map((column) => definitionOf(column as unknown as TableColumn<RowData>)), [columns]);
  const sorting = useMemo<SortingState>(() => (sort ? [{ id: sort.column, desc: sort.descending }] : []), [sort]);
  const state = useMemo(() => ({ sorting }), [sorting]);
  const table = useTable({ features, data: rows as readonly RowData[], columns: definitions, state, enableMultiSort: false });
  const model = table.getRowModel().rows;
  const ordered = useMemo(() => model.map((row) => row.original as Row), [model]);
  const toggle = (column: TableColumn<Row>) => {
    const first = column.descendingFirst ?? false;
    if (sort?.column !== column.id) setSort({ column: column.id, descending: first });
    else setSort(sort.descending === first ? { column: column.id, descending: !first } : null);
  };
  return { ordered, sort, toggle };
}

function definitionOf<Row>(column: TableColumn<Row>) {
  return {
    id: column.id,
    accessorFn: (row: Row) => column.value?.(row) ?? undefined,
    enableSorting: column.value !== undefined,
    sortUndefined: "last" as const,
    sortFn: (a: { getValue: (id: string) => unknown }, b: { getValue: (id: string) => unknown }, id: string) =>
      order(a.getValue(id), b.getValue(id)),
  };
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

function order(a: unknown, b: unknown): number {
  if (typeof a === "string" && typeof b === "string") return COLLATOR.compare(a, b);
  return Number(a) - Number(b);
}

function templateOf<Row>(columns: readonly TableColumn<Row>[], selectable: boolean): string {
  const tracks = columns.map((column) => (column.grow ? `minmax(${column.width}px, ${column.grow}fr)` : `${column.width}px`));
  const filled = columns.some((column) => column.grow) ? tracks : [...tracks, "1fr"];
  return (selectable ? [`${CHECK_WIDTH}px`, ...filled] : filled).join(" ");
}

function Head<Row>({ column, sort, onToggle }: { column: TableColumn<Row>; sort: TableSort | null; onToggle: () => void }) {
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
        <Arrow className={cn("size-3 shrink-0", sorted === "none" && "invisible")} aria-hidden />
      </button>
    </div>
  );
}

type Step = "first" | "last" | { rows: number } | { pages: number };

interface BodyRowProps<Row> extends VirtualTableProps<Row> {
  row: Row;
  index: number;
  top: number;
  height: number;
  template: string;
  tabbable: boolean;
  onFocus: () => void;
  onMove: (step: Step) => void;
}

function BodyRow<Row>({
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
}: BodyRowProps<Row>) {
  const key = rowKey(row);
  const selected = selection?.selected.has(key) ?? false;
  const active = activeKey === key;
  const tick = () => selection?.onChange(toggled(selection.selected, key));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = STEPS[event.key];
    if (step) onMove(step);
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
      onFocus={onFocus}
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

function SelectAll<Row>({
  rows,
  rowKey,
  selection,
}: {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selection: NonNullable<VirtualTableProps<Row>["selection"]>;
}) {
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
