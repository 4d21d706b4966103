"use client";

import { memo, useMemo } from "react";
import { keysOf } from "../../../../_components/borrowers/borrower-columns";
import { Card } from "../../../../_components/card";
import { formatCount } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Select } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import type { Assumptions } from "../assumptions";
import { FAILED, keptRows } from "../filter-rows";
import { subjectLabel } from "../filter-words";
import type { Parts } from "../parts";
import type { Shares, Shown } from "../shown";
import { inOrder, sortedRows } from "../sort-rows";
import { subjectKey, subjectsOf } from "../subjects";
import { partsShown } from "../table-rows";
import { type Filters, sortKey, sortOf, type UrlState } from "../url-state";
import { BorrowerDrawer } from "./borrower-drawer";
import { BorrowerFilters } from "./borrower-filters";
import { BorrowerTable } from "./borrower-table";

interface BorrowersCardProps {
  shown: Shown;
  shares: Shares | null;
  url: UrlState;
  /** The outcome observed later. */
  observed: Float64Array | null;
  onFilter: (filters: Partial<Filters>) => void;
}

/** The borrowers that the filters keep, in order; one opens beside them. */
export const BorrowersCard = memo(function BorrowersCard({ shown, shares, url, observed, onFilter }: BorrowersCardProps) {
  const keys = keysOf(shown.borrowers.names);
  const table = useTable(shown, shares, url, observed);
  const { rows } = table;
  const open = (key: string | null) => replaceParams({ borrower: key });
  return (
    <Card title="Borrowers" note={countWords(shown, url, rows.length, table.parts)}>
      <BorrowerFilters shown={shown} filters={url.filters} onFilter={onFilter}>
        <ColumnChoice shown={shown} column={url.column} />
      </BorrowerFilters>
      <BorrowerTable
        shown={shown}
        shares={shares}
        rows={rows}
        parts={table.parts}
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

interface ShownTable {
  readonly rows: readonly number[];
  readonly parts: Parts | null;
}

/** Made anew only where something that it depends on differs, whatever else the URL says. */
function useTable(shown: Shown, shares: Shares | null, url: UrlState, observed: Float64Array | null): ShownTable {
  const sortText = sortKey(url.sort);
  const filtersText = JSON.stringify(url.filters);
  const assumptionsText = JSON.stringify(url.assumptions);
  const given = useMemo(
    () => ({ filters: JSON.parse(filtersText) as Filters, assumed: { assumptions: JSON.parse(assumptionsText) as Assumptions, observed } }),
    [filtersText, assumptionsText, observed],
  );
  const parts = useMemo(() => partsShown(shown, shares, given.filters, given.assumed), [shown, shares, given]);
  const sorted = useMemo(() => sortedRows(shown, shares, sortOf(sortText), parts), [shown, shares, sortText, parts]);
  const rows = useMemo(() => inOrder(sorted, keptRows(shown, shares, given.filters, given.assumed)), [sorted, shown, shares, given]);
  return { rows, parts };
}

function countWords({ outcomes: { figures } }: Shown, { filters, sort }: UrlState, count: number, parts: Parts | null): string {
  const { borrowers, errors, shifted } = figures.summary;
  const [of, what] =
    FAILED in filters.where
      ? [errors, "without an outcome"]
      : filters.all || filters.told
        ? [borrowers - errors, "borrowers"]
        : [shifted, "that shift"];
  const words = count === of ? `${formatCount(of)} ${what}` : `filtered: ${formatCount(count)} of ${formatCount(of)} ${what}`;
  return sort === null && !(FAILED in filters.where) ? `${words} · largest ${parts === null ? "shift" : parts.label} first` : words;
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
