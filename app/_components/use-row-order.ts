"use client";

import { createSortedRowModel, type RowData, rowSortingFeature, type SortingState, tableFeatures, useTable } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { TableColumn, TableSort, VirtualTableProps } from "./table-column";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const NO_ROWS: readonly RowData[] = [];

/** The rows as the reader has ordered them, and how a click on a column's head changes that. */
export function useRowOrder<Row>({ rows, ordered: isOrdered = false, columns, sort: given, onSortChange }: VirtualTableProps<Row>) {
  const [own, setOwn] = useState<TableSort | null>(given ?? null);
  const sort = onSortChange ? (given ?? null) : own;
  const setSort = onSortChange ?? setOwn;
  const definitions = useMemo(() => columns.map((column) => definitionOf(column as unknown as TableColumn<RowData>)), [columns]);
  const sorting = useMemo<SortingState>(() => (sort ? [{ id: sort.column, desc: sort.descending }] : []), [sort]);
  const state = useMemo(() => ({ sorting }), [sorting]);
  const data = (isOrdered ? NO_ROWS : rows) as readonly RowData[];
  const table = useTable({ features, data, columns: definitions, state, enableMultiSort: false });
  const model = table.getRowModel().rows;
  const ordered = useMemo(() => (isOrdered ? rows : model.map((row) => row.original as Row)), [isOrdered, rows, model]);
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
