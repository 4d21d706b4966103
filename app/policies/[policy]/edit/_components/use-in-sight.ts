"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo } from "react";
import type { Grid } from "./use-grid";

export const ROW_HEIGHT = 32;
export const HEAD_HEIGHT = 34;
/** Below the last row, for what is said of a cell there. */
export const FOOT = 72;

/** Which rows and columns of the grid are in sight. The chosen cell is always among them, so that what is typed has its input; the first column stays. */
export function useInSight({ box, columns, place }: Grid, rows: number) {
  // To draw within the event would make the one lay out the page for the other, at every step of a wheel.
  const shared = { getScrollElement: () => box.current, useFlushSync: false };
  const byRow = useVirtualizer({
    count: rows,
    ...shared,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollPaddingEnd: FOOT,
    rangeExtractor: useWith([place.row]),
  });
  const byColumn = useVirtualizer({
    horizontal: true,
    count: columns.length,
    ...shared,
    estimateSize: (column) => columns[column]?.width ?? 0,
    // Other columns have other widths.
    getItemKey: useCallback((column: number) => columns[column]?.id ?? column, [columns]),
    overscan: 2,
    rangeExtractor: useWith([0, place.column]),
  });
  useChosenInSight({ box, columns, place }, (row) => byRow.scrollToIndex(row));
  const shown = byColumn
    .getVirtualItems()
    .map(({ index }) => index)
    .join();
  return {
    rows: byRow.getVirtualItems(),
    /** The same array as long as the same are in sight. */
    columns: useMemo(() => shown.split(",").filter(Boolean).map(Number), [shown]),
    /** Width and height of all. */
    size: [byColumn.getTotalSize(), byRow.getTotalSize()] as const,
  };
}

/** Those in sight and some more, in order. */
function useWith(more: readonly number[]) {
  const key = more.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the numbers, not of the array
  return useCallback(
    (range: Range) => {
      const wanted = more.filter((index) => index < range.count);
      return [...new Set([...defaultRangeExtractor(range), ...wanted])].sort((a, b) => a - b);
    },
    [key],
  );
}

/** Scrolls to the chosen cell when another is chosen; the rule's name covers what is under it. */
function useChosenInSight({ box, columns, place }: Pick<Grid, "box" | "columns" | "place">, showRow: (row: number) => void): void {
  const { row, column } = place;
  const { left = 0, width = 0 } = columns[column] ?? {};
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
