"use client";

import type { BorrowerColumns } from "../../../../_components/borrowers/borrower-columns";
import { useColumns } from "../../../../_components/borrowers/use-columns";
import type { Loaded } from "../../../../_components/use-loaded";
import { type ChosenBorrowers, columnsAddress } from "../addresses";
import type { Choices } from "../queries";
import type { UrlState } from "../url-state";

/** The columns of the chosen borrowers. A draft may declare other facts with each revision. */
export function useBorrowers(choices: Choices, url: UrlState, chosen: ChosenBorrowers | null): Loaded<BorrowerColumns> {
  const drafted = [url.baseline, url.candidate].includes("draft") ? choices.draft?.revision : "";
  return useColumns(chosen && columnsAddress(choices.policy, url, chosen), `${chosen?.stamp}/${drafted}`);
}
