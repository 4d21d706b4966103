"use client";

import { useMemo } from "react";
import type { ColumnProfile, PortfolioProfile } from "#rules/portfolio";
import { cn } from "../../_components/class-names";
import { EmptyState } from "../../_components/empty-state";
import { Input } from "../../_components/field";
import { countOf, formatCount } from "../../_components/format";
import { localText, useLocale } from "../../_components/locale";
import { Tag } from "../../_components/pill";
import { Select } from "../../_components/select";
import { useUrlState } from "../../_components/use-url-state";
import type { Catalogue, CatalogueFact } from "../queries";
import { ColumnPicture } from "./column-picture";
import { distinctWords, nullWords, rangeWords, suits } from "./column-words";

interface ColumnProfilesProps {
  profile: PortfolioProfile;
  catalogues: readonly Catalogue[];
}

/** Every column counted over all rows, and which facts of a policy it gives. */
export function ColumnProfiles({ profile, catalogues }: ColumnProfilesProps) {
  const [search, setSearch] = useUrlState("q");
  const usual = useMemo(() => bestOf(catalogues, profile), [catalogues, profile]);
  const [chosen, choose] = useUrlState("policy", usual?.policy ?? "");
  const catalogue = catalogues.find((one) => one.policy === chosen) ?? usual ?? null;
  const facts = useMemo(() => new Map(catalogue?.facts.map((fact) => [fact.name, fact])), [catalogue]);
  const wanted = search.trim().toLowerCase();
  const shown = profile.columns.filter((column) => column.name.toLowerCase().includes(wanted));
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Search columns"
          placeholder="Search columns"
          className="w-56"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className="text-sm text-faint">
          {shown.length === profile.columns.length
            ? countOf(shown.length, "column")
            : `${formatCount(shown.length)} of ${countOf(profile.columns.length, "column")}`}
        </span>
        <span className="ml-auto" />
        {catalogue === null ? null : (
          <Select
            label="Facts of"
            prefix
            value={catalogue.policy}
            onChange={choose}
            options={catalogues.map(({ policy, title, version }) => ({ value: policy, label: title, note: `v${version}` }))}
          />
        )}
      </div>
      {catalogue === null ? null : <Lacking catalogue={catalogue} profile={profile} />}
      <ColumnTable columns={shown} rows={profile.rows} facts={facts} />
      {shown.length === 0 ? <EmptyState title={`No column has “${search}” in its name`} /> : null}
    </>
  );
}

/** The policy most of whose facts have a column of their name. */
function bestOf(catalogues: readonly Catalogue[], { columns }: PortfolioProfile): Catalogue | undefined {
  const names = new Set(columns.map((column) => column.name));
  const matches = ({ facts }: Catalogue) => facts.filter((fact) => names.has(fact.name)).length;
  return [...catalogues].sort((a, b) => matches(b) - matches(a))[0];
}

/** Facts without a column of their name; a backtest can map others to them. */
function Lacking({ catalogue, profile }: { catalogue: Catalogue; profile: PortfolioProfile }) {
  const names = new Set(profile.columns.map((column) => column.name));
  const lacking = catalogue.facts.filter((fact) => !names.has(fact.name));
  if (lacking.length === 0) return null;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-1.5 rounded-lg bg-amberbg px-3 py-2">
      <span className="text-amber">
        {countOf(lacking.length, "fact")} of {catalogue.title} {lacking.length === 1 ? "has" : "have"} no column of that name:
      </span>
      {lacking.map((fact) => (
        <code key={fact.name} className="font-mono text-sm text-amber">
          {fact.name}
          {fact.nullable ? "" : "*"}
        </code>
      ))}
      <span className="text-sm text-amber">The Backtest tab maps other columns to them. * must have a value.</span>
    </div>
  );
}

function ColumnTable({
  columns,
  rows,
  facts,
}: {
  columns: readonly ColumnProfile[];
  rows: number;
  facts: ReadonlyMap<string, CatalogueFact>;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
    <section className="overflow-x-auto rounded-lg border border-line bg-card" aria-label="Columns" tabIndex={0}>
      <table className="w-full min-w-250 table-fixed border-collapse text-left">
        <thead className="text-sm text-faint">
          <tr className="border-b border-line [&>th]:px-2.5 [&>th]:py-1.5 [&>th]:font-normal">
            <th scope="col" className="w-[20%]">
              column
            </th>
            <th scope="col" className="w-22">
              stored as
            </th>
            <th scope="col" className="w-18">
              reads as
            </th>
            <th scope="col" className="w-16 text-right">
              nulls
            </th>
            <th scope="col" className="w-[14%] text-right">
              range
            </th>
            <th scope="col" className="w-19 text-right">
              distinct
            </th>
            <th scope="col" className="w-40">
              values
            </th>
            <th scope="col">fact</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <ColumnRow key={column.name} column={column} rows={rows} fact={facts.get(column.name)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ColumnRow({ column, rows, fact }: { column: ColumnProfile; rows: number; fact: CatalogueFact | undefined }) {
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-bg [&>td]:px-2.5 [&>td]:py-1 [&>th]:px-2.5 [&>th]:py-1">
      <th scope="row" className="truncate font-mono text-sm font-medium" title={column.name}>
        {column.name}
      </th>
      <td className="truncate text-sm text-mute" title={column.stored}>
        {column.stored}
      </td>
      <td className="text-mute">{column.guess}</td>
      <td
        className={cn("text-right", column.nulls === 0 ? "text-faint" : "")}
        title={`${formatCount(column.nulls)} of ${countOf(rows, "row")}`}
      >
        {nullWords(column, rows)}
      </td>
      <td className="truncate text-right" title={rangeWords(column)}>
        {rangeWords(column)}
      </td>
      <td className="text-right">{distinctWords(column)}</td>
      <td>
        <ColumnPicture column={column} rows={rows} />
      </td>
      <td>
        <FactCell column={column} rows={rows} fact={fact} />
      </td>
    </tr>
  );
}

function FactCell({ column, rows, fact }: { column: ColumnProfile; rows: number; fact: CatalogueFact | undefined }) {
  const locale = useLocale();
  if (fact === undefined) return <span className="text-faint">none</span>;
  const label = localText(fact.label, locale, fact.name);
  const problem = problemOf(column, fact, rows);
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="truncate" lang={locale} title={label}>
        {label}
      </span>
      {fact.protected ? <Tag title="No rule may read it; for fairness breakdowns">protected</Tag> : null}
      {problem === null ? null : <Tag tone="amber">{problem}</Tag>}
    </span>
  );
}

function problemOf(column: ColumnProfile, fact: CatalogueFact, rows: number): string | null {
  if (column.nulls < rows && !suits(column, fact.type)) return `not ${fact.type}`;
  return column.nulls > 0 && !fact.nullable ? "nulls not allowed" : null;
}
