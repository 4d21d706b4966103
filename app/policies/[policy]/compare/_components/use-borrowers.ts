"use client";

import type { BorrowerColumns } from "../../../../_components/borrowers/borrower-columns";
import { useColumns } from "../../../../_components/borrowers/use-columns";
import type { Loaded } from "../../../../_components/use-loaded";
import type { Facts } from "#rules/policy";
import type { Choices } from "../queries";
import type { UrlState } from "../url-state";

export interface ChosenBorrowers {
  readonly kind: "set" | "portfolio";
  readonly name: string;
  readonly title: string;
  /** How many there are in all. */
  readonly borrowers: number;
  /** The scenario unless told otherwise: a fixture set's own; for a portfolio the first set's. */
  readonly scenario: Facts;
  readonly stamp: string;
  /** A portfolio's file's hash. */
  readonly file: string | null;
}

/** On whom the URL compares; null where the policy has no fixture set and there is no portfolio. */
export function chosenBorrowers({ sets, portfolios }: Choices, { borrowers }: UrlState): ChosenBorrowers | null {
  if (borrowers?.kind === "set") {
    const set = sets.find(({ name }) => name === borrowers.name);
    return set
      ? {
          kind: "set",
          name: set.name,
          title: set.title || set.name,
          borrowers: set.fixtures,
          scenario: set.scenario,
          stamp: set.stamp,
          file: null,
        }
      : null;
  }
  const portfolio = portfolios.find(({ name }) => name === borrowers?.name);
  if (!portfolio) return null;
  const { name, title, rows, hash, stamp } = portfolio;
  return { kind: "portfolio", name, title: title || name, borrowers: rows, scenario: sets[0]?.scenario ?? {}, stamp, file: hash };
}

/** Their columns. A draft may declare other facts with each revision. */
export function useBorrowers(choices: Choices, { baseline, candidate }: UrlState, chosen: ChosenBorrowers | null): Loaded<BorrowerColumns> {
  const sides: Record<string, string> = chosen?.kind === "portfolio" ? { baseline, candidate } : {};
  const query = new URLSearchParams({ ...(chosen && { [chosen.kind]: chosen.name }), ...sides });
  const drafted = [baseline, candidate].includes("draft") ? choices.draft?.revision : "";
  return useColumns(chosen && `/policies/${choices.policy}/compare/columns?${query}`, `${chosen?.stamp}/${drafted}`);
}
