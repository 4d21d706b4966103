"use client";

import { useMemo } from "react";
import type { PackedOutcomes } from "#rules/columns";
import { shortRuleName } from "#rules/format";
import { Button } from "../../../../_components/button";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { EmptyState } from "../../../../_components/empty-state";
import { Money, SignedMoney } from "../../../../_components/figures";
import { Spinner } from "../../../../_components/spinner";
import { useLocale } from "../../../../_components/locale";
import { reasonLines } from "../../../../_components/trace/told-reasons";
import { seenText } from "../../../../_components/trace/values";
import { type TableColumn, VirtualTable } from "../../../../_components/virtual-table";
import { balanceOf } from "../book";
import { subjectLabel } from "../filter-words";
import { waitsForShares } from "../filter-rows";
import { MOVES, type Parts } from "../parts";
import { hasBalance, type Shares, type Shown } from "../shown";
import { availableShift, FACT_COLUMN, limitShift } from "../sort-rows";
import { findSubject, readerOf } from "../subjects";
import { type Filters, NO_FILTERS, type Sort, type UrlState } from "../url-state";
import { BecauseCell } from "./because-cell";

interface BorrowerTableProps {
  shown: Shown;
  shares: Shares | null;
  /** Already filtered and in order. */
  rows: readonly number[];
  /** The sum that the rows are about, where a filter is about one. */
  parts: Parts | null;
  /** By row. */
  keys: readonly string[];
  url: UrlState;
  onSort: (sort: Sort | null) => void;
  onOpen: (key: string) => void;
  onFilter: (filters: Partial<Filters>) => void;
}

const ROW = 32;
/** Head, frame, and a scroll bar where the window is narrow. */
const HEAD = 48;

/** The borrowers with both outcomes; a row opens both traces. */
export function BorrowerTable({ shown, shares, rows, parts, keys, url, onSort, onOpen, onFilter }: BorrowerTableProps) {
  const columns = useColumns(shown, shares, parts, url);
  const keyOf = (row: number) => keys[row] as string;
  return (
    <div style={{ height: rows.length === 0 ? 240 : `min(${HEAD + rows.length * ROW}px, 620px, 70dvh)` }}>
      <VirtualTable
        label="Borrowers"
        rows={rows}
        ordered
        columns={columns}
        rowKey={keyOf}
        sort={url.sort}
        onSortChange={onSort}
        onRowClick={(row) => onOpen(keyOf(row))}
        activeKey={url.borrower}
        rowHeight={ROW}
        className="h-full"
        empty={<Nobody waits={shares === null && waitsForShares(url.filters)} shown={shown} onFilter={onFilter} />}
      />
    </div>
  );
}

function Nobody({ waits, shown, onFilter }: { waits: boolean } & Pick<BorrowerTableProps, "shown" | "onFilter">) {
  if (waits) return <Spinner words="Dividing the shift, to know whom each change moves…" className="p-6" />;
  return shown.outcomes.figures.summary.shifted === 0 ? <NobodyShifts onFilter={onFilter} /> : <NobodyFits onFilter={onFilter} />;
}

function NobodyFits({ onFilter }: Pick<BorrowerTableProps, "onFilter">) {
  return (
    <EmptyState title="No borrower fits" actions={<Button onClick={() => onFilter(NO_FILTERS)}>Clear filters</Button>}>
      Take a filter away, or tick “All borrowers” to see those that do not shift as well.
    </EmptyState>
  );
}

function NobodyShifts({ onFilter }: Pick<BorrowerTableProps, "onFilter">) {
  return (
    <EmptyState title="Nobody shifts" actions={<Button onClick={() => onFilter({ ...NO_FILTERS, all: true })}>Show all borrowers</Button>}>
      Limit, decision and available credit are the same on both sides for every one of these borrowers.
    </EmptyState>
  );
}

type Column = TableColumn<number>;
type OutcomeKind = NonNullable<PackedOutcomes["kinds"][number]>;

/** The table is in order already; a value only says that a column can be sorted by. */
const sortable = (row: number) => row;

function useColumns(shown: Shown, shares: Shares | null, parts: Parts | null, { column, measure }: UrlState): Column[] {
  const locale = useLocale();
  return useMemo(() => {
    const { outcomes, borrowers, baseline, candidate } = shown;
    const known = hasBalance(shown);
    const told = (row: number) => kindOf(outcomes.candidate, row)?.reasons ?? [];
    return [
      {
        id: "name",
        header: "borrower",
        value: sortable,
        width: 92,
        grow: 1,
        cellTitle: (row) => borrowers.names[row],
        cell: (row) => <span className="font-medium">{borrowers.names[row]}</span>,
      },
      {
        id: "before",
        header: "limit",
        title: "Limit before",
        value: sortable,
        align: "right",
        width: 80,
        descendingFirst: true,
        cell: (row) => <Money hundredths={outcomes.baseline.limitBefore[row] as number} />,
      },
      ...(known ? [balanceColumn(shown)] : []),
      outcomeColumn(shown, "baseline", baseline.title),
      outcomeColumn(shown, "candidate", candidate.title),
      shiftColumn("shift", "limit shift", "Limit after, candidate less baseline", 86, (row) =>
        isCompared(outcomes, row) ? limitShift(shown, row) : null,
      ),
      ...(known
        ? [
            shiftColumn("available", "available shift", "Available credit, candidate less baseline", 104, (row) =>
              isCompared(outcomes, row) ? availableShift(shown, row) : null,
            ),
          ]
        : []),
      ...(parts === null || parts.label === "limit shift" || parts.label === "available shift"
        ? []
        : [shiftColumn(MOVES, parts.label, `${parts.label}: what each adds to the sum`, 118, (row) => parts.values[row] as number)]),
      {
        id: "because",
        header: "because of",
        title: "The changes with a share in the shift, the largest first",
        value: sortable,
        width: 128,
        grow: 1,
        descendingFirst: true,
        cell: (row) => <BecauseCell shares={shares} changes={outcomes.versions.changes} row={row} measure={measure} />,
      },
      {
        id: "told",
        header: "told",
        title: `What ${candidate.title} tells the borrower`,
        value: sortable,
        width: 96,
        grow: 1,
        cellTitle: (row) => reasonLines(candidate.policy, told(row), locale) || "nothing is told",
        cell: (row) => <span className="text-mute">{told(row).join(" ") || "–"}</span>,
      },
      ...factColumn(shown, column, locale),
    ];
  }, [shown, shares, parts, column, measure, locale]);
}

function kindOf({ kind, kinds }: Shown["outcomes"]["baseline"], row: number): OutcomeKind | null {
  return kinds[kind[row] as number] ?? null;
}

function isCompared({ baseline, candidate }: Shown["outcomes"], row: number): boolean {
  return kindOf(baseline, row) !== null && kindOf(candidate, row) !== null;
}

function balanceColumn(shown: Shown): Column {
  const balances = balanceOf(shown);
  return {
    id: "balance",
    header: "balance",
    value: sortable,
    align: "right",
    width: 80,
    descendingFirst: true,
    cell: (row) => {
      const balance = balances?.[row];
      return balance === undefined || Number.isNaN(balance) ? <NotKnown /> : <Money value={balance} className="text-mute" />;
    },
  };
}

function outcomeColumn({ outcomes }: Shown, side: "baseline" | "candidate", title: string): Column {
  const { limitAfter } = outcomes[side];
  return {
    id: side,
    header: title,
    value: sortable,
    width: 182,
    grow: 1,
    cellTitle: (row) => outcomeTitle(kindOf(outcomes[side], row)),
    cell: (row) => {
      const kind = kindOf(outcomes[side], row);
      return kind === null ? null : <OutcomeCell kind={kind} limit={limitAfter[row] as number} />;
    },
  };
}

function outcomeTitle(kind: OutcomeKind | null): string {
  if (kind === null) return "no outcome";
  const parts = [
    ...kind.applied.map((name) => `applied: ${name}`),
    ...kind.bound.map((name) => `bound by: ${name}`),
    ...(kind.review ? ["needs review"] : []),
  ];
  return parts.join("\n") || "no rule applied";
}

function OutcomeCell({ kind, limit }: { kind: OutcomeKind; limit: number }) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span className="w-16 shrink-0">
        <DecisionBadge decision={kind.decision} />
      </span>
      <Money hundredths={limit} className="min-w-16 shrink-0 text-right" />
      <span className="min-w-0 truncate text-mute">{kind.applied.map(shortRuleName).join(" ")}</span>
    </span>
  );
}

function shiftColumn(id: string, header: string, title: string, width: number, shiftAt: (row: number) => number | null): Column {
  return {
    id,
    header,
    title,
    value: sortable,
    align: "right",
    width,
    descendingFirst: true,
    cell: (row) => {
      const shift = shiftAt(row);
      if (shift === null) return <span className="text-faint">–</span>;
      return Number.isNaN(shift) ? <NotKnown /> : <SignedMoney hundredths={shift} className={shift === 0 ? "text-faint" : ""} />;
    },
  };
}

function factColumn(shown: Shown, key: string | null, locale: ReturnType<typeof useLocale>): Column[] {
  const subject = findSubject(shown, key);
  if (subject === null) return [];
  const read = readerOf(shown, subject);
  const label = subjectLabel(shown, subject, locale);
  const text = (row: number) => seenText(shown.candidate.policy, subject.name, read(row), locale);
  return [
    { id: `${FACT_COLUMN}${key}`, header: label, title: label, value: sortable, width: 120, align: "right", cellTitle: text, cell: text },
  ];
}

function NotKnown() {
  return <span className="text-faint">not known</span>;
}
