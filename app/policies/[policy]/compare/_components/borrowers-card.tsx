"use client";

import { memo, useMemo } from "react";
import { keysOf } from "../../../../_components/borrowers/borrower-columns";
import { Card } from "../../../../_components/card";
import { formatCount } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Select } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import { keptRows } from "../filter-rows";
import { subjectLabel } from "../filter-words";
import type { Shares, Shown } from "../shown";
import { inOrder, sortedRows } from "../sort-rows";
import { subjectKey, subjectsOf } from "../subjects";
import { type Filters, sortKey, sortOf, type UrlState } from "../url-state";
import { BorrowerDrawer } from "./borrower-drawer";
import { BorrowerFilters } from "./borrower-filters";
import { BorrowerTable } from "./borrower-table";

interface BorrowersCardProps {
  shown: Shown;
  shares: Shares | null;
  url: UrlState;
  onFilter: (filters: Partial<Filters>) => void;
}

/** The borrowers that the filters keep, in order; one opens beside them. */
export const BorrowersCard = memo(function BorrowersCard({ shown, shares, url, onFilter }: BorrowersCardProps) {
  const keys = keysOf(shown.borrowers.names);
  const sortText = sortKey(url.sort);
  const sorted = useMemo(() => sortedRows(shown, shares, sortOf(sortText)), [shown, shares, sortText]);
  const filtersText = JSON.stringify(url.filters);
  const rows = useMemo(() => {
    const filters = JSON.parse(filtersText) as Filters;
    return inOrder(sorted, keptRows(shown, shares, filters, url.assumptions.late));
  }, [sorted, shown, shares, filtersText, url.assumptions.late]);
  const open = (key: string | null) => replaceParams({ borrower: key });
  return (
    <Card title="Borrowers" note={countWords(shown, url, rows.length)}>
      <BorrowerFilters shown={shown} filters={url.filters} onFilter={onFilter}>
        <ColumnChoice shown={shown} column={url.column} />
      </BorrowerFilters>
      <BorrowerTable
        shown={shown}
        shares={shares}
        rows={rows}
        keys={keys}
        url={url}
        onSort={(sort) => replaceParams({ sort: sortKey(sort) })}
        onOpen={open}
        onFilter={onFilter}
      />
      {url.borrower === null ? null : (
        <BorrowerDrawer shown={shown} shares={shares} name={url.borrower} rows={rows} onOpen={open} onClose={() => open(null)} />
      )}
    </Card>
  );
});

function countWords({ outcomes: { figures } }: Shown, { filters, sort }: UrlState, count: number): string {
  const { borrowers, errors, shifted } = figures.summary;
  const [of, what] = filters.all || filters.told ? [borrowers - errors, "borrowers"] : [shifted, "that shift"];
  const words = count === of ? `${formatCount(of)} ${what}` : `filtered: ${formatCount(count)} of ${formatCount(of)} ${what}`;
  return sort === null ? `${words} · largest shift first` : words;
}

/** A column more, of any fact, derived fact or shared condition. */
function ColumnChoice({ shown, column }: { shown: Shown; column: string | null }) {
  const locale = useLocale();
  const options = useMemo(
    () => [
      { value: "", label: "none" },
      ...subjectsOf(shown).map((subject) => ({ value: subjectKey(subject), label: subjectLabel(shown, subject, locale) })),
    ],
    [shown, locale],
  );
  return (
    <span className="ml-auto">
      <Select
        label="Further column"
        prefix
        value={column ?? ""}
        options={options}
        onChange={(next) => replaceParams({ column: next })}
        className="h-6.5 max-w-56 text-sm"
      />
    </span>
  );
}
