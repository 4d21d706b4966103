"use client";

import { useMemo } from "react";
import type { ComparedBorrower } from "#rules/compare";
import type { Outcome } from "#rules/evaluate";
import { Button } from "../../../../_components/button";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { EmptyState } from "../../../../_components/empty-state";
import { Money, SignedMoney } from "../../../../_components/figures";
import { useLocale } from "../../../../_components/locale";
import { shortRuleName } from "../../../../_components/trace/rule-name";
import { reasonLines } from "../../../../_components/trace/told-reasons";
import { type TableColumn, VirtualTable } from "../../../../_components/virtual-table";
import { availableShift, limitShift, sortValue } from "../measures";
import { type Filters, NO_FILTERS, type Sort } from "../url-state";
import type { Shown } from "./shown-comparison";

interface BorrowerTableProps {
  shown: Shown;
  /** Already filtered and in order. */
  rows: readonly ComparedBorrower[];
  balances: ReadonlyMap<string, number | null>;
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  open: string | null;
  onOpen: (name: string) => void;
  onFilter: (filters: Partial<Filters>) => void;
}

const ROW = 32;
/** Head, frame, and a scroll bar where the window is narrow. */
const HEAD = 48;

const nameOf = (b: ComparedBorrower) => b.name;

/** The borrowers with both outcomes; a row opens both traces. */
export function BorrowerTable({ shown, rows, balances, sort, onSort, open, onOpen, onFilter }: BorrowerTableProps) {
  const columns = useColumns(shown, balances);
  return (
    <div style={{ height: rows.length === 0 ? 240 : `min(${HEAD + rows.length * ROW}px, 620px, 70dvh)` }}>
      <VirtualTable
        label="Borrowers"
        rows={rows}
        columns={columns}
        rowKey={nameOf}
        sort={sort}
        onSortChange={onSort}
        onRowClick={(b) => onOpen(b.name)}
        activeKey={open}
        rowHeight={ROW}
        className="h-full"
        empty={shown.comparison.summary.shifted === 0 ? <NobodyShifts onFilter={onFilter} /> : <NobodyFits onFilter={onFilter} />}
      />
    </div>
  );
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
      Limit, decision and available credit are the same on both sides for every borrower of this set.
    </EmptyState>
  );
}

function useColumns({ baseline, candidate }: Shown, balances: ReadonlyMap<string, number | null>): TableColumn<ComparedBorrower>[] {
  const locale = useLocale();
  const hasBalance = candidate.policy.limit.balance !== null;
  return useMemo(() => {
    const column = (id: string, rest: Omit<TableColumn<ComparedBorrower>, "id" | "value">): TableColumn<ComparedBorrower> => ({
      id,
      value: (b) => sortValue(id, b, balances),
      ...rest,
    });
    const told = (b: ComparedBorrower) => reasonLines(candidate.policy, b.candidate.reasons, locale);
    const money = [
      column("before", {
        header: "limit",
        title: "Limit before",
        align: "right",
        width: 84,
        descendingFirst: true,
        cell: (b) => <Money value={b.baseline.limitBefore} />,
      }),
      ...(hasBalance
        ? [
            column("balance", {
              header: "balance",
              align: "right",
              width: 82,
              descendingFirst: true,
              cell: (b) => <Balance value={balances.get(b.name)} />,
            }),
          ]
        : []),
    ];
    const shifts = [
      column("shift", {
        header: "limit shift",
        title: "Limit after, candidate less baseline",
        align: "right",
        width: 90,
        descendingFirst: true,
        cell: (b) => <SignedMoney hundredths={limitShift(b)} className={limitShift(b) === 0 ? "text-faint" : ""} />,
      }),
      ...(hasBalance
        ? [
            column("available", {
              header: "available shift",
              title: "Available credit, candidate less baseline",
              align: "right",
              width: 108,
              descendingFirst: true,
              cell: (b) => <AvailableShift borrower={b} />,
            }),
          ]
        : []),
    ];
    return [
      column("name", {
        header: "borrower",
        width: 104,
        grow: 2,
        cellTitle: nameOf,
        cell: (b) => <span className="font-medium">{b.name}</span>,
      }),
      ...money,
      column("baseline", {
        header: baseline.title,
        width: 186,
        grow: 1,
        cellTitle: (b) => outcomeTitle(b.baseline),
        cell: (b) => <OutcomeCell outcome={b.baseline} />,
      }),
      column("candidate", {
        header: candidate.title,
        width: 186,
        grow: 1,
        cellTitle: (b) => outcomeTitle(b.candidate),
        cell: (b) => <OutcomeCell outcome={b.candidate} />,
      }),
      ...shifts,
      column("told", {
        header: "told",
        title: `What ${candidate.title} tells the borrower`,
        width: 100,
        grow: 1,
        cellTitle: (b) => told(b) || "nothing is told",
        cell: (b) => <span className="text-mute">{b.candidate.reasons.join(" ") || "–"}</span>,
      }),
    ];
  }, [baseline, candidate, balances, hasBalance, locale]);
}

function outcomeTitle(outcome: Outcome): string {
  return (
    [
      ...outcome.applied.map((name) => `applied: ${name}`),
      ...outcome.bound.map((name) => `bound by: ${name}`),
      ...(outcome.review ? ["needs review"] : []),
    ].join("\n") || "no rule applied"
  );
}

function OutcomeCell({ outcome }: { outcome: Outcome }) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span className="w-16 shrink-0">
        <DecisionBadge decision={outcome.decision} />
      </span>
      <Money value={outcome.limitAfter} className="min-w-16 shrink-0 text-right" />
      <span className="min-w-0 truncate text-mute">{outcome.applied.map(shortRuleName).join(" ")}</span>
    </span>
  );
}

function Balance({ value }: { value: number | null | undefined }) {
  return value === null || value === undefined ? (
    <span className="text-faint">not known</span>
  ) : (
    <Money value={value} className="text-mute" />
  );
}

function AvailableShift({ borrower }: { borrower: ComparedBorrower }) {
  const shift = availableShift(borrower);
  return shift === null ? (
    <span className="text-faint">not known</span>
  ) : (
    <SignedMoney hundredths={shift} className={shift === 0 ? "text-faint" : ""} />
  );
}
