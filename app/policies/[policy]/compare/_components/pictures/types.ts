/**
 * What the pictures of a comparison are given. All draw what rules/figures counted, and nothing else: `Tallied` groups in, the key of a group
 * out when it is chosen, so that the page can filter by `rowsOf(groups, key)`.
 *
 *     <MigrationPicture   cells={tally(compared, migrationGroups(compared), { only, observed })} … />
 *     <ChangeHistogram    bins={tally(compared, changeBins(compared, measure), …)} … />
 *     <BandMatrix         grouping={bandGroups(compared)} cells={tally(compared, grouping, …)} … />
 *     <SwapSetTable       sets={tally(compared, swapSetGroups(compared), …)} … />
 *     <BreakdownTable     groups={tally(compared, factGroups(compared, values), …)} … />
 *     <FairnessTable      groups={…the same, of a protected fact} … />
 *     <ReasonCountTable   counts={reasonCounts(compared, only)} … />          keys `baseline:CODE` and `candidate:CODE`: rowsTold
 *     <ReasonMoveTable    moves={tally(compared, reasonMoves(compared), …)} … />
 *     <Waterfall          steps={waterfallOf(attribution, totals, measure)} … />    keys: a change's id, `smaller`, `baseline`, `candidate`
 *     <ShareBar           share={…} solo={…} scale={divergingScale([...shares, ...solos])} />   one line of the list of changes
 */
import type { ReactNode } from "react";
import type { Sides } from "#rules/figures";
import type { ShowPart } from "../chosen-group";

export interface Titles {
  /** Such as "v1". */
  readonly baseline: string;
  readonly candidate: string;
}

/** A picture whose parts can be chosen; without `onChoose` they are figures only. */
export interface Choosable {
  readonly chosen?: string | null;
  /** Null: what was chosen is chosen no more. */
  readonly onChoose?: ((key: string | null) => void) | undefined;
}

/** A picture of groups whose figures each lead to the part of the group that they are about. */
export interface Parted {
  readonly onPart?: ShowPart | undefined;
}

/** The outcome observed later: its name, and whether it says yes or no so that its mean is a rate (`isRate`). */
export interface ObservedName {
  readonly name: string;
  readonly rate: boolean;
}

export interface PictureProps extends Choosable {
  readonly titles: Titles;
  readonly observed?: ObservedName | undefined;
  /** Stands at the right of the card's title: a switch, a picker. */
  readonly actions?: ReactNode;
}

/** How a pair of sides shifts, exact to the hundredth. */
export function shiftOf({ baseline, candidate }: Sides): number {
  return (Math.round(candidate * 100) - Math.round(baseline * 100)) / 100;
}
