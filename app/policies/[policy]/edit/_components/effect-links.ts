/** Ways from the effect beside the draft to the Compare and the Fixtures page, with the same versions, borrowers and scenario. */

import { formatCount } from "../../../../_components/format";

/** What is looked at: the draft against a version, on whom, under which scenario. */
export interface Looked {
  readonly policy: string;
  readonly against: number;
  /** The version whose text is shown where there is no draft. */
  readonly candidate: number | "draft";
  readonly set: string | null;
  readonly portfolio: string | null;
  /** How many borrowers Compare looks at where only a sample of them is evaluated while one types; else null. */
  readonly all: number | null;
  /** Search parameters that give a scenario. */
  readonly scenario: readonly (readonly [string, string])[];
}

/** With filters, if only of those that shift, to the borrowers there; else to the comparison as a whole. */
export function compareHref(
  { policy, against, candidate, set, portfolio, scenario }: Looked,
  filters?: Readonly<Record<string, string>>,
): string {
  const borrowers = portfolio !== null ? [["portfolio", portfolio] as const] : set !== null ? [["set", set] as const] : [];
  const query = new URLSearchParams([
    ["baseline", String(against)],
    ["candidate", String(candidate)],
    ...borrowers.map((pair) => [...pair]),
    ...scenario.map((pair) => [...pair]),
    ...Object.entries(filters ?? {}),
  ]);
  return `/policies/${policy}/compare?${query}${filters === undefined ? "" : "#borrowers"}`;
}

/** What a click on a figure does. */
export function showWords({ all }: Looked): string {
  return all === null ? "Show these borrowers" : `Show these borrowers, of all ${formatCount(all)}`;
}

export function fixturesHref({ policy, set, candidate }: Looked, filters: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...(set === null ? {} : { set }), version: String(candidate), ...filters });
  return `/policies/${policy}/fixtures?${query}`;
}
