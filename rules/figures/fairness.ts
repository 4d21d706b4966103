/** How groups fare beside each other under both versions: rates of what is favourable, each against a standard among the groups. */
import { LEAST_GROUP } from "./looks.ts";
import type { Keyed, SideName, Tallied } from "./types.ts";

/** Below this share of the standard a group needs a look: the four-fifths rule of thumb. */
export const FOUR_FIFTHS = 0.8;

/** What a rate is compared with: that of the group with the highest one, or of the group with the most borrowers. */
export type Standard = "most-favoured" | "largest";

export interface FairRate {
  /** Null for an empty group. */
  readonly rate: number | null;
  /** The rate over that of the standard; null where the standard's is 0. */
  readonly ratio: number | null;
  /** The ratio is below four fifths, in a group where at the standard's rate at least thirty cases were to be expected: fewer are noise. */
  readonly look: boolean;
  /** This group sets the standard. */
  readonly standard: boolean;
}

export interface FairnessSide {
  /** Neither frozen, referred nor decreased. */
  readonly unrestricted: FairRate;
  readonly raised: FairRate;
}

export interface FairnessGroup extends Keyed {
  readonly borrowers: number;
  /** Fewer than thirty borrowers: sets no standard, and its ratios need no look. */
  readonly small: boolean;
  readonly baseline: FairnessSide;
  readonly candidate: FairnessSide;
}

/** In the order of the groups. */
export function fairnessOf(groups: readonly Tallied[], against: Standard = "most-favoured"): FairnessGroup[] {
  const sides = (side: SideName) => ({
    unrestricted: ratesOf(groups, (group) => group.borrowers - group.restricted[side], against),
    raised: ratesOf(groups, (group) => group.raised[side], against),
  });
  const [a, b] = [sides("baseline"), sides("candidate")];
  return groups.map(({ key, borrowers }, i) => ({
    key,
    borrowers,
    small: borrowers < LEAST_GROUP,
    baseline: { unrestricted: a.unrestricted[i] as FairRate, raised: a.raised[i] as FairRate },
    candidate: { unrestricted: b.unrestricted[i] as FairRate, raised: b.raised[i] as FairRate },
  }));
}

function ratesOf(groups: readonly Tallied[], favoured: (group: Tallied) => number, against: Standard): FairRate[] {
  const rates = groups.map((group) => (group.borrowers === 0 ? null : favoured(group) / group.borrowers));
  const standard = standardOf(groups, rates, against);
  const best = standard < 0 ? 0 : (rates[standard] as number);
  return groups.map(({ borrowers }, i) => {
    const rate = rates[i] as number | null;
    const ratio = rate === null || best === 0 ? null : rate / best;
    const tells = borrowers * best >= LEAST_GROUP;
    return { rate, ratio, look: tells && ratio !== null && ratio < FOUR_FIFTHS, standard: i === standard };
  });
}

/** The place of the group that sets the standard; −1 where none is large enough. */
function standardOf(groups: readonly Tallied[], rates: readonly (number | null)[], against: Standard): number {
  const rank = (i: number) => (against === "largest" ? (groups[i] as Tallied).borrowers : (rates[i] as number));
  const fit = [...groups.keys()].filter((i) => (groups[i] as Tallied).borrowers >= LEAST_GROUP);
  return fit.reduce((best, i) => (best < 0 || rank(i) > rank(best) ? i : best), -1);
}
