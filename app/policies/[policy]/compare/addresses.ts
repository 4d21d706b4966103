/** On whom the URL compares, and where what the page needs is to be had: the same on the server, which has the browser ask early. */
import type { Facts } from "#rules/policy";
import type { Choices } from "./queries";
import type { UrlState, VersionKey } from "./url-state";

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

/** Of the borrowers' columns; a portfolio's are those that the two versions declare. */
export function columnsAddress(policy: string, { baseline, candidate }: UrlState, chosen: ChosenBorrowers): string {
  const sides: Record<string, string> = chosen.kind === "portfolio" ? { baseline, candidate } : {};
  return `/policies/${policy}/compare/columns?${new URLSearchParams({ [chosen.kind]: chosen.name, ...sides })}`;
}

export function textAddress(policy: string, version: VersionKey): string {
  return `/policies/${policy}/compare/text?version=${version}`;
}

/** All that the page asks for when it opens. */
export function addressesOf(choices: Choices, url: UrlState): string[] {
  const chosen = chosenBorrowers(choices, url);
  const texts = [...new Set([url.baseline, url.candidate])].map((version) => textAddress(choices.policy, version));
  return chosen === null || chosen.borrowers === 0 ? texts : [columnsAddress(choices.policy, url, chosen), ...texts];
}
