/** By which change above all a borrower is newly restricted or released: the one with the largest part of the shift in that direction. */
import { type Mask, swapSetGroups } from "#rules/figures";
import type { Shares, Shown } from "./shown";

export interface Drivers {
  /** By row: the change's place in the attribution; −1 where the row is neither restricted nor released, or no change has a part. */
  readonly driverOf: Int32Array;
  /** By place of a change: how many it restricts, how many it releases. */
  readonly restricted: Int32Array;
  readonly released: Int32Array;
}

const kept = new WeakMap<Shares["rows"], Drivers>();

export function driversOf(shown: Shown, { rows }: Shares): Drivers {
  const known = kept.get(rows) ?? findDrivers(shown, rows);
  kept.set(rows, known);
  return known;
}

/** The rows that a change drives. */
export function rowsDriven(shown: Shown, shares: Shares, change: string): Mask {
  const place = shares.attribution.attribution.findIndex((one) => one.change === change);
  return Uint8Array.from(driversOf(shown, shares).driverOf, (driver) => (driver === place && place >= 0 ? 1 : 0));
}

function findDrivers(shown: Shown, rows: Shares["rows"]): Drivers {
  const { groups, groupOf } = swapSetGroups(shown.outcomes);
  const ways = groups.map(({ key }) => (key === "restricted" ? -1 : key === "released" ? 1 : 0));
  const changes = rows.touched.length;
  const drivers = {
    driverOf: new Int32Array(groupOf.length).fill(-1),
    restricted: new Int32Array(changes),
    released: new Int32Array(changes),
  };
  groupOf.forEach((group, row) => {
    const way = ways[group] ?? 0;
    const place = way === 0 ? -1 : driverAt(rows, row, way);
    if (place < 0) return;
    const counts = way < 0 ? drivers.restricted : drivers.released;
    drivers.driverOf[row] = place;
    counts[place] = (counts[place] as number) + 1;
  });
  return drivers;
}

/** The place of the change with the largest share in that direction; −1 where none has one. */
function driverAt({ starts, change, limit, available }: Shares["rows"], row: number, way: number): number {
  let [driver, most] = [-1, 0];
  for (let at = starts[row] as number; at < (starts[row + 1] as number); at++) {
    const share = way * ((available[at] as number) || (limit[at] as number));
    if (share > most) [driver, most] = [change[at] as number, share];
  }
  return driver;
}
