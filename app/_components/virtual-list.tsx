"use client";

/** A list of any length whose rows may differ in height. Of a long one only the rows in sight of the nearest part of the page that scrolls are in the page. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

/** So many rows cost next to nothing, and what is in the page whole is found by searching the page. */
const WHOLE = 40;

interface VirtualListProps<Row> {
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string;
  /** What a row is high, roughly, in pixels. */
  rowHeight: number;
  label?: string | undefined;
  rowClassName?: string;
  /** Index of the row that is brought in sight when it becomes another; -1 for none. */
  current?: number;
  children: (row: Row, index: number) => ReactNode;
}

export function VirtualList<Row>({ rows, rowKey, rowHeight, label, rowClassName, current = -1, children }: VirtualListProps<Row>) {
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowKey(rows[index] as Row, index),
    scrollMargin: above,
    overscan: rows.length > WHOLE ? 4 : WHOLE,
  });
  // Rows stand one below the other, so the browser itself keeps in place what is in sight.
  useLayoutEffect(() => {
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  }, [virtualizer]);
  // What stands above the list in the part that scrolls; drawn with the same state, so known here.
  useLayoutEffect(() => setAbove(distanceFromTop(list.current)));
  useEffect(() => {
    if (current >= 0) virtualizer.scrollToIndex(current, { align: "auto" });
  }, [virtualizer, current]);
  const items = virtualizer.getVirtualItems();
  const start = (items[0]?.start ?? above) - above;
  const end = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? above) - above);
  return (
    // Positioned, so that words for screen readers, which are placed absolutely, scroll along.
    <ul ref={list} aria-label={label} className="relative" style={{ paddingTop: start, paddingBottom: Math.max(end, 0) }}>
      {items.map(({ key, index }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          aria-setsize={rows.length}
          aria-posinset={index + 1}
          className={rowClassName}
        >
          {children(rows[index] as Row, index)}
        </li>
      ))}
    </ul>
  );
}

function scrollerOf(list: HTMLElement | null): HTMLElement {
  for (let at = list?.parentElement ?? null; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}

function distanceFromTop(list: HTMLElement | null): number {
  if (!list) return 0;
  const scroller = scrollerOf(list);
  return Math.round(list.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientTop + scroller.scrollTop);
}
