/** What the sentence above all figures says: who is newly restricted or released, and by what. */
import { countRows, rowsOf, swapSetGroups } from "#rules/figures";
import { shortChangeName } from "#rules/format";
import type { Treatments } from "../../../_components/comparison/terms";
import { soleReleaser } from "./change-lines";
import type { Shares, Shown } from "./shown";

export function treatmentsOf({ outcomes }: Shown): Treatments {
  const sets = swapSetGroups(outcomes);
  const count = (key: "restricted" | "released") => countRows(rowsOf(sets, key));
  return { restricted: count("restricted"), released: count("released") };
}

/** The one change by which all of the released are; null until shares say so, or where there are several. */
export function releaserOf(shown: Shown, shares: Shares | null): { readonly id: string; readonly name: string } | null {
  if (shares === null) return null;
  const change = soleReleaser(shown, shares, treatmentsOf(shown).released);
  return change && { id: change.id, name: shortChangeName(change) };
}
