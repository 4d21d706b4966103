/**
 * Where along one fact's track anything changes: the places at which some test of the policy turns, found at the constants that the policy
 * compares with and, for derived facts, by bisection between the rungs of a ladder of growing steps. All other facts stand still.
 */
import type { Facts, TestCondition, ValidPolicy } from "#rules/policy";
import { allTests, basesOf, namesIn } from "./facts-read.ts";
import { type Track, unitOf, valueAtPlace } from "./movable.ts";
import type { Outlook } from "./outlook.ts";
import { comparedWith, testHolds } from "./truth.ts";

/** Tracks of at most so many places are looked at place by place. */
const MOST_PLACES = 512;

/** Places in the order of the track; between two neighbours no test turns, but one that turns and turns back there. */
export function placesAlong(outlook: Outlook, track: Track): number[] {
  const { first, last, toward } = track;
  const length = (last - first) * toward + 1;
  if (length <= MOST_PLACES) return Array.from({ length }, (_, i) => first + i * toward);
  const tests = testsReading(outlook.policy, track);
  const rungs = sortedPlaces(track, [...ladder(track), ...constants(tests, outlook.values, track)]);
  const truthsAt = truthReader(outlook, track, tests);
  const truths = rungs.map(truthsAt);
  const turns = rungs.flatMap((place, i) =>
    i === 0 ? [] : turnsBetween(rungs[i - 1] as number, place, truths[i - 1] as Truths, truths[i] as Truths, truthsAt),
  );
  return sortedPlaces(track, [...rungs, ...turns]);
}

/** Of those places, the ones where some test has turned. */
export function turnsAlong(outlook: Outlook, track: Track): number[] {
  const truthsAt = truthReader(outlook, track, testsReading(outlook.policy, track));
  let before = "";
  return placesAlong(outlook, track).filter((place) => {
    const now = truthsAt(place).join();
    const turned = now !== before;
    before = now;
    return turned;
  });
}

type Truths = readonly boolean[];

function truthReader(outlook: Outlook, { fact }: Track, tests: readonly TestCondition[]): (place: number) => Truths {
  return (place) => {
    const values = outlook.valuesWith([[fact.name, valueAtPlace(fact, place)]]);
    return tests.map((test) => testHolds(test, values));
  };
}

/** For each test that differs between two places, the first place where it is as at the second. */
function turnsBetween(from: number, to: number, before: Truths, after: Truths, truthsAt: (place: number) => Truths): number[] {
  return after.flatMap((truth, i) => (truth === before[i] ? [] : firstPlace(from, to, (place) => truthsAt(place)[i] === truth)));
}

/** The place nearest to `from` that is found by halving where the condition begins to hold; it holds at `to` and not at `from`. */
export function firstPlace(from: number, to: number, holdsAt: (place: number) => boolean): number {
  let [out, inside] = [from, to];
  while (Math.abs(inside - out) > 1) {
    const middle = Math.trunc((out + inside) / 2);
    if (middle === out || middle === inside) break;
    if (holdsAt(middle)) inside = middle;
    else out = middle;
  }
  return inside;
}

function sortedPlaces({ first, last, toward }: Track, places: readonly number[]): number[] {
  const inside = places.filter((place) => (place - first) * toward >= 0 && (last - place) * toward >= 0);
  return [...new Set(inside)].sort((a, b) => (a - b) * toward);
}

/** Steps that double, from the first place to the last. */
function ladder({ first, last, toward }: Track): number[] {
  const rungs = [first, last];
  for (let step = 1; step < Math.abs(last - first); step *= 2) rungs.push(first + step * toward);
  return rungs;
}

/** Places at and beside what the fact itself is compared with. */
function constants(tests: readonly TestCondition[], facts: Facts, { fact }: Track): number[] {
  return tests.flatMap((test) => {
    const others = test.fact === fact.name ? [comparedWith(test, facts)].flat() : [facts[test.fact]];
    return others.flatMap((value) => {
      if (typeof value !== "number") return [];
      const place = Math.round(value / unitOf(fact));
      return [place - 1, place, place + 1];
    });
  });
}

/** The tests of rules and guardrails whose truth can depend on the fact. */
function testsReading(policy: ValidPolicy, { fact }: Track): TestCondition[] {
  return allTests(policy).filter((test) => namesIn(test).some((name) => basesOf(policy, name).includes(fact.name)));
}
