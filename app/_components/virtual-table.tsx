"use client";

/**
 * A grid of any length: only the rows in sight are in the page. Sorting and order come
 * from TanStack Table, the window from TanStack Virtual, markup and keys from here.
 * Columns have fixed starting widths and share what room is left by `grow`, so that
 * nothing moves as rows come and go. Keys: ↑ ↓ Home End PageUp PageDown move between
 * rows, Enter opens the row, Space ticks it where rows can be selected.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "./class-names";
import type { TableColumn, VirtualTableProps } from "./table-column";
import { SelectAll, TableHead } from "./table-head";
import { type Step, TableRow } from "./table-row";
import { useRowOrder } from "./use-row-order";

export type { TableColumn, TableSort, VirtualTableProps } from "./table-column";

const HEAD_HEIGHT = 30;
const CHECK_WIDTH = 34;

export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rowKey, selection, rowHeight = 32, empty, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const { ordered, sort, toggle } = useRowOrder(props);
  const virtualizer = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowKey(ordered[index] as Row),
    overscan: 12,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const [focused, setFocused] = useState(0);
  const items = virtualizer.getVirtualItems();
  const tabbable = items.some(({ index }) => index === focused) ? focused : items[0]?.index;
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
  const move = useRef((step: Step, from: number) => moveTo(targetOf(step, from)));
  useEffect(() => {
    move.current = (step, from) => moveTo(targetOf(step, from));
  });
  const onMove = useCallback((step: Step, from: number) => move.current(step, from), []);

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
            <TableHead key={column.id} column={column} sort={sort} onToggle={() => toggle(column)} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize(), minWidth: width }}>
        {items.map((item) => (
          <TableRow
            key={item.key}
            {...props}
            row={ordered[item.index] as Row}
            index={item.index}
            top={item.start}
            height={rowHeight}
            template={template}
            tabbable={item.index === tabbable}
            onFocus={setFocused}
            onMove={onMove}
          />
        ))}
      </div>
      {ordered.length === 0 ? empty : null}
    </div>
  );
}

/** Widths as a grid template: fixed ones stay, those with `grow` share the rest. */
function templateOf<Row>(columns: readonly TableColumn<Row>[], selectable: boolean): string {
  const tracks = columns.map((column) => (column.grow ? `minmax(${column.width}px, ${column.grow}fr)` : `${column.width}px`));
  const filled = columns.some((column) => column.grow) ? tracks : [...tracks, "1fr"];
  return (selectable ? [`${CHECK_WIDTH}px`, ...filled] : filled).join(" ");
}
