"use client";

import type { ReactNode } from "react";
import { countOf } from "../../../../_components/format";
import { Menu, MenuItem, MenuLabel } from "../../../../_components/menu";
import { borrowersCsv, comparisonJson, saveFile } from "../downloads";
import { filterBorrowers, sortBorrowers } from "../measures";
import type { UrlState } from "../url-state";
import type { Shown } from "./shown-comparison";

const NO_BALANCES: ReadonlyMap<string, number | null> = new Map();

/** The comparison as files. */
export function DownloadMenu({ shown, url, trigger }: { shown: Shown | null; url: UrlState; trigger: ReactNode }) {
  return <Menu trigger={trigger}>{shown === null ? null : <Items shown={shown} url={url} />}</Menu>;
}

function Items({ shown, url }: { shown: Shown; url: UrlState }) {
  const { comparison, baseline, candidate } = shown;
  const name = `${comparison.candidate.name}-${baseline.title}-${candidate.title}`;
  const filtered = filterBorrowers(comparison, url.filters, baseline.policy, candidate.policy);
  const saveJson = (all: boolean) => saveFile(`${name}.json`, "application/json", comparisonJson(comparison, all));
  return (
    <>
      <MenuLabel>Comparison as JSON, as the command line prints it</MenuLabel>
      <MenuItem onSelect={() => saveJson(false)}>With the {countOf(comparison.summary.shifted, "borrower")} that shift</MenuItem>
      <MenuItem onSelect={() => saveJson(true)}>With all borrowers</MenuItem>
      <MenuLabel>Borrowers as CSV</MenuLabel>
      <MenuItem onSelect={() => saveFile(`${name}.csv`, "text/csv", borrowersCsv(sortBorrowers(filtered, url.sort, NO_BALANCES)))}>
        As filtered below: {countOf(filtered.length, "borrower")}
      </MenuItem>
      <MenuItem onSelect={() => saveFile(`${name}-all.csv`, "text/csv", borrowersCsv(comparison.borrowers))}>
        All: {countOf(comparison.borrowers.length, "borrower")}
      </MenuItem>
    </>
  );
}
