"use client";

import type { ReactNode } from "react";
import { type ComparedBorrower, type DataPin, withShares } from "#rules/compare";
import { borrowersCsv, comparisonJson } from "#rules/report";
import { assembleComparison, comparedAt } from "../../../../_components/evaluation/assemble-comparison";
import { askOnBorrowers } from "../../../../_components/evaluation/workers";
import { countOf } from "../../../../_components/format";
import { Menu, MenuItem, MenuLabel } from "../../../../_components/menu";
import { useToast } from "../../../../_components/toast";
import { saveFile } from "../report/save-file";
import { saveReport } from "../report/save-report";
import type { Shares, Shown } from "../shown";
import { tableRows } from "../table-rows";
import type { UrlState } from "../url-state";
import { useObserved } from "./use-observed";

interface DownloadProps {
  shares: Shares | null;
  url: UrlState;
  /** The hash of a portfolio's file. */
  file: string | null;
}

/** The comparison as files. */
export function DownloadMenu({ shown, trigger, ...rest }: DownloadProps & { shown: Shown | null; trigger: ReactNode }) {
  return <Menu trigger={trigger}>{shown === null ? null : <Items shown={shown} {...rest} />}</Menu>;
}

function Items({ shown, shares, url, file }: DownloadProps & { shown: Shown }) {
  const { outcomes, borrowers, baseline, candidate } = shown;
  const name = `${outcomes.versions.candidate.name}-${baseline.title}-${candidate.title}`;
  const observed = useObserved(shown, url.observed);
  const filtered = tableRows(shown, shares, url.filters, url.sort, {
    assumptions: url.assumptions,
    observed: observed.chosen?.values ?? null,
  });
  const ids = shares?.attribution.attribution.map(({ change }) => change) ?? [];
  const saved = useSaved(shown);
  const saveJson = (all: boolean) =>
    saved((data) => {
      if (shares === null) return;
      const named = borrowers.names.map((one) => ({ name: one }));
      saveFile(`${name}.json`, "application/json", comparisonJson({ ...assembleComparison(outcomes, shares, named), data }, all));
    });
  const saveCsv = (file: string, rows: readonly number[]) =>
    saved((data) => {
      const compared = rows.flatMap((row) => sharedAt(shown, shares, row) ?? []);
      saveFile(`${file}.csv`, "text/csv", borrowersCsv(compared, ids, { ...outcomes.versions, data }));
    });
  return (
    <>
      <MenuLabel>Report to file or print{shares === null ? "; once the shift is divided" : ""}</MenuLabel>
      <MenuItem
        disabled={shares === null}
        onSelect={() => saved((data) => saveReport(`${name}.html`, { shown, shares, url, observed: observed.chosen, data, file }))}
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

/** Makes a file once what pins the borrowers is known; says so where it cannot be. */
function useSaved({ baseline, candidate, borrowers }: Shown): (save: (data: DataPin) => void | Promise<void>) => void {
  const toast = useToast();
  return (save) => {
    const question = { baselineText: baseline.text, candidateText: candidate.text, names: borrowers.names, facts: borrowers.batch };
    askOnBorrowers("data", question)
      .then(save)
      .catch((error: Error) => toast({ text: "The file could not be made", detail: error.message, tone: "down" }));
  };
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
