"use client";

import type { ReactNode } from "react";
import { type ComparedBorrower, withShares } from "#rules/compare";
import { borrowersCsv, comparisonJson } from "#rules/report";
import { assembleComparison, comparedAt } from "../../../../_components/evaluation/assemble-comparison";
import { countOf } from "../../../../_components/format";
import { Menu, MenuItem, MenuLabel } from "../../../../_components/menu";
import { saveFile } from "../report/save-file";
import { saveReport } from "../report/save-report";
import type { Shares, Shown } from "../shown";
import { tableRows } from "../table-rows";
import type { UrlState } from "../url-state";
import { useObserved } from "./use-observed";

interface DownloadProps {
  shares: Shares | null;
  url: UrlState;
  /** What pins the borrowers in a report. */
  stamp: string;
}

/** The comparison as files. */
export function DownloadMenu({ shown, trigger, ...rest }: DownloadProps & { shown: Shown | null; trigger: ReactNode }) {
  return <Menu trigger={trigger}>{shown === null ? null : <Items shown={shown} {...rest} />}</Menu>;
}

function Items({ shown, shares, url, stamp }: DownloadProps & { shown: Shown }) {
  const { outcomes, borrowers, baseline, candidate } = shown;
  const name = `${outcomes.versions.candidate.name}-${baseline.title}-${candidate.title}`;
  const observed = useObserved(shown, url.observed);
  const filtered = tableRows(shown, shares, url.filters, url.sort, {
    assumptions: url.assumptions,
    observed: observed.chosen?.values ?? null,
  });
  const ids = shares?.attribution.attribution.map(({ change }) => change) ?? [];
  const saveJson = (all: boolean) => {
    if (shares === null) return;
    const named = borrowers.names.map((one) => ({ name: one }));
    saveFile(`${name}.json`, "application/json", comparisonJson(assembleComparison(outcomes, shares, named), all));
  };
  const saveCsv = (file: string, rows: readonly number[]) => {
    const compared = rows.flatMap((row) => sharedAt(shown, shares, row) ?? []);
    saveFile(`${file}.csv`, "text/csv", borrowersCsv(compared, ids));
  };
  return (
    <>
      <MenuLabel>Report to file or print{shares === null ? "; once the shift is divided" : ""}</MenuLabel>
      <MenuItem
        disabled={shares === null}
        onSelect={() => void saveReport(`${name}.html`, { shown, shares, url, observed: observed.chosen, stamp })}
      >
        The whole comparison as one page of HTML
      </MenuItem>
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

/** One borrower's two outcomes, with its shares where the shift is divided. */
function sharedAt({ outcomes, borrowers }: Shown, shares: Shares | null, row: number): ComparedBorrower | null {
  const compared = comparedAt(outcomes, borrowers.names[row] as string, row);
  if (compared === null || shares === null) return compared;
  return withShares(
    compared,
    shares.rows,
    row,
    shares.attribution.attribution.map(({ change }) => change),
  );
}
