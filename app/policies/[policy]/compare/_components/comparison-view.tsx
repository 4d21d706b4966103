"use client";

import { useMemo, useRef } from "react";
import { Card } from "../../../../_components/card";
import { cn } from "../../../../_components/class-names";
import { HeadlineFigures } from "../../../../_components/comparison/headline-figures";
import { HeadlineSentence } from "../../../../_components/comparison/headline-sentence";
import { MigrationMatrix } from "../../../../_components/comparison/migration-matrix";
import type { DecisionPair, Treatment } from "../../../../_components/comparison/terms";
import { formatCount } from "../../../../_components/format";
import { replaceParams } from "../../../../_components/use-url-state";
import { filterBorrowers, grainOf, limitChangeBins, measureChanges, sortBorrowers, treatmentsOf } from "../measures";
import { filterParams, type Filters, NO_FILTERS, sortKey, type UrlState } from "../url-state";
import { BorrowerDrawer } from "./borrower-drawer";
import { BorrowerFilters, isDiagonal } from "./borrower-filters";
import { BorrowerTable } from "./borrower-table";
import { ChangeList } from "./change-list";
import { FailureList } from "./failure-list";
import { LimitChangeHistogram } from "./limit-change-histogram";
import type { Shown } from "./shown-comparison";

/** A finished comparison, from the sentence down to the borrowers. */
export function ComparisonView({ shown, stale, url }: { shown: Shown; stale: boolean; url: UrlState }) {
  const { comparison, baseline, candidate } = shown;
  const treatments = useMemo(() => treatmentsOf(comparison), [comparison]);
  const titles = { baseline: baseline.title, candidate: candidate.title };
  const list = useRef<HTMLDivElement>(null);
  const filter = (filters: Partial<Filters>) => replaceParams(filterParams(filters));
  const show = (filters: Partial<Filters>) => {
    filter({ ...NO_FILTERS, ...filters });
    list.current?.scrollIntoView({ block: "start" });
  };
  const hasBalance = candidate.policy.limit.balance !== null;
  const evaluated = comparison.summary.borrowers > comparison.summary.errors;
  return (
    <div className={cn("mt-1.5 transition-opacity", stale && "opacity-55")} aria-busy={stale}>
      <HeadlineSentence
        summary={comparison.summary}
        treatments={treatments}
        subject={subjectOf(shown)}
        hasBalance={hasBalance}
        onShow={(treatment, rule) => show({ treatment, ...(rule === undefined ? {} : { rule }) })}
      />
      <FailureList failures={comparison.failures} borrowers={comparison.summary.borrowers} titles={titles} />
      {evaluated ? (
        <>
          <HeadlineFigures summary={comparison.summary} hasBalance={hasBalance} against={`${titles.baseline}:`} />
          <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
            <Changes
              shown={shown}
              titles={titles}
              chosen={url.filters.change}
              onChoose={(change, treatment) =>
                change === null ? filter({ change: null }) : show({ change, treatment: treatment ?? null })
              }
            />
            <Distribution
              shown={shown}
              titles={titles}
              url={url}
              hasBalance={hasBalance}
              onChoose={(pair) => (pair === null ? filter({ pair: null, all: false }) : show({ pair, all: isDiagonal(pair) }))}
            />
          </div>
          <div ref={list} className="scroll-mt-2">
            <Borrowers shown={shown} url={url} onFilter={filter} />
          </div>
        </>
      ) : null}
    </div>
  );
}

/** Where both sides are one version, only the scenario can shift anybody. */
function subjectOf({ baseline, candidate }: Shown): string {
  if (baseline.text === candidate.text)
    return baseline.title === candidate.title ? "The same text under the same scenario" : "The scenario";
  return candidate.title === "draft" ? "The draft" : candidate.title;
}

interface PartProps {
  shown: Shown;
  titles: { readonly baseline: string; readonly candidate: string };
}

function Changes({
  shown,
  titles,
  chosen,
  onChoose,
}: PartProps & { chosen: string | null; onChoose: (change: string | null, treatment?: Treatment) => void }) {
  const { comparison, baseline, candidate } = shown;
  const measures = useMemo(
    () => measureChanges(comparison, baseline.policy, candidate.policy),
    [comparison, baseline.policy, candidate.policy],
  );
  const grain = useMemo(() => grainOf(comparison), [comparison]);
  return <ChangeList measures={measures} wording={comparison.wording} grain={grain} titles={titles} chosen={chosen} onChoose={onChoose} />;
}

function Distribution({
  shown,
  titles,
  url,
  hasBalance,
  onChoose,
}: PartProps & { url: UrlState; hasBalance: boolean; onChoose: (pair: DecisionPair | null) => void }) {
  const bins = useMemo(() => limitChangeBins(shown.comparison.borrowers), [shown.comparison]);
  return (
    <div className="grid min-w-0 content-start gap-3">
      <MigrationMatrix
        cells={shown.comparison.migration}
        titles={titles}
        measure={url.measure}
        onMeasure={(measure) => replaceParams({ measure: measure === "available" ? null : measure })}
        hasBalance={hasBalance}
        chosen={url.filters.pair}
        onChoose={onChoose}
      />
      <LimitChangeHistogram bins={bins} />
    </div>
  );
}

function Borrowers({ shown, url, onFilter }: { shown: Shown; url: UrlState; onFilter: (filters: Partial<Filters>) => void }) {
  const { comparison, baseline, candidate } = shown;
  const balances = useBalances(shown);
  const kept = useMemo(
    () => filterBorrowers(comparison, url.filters, baseline.policy, candidate.policy),
    [comparison, url.filters, baseline.policy, candidate.policy],
  );
  const rows = useMemo(() => sortBorrowers(kept, url.sort, balances), [kept, url.sort, balances]);
  const open = (name: string | null) => replaceParams({ borrower: name });
  return (
    <Card title="Borrowers" note={countWords(shown, url, rows.length)} className="mt-3">
      <BorrowerFilters comparison={comparison} filters={url.filters} onFilter={onFilter} />
      <BorrowerTable
        shown={shown}
        rows={rows}
        balances={balances}
        sort={url.sort}
        onSort={(sort) => replaceParams({ sort: sortKey(sort) })}
        open={url.borrower}
        onOpen={open}
        onFilter={onFilter}
      />
      {url.borrower === null ? null : (
        <BorrowerDrawer shown={shown} name={url.borrower} rows={rows} onOpen={open} onClose={() => open(null)} />
      )}
    </Card>
  );
}

function countWords({ comparison: { summary } }: Shown, { filters, sort }: UrlState, count: number): string {
  const [of, what] = filters.all ? [summary.borrowers - summary.errors, "borrowers"] : [summary.shifted, "that shift"];
  const words = count === of ? `${formatCount(of)} ${what}` : `filtered: ${formatCount(count)} of ${formatCount(of)} ${what}`;
  return sort === null ? `${words} · largest shift first` : words;
}

function useBalances({ borrowers, candidate }: Shown): ReadonlyMap<string, number | null> {
  const fact = candidate.policy.limit.balance;
  return useMemo(() => {
    const balance = (value: unknown) => (typeof value === "number" ? value : null);
    return new Map(borrowers.map((b) => [b.name, fact === null ? null : balance(b.facts[fact])]));
  }, [borrowers, fact]);
}
