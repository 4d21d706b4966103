"use client";

import type { ReactNode } from "react";
import { assembleComparison, comparedAt } from "../../../../_components/evaluation/comparison-run";
import { countOf } from "../../../../_components/format";
import { Menu, MenuItem, MenuLabel } from "../../../../_components/menu";
import { borrowersCsv, comparisonJson, saveFile } from "../downloads";
import { keptRows } from "../filter-rows";
import type { Shares, Shown } from "../shown";
import { inOrder, sortedRows } from "../sort-rows";
import type { UrlState } from "../url-state";

interface DownloadProps {
  shares: Shares | null;
  url: UrlState;
}

/** The comparison as files. */
export function DownloadMenu({ shown, trigger, ...rest }: DownloadProps & { shown: Shown | null; trigger: ReactNode }) {
  return <Menu trigger={trigger}>{shown === null ? null : <Items shown={shown} {...rest} />}</Menu>;
}

function Items({ shown, shares, url }: DownloadProps & { shown: Shown }) {
  const { outcomes, borrowers, baseline, candidate } = shown;
  const name = `${outcomes.versions.candidate.name}-${baseline.title}-${candidate.title}`;
  const filtered = inOrder(sortedRows(shown, shares, url.sort), keptRows(shown, shares, url.filters, url.assumptions.late));
  const saveJson = (all: boolean) => {
    if (shares === null) return;
    const named = borrowers.names.map((one) => ({ name: one }));
    saveFile(`${name}.json`, "application/json", comparisonJson(assembleComparison(outcomes, shares, named), all));
  };
  const saveCsv = (file: string, rows: readonly number[]) => {
    const compared = rows.flatMap((row) => comparedAt(outcomes, borrowers.names[row] as string, row) ?? []);
    saveFile(`${file}.csv`, "text/csv", borrowersCsv(compared));
  };
  return (
    <>
      <MenuLabel>Comparison as JSON, as the command line prints it{shares === null ? "; once the shift is divided" : ""}</MenuLabel>
      <MenuItem disabled={shares === null} onSelect={() => saveJson(false)}>
        With the {countOf(outcomes.figures.summary.shifted, "borrower")} that shift
      </MenuItem>
      <MenuItem disabled={shares === null} onSelect={() => saveJson(true)}>
        With all borrowers
      </MenuItem>
      <MenuLabel>Borrowers as CSV</MenuLabel>
      <MenuItem onSelect={() => saveCsv(name, filtered)}>As filtered below: {countOf(filtered.length, "borrower")}</MenuItem>
      <MenuItem onSelect={() => saveCsv(`${name}-all`, [...borrowers.names.keys()])}>
        All: {countOf(outcomes.figures.summary.borrowers - outcomes.figures.summary.errors, "borrower")}
      </MenuItem>
    </>
  );
}
