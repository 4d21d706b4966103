/**
 * The search for ways: moves of single facts first, then of pairs, then, where nothing was found, of triples, then of any number. Of a single number
 * every stretch between two places where a test turns is looked at, and the nearest place that gains is found on the fact's grid; several
 * facts are tried at the nearest and the furthest places where a test turns. Bounded by a number of evaluations. Law: each option gains as it
 * says, and none of its moves can be left out.
 */
import type { Outcome } from "#rules/evaluate";
import type { Fact, Facts, FactValue, ValidPolicy } from "#rules/policy";
import { firstPlace, placesAlong, turnsAlong } from "./boundaries.ts";
import { costOf, movableFacts, otherValues, type Track, tracksOf, valueAtPlace } from "./movable.ts";
import { Outlook } from "./outlook.ts";

/** One fact's move on trial; `track` where it is a number. */
interface Trial {
  readonly fact: Fact;
  readonly to: FactValue;
  readonly cost: number;
  readonly track: Track | null;
  /** The place on the track. */
  readonly place: number;
}

/** Moves that gain together. */
export interface Option {
  readonly moves: readonly { readonly fact: Fact; readonly to: FactValue }[];
  readonly cost: number;
  readonly outcome: Outcome;
}

export interface Search {
  /** Cheapest first. */
  readonly options: readonly Option[];
  /** How many facts were tried, and up to how many at once. */
  readonly tried: number;
  readonly together: number;
  readonly cutShort: boolean;
}

export interface SearchInput {
  readonly policy: ValidPolicy;
  /** Every declared fact, valid. */
  readonly facts: Facts;
  readonly gains: (outcome: Outcome) => boolean;
  readonly pause?: (() => Promise<void>) | undefined;
  readonly signal?: { throwIfAborted(): void } | undefined;
}

export const MOST_EVALUATIONS = 20_000;
const ENOUGH = 3;
/** Trials of one fact, by how many facts are tried together. */
const MOST_TRIALS: Readonly<Record<number, number>> = { 2: 10, 3: 5 };
const MOST_TRIALS_OF_MANY = 2;
/** Combinations between two pauses. */
const STRETCH = 32;
/** From so many facts on they are tried in one search, whatever their number. */
const MANY = 4;

export async function searchWays(input: SearchInput): Promise<Search> {
  return new WaySearch(input).run();
}

class WaySearch {
  private evaluations = 0;
  private readonly facts: readonly Fact[];
  private readonly outlook: Outlook;

  constructor(private readonly input: SearchInput) {
    this.outlook = new Outlook(input.policy, input.facts);
    this.facts = movableFacts(input.policy).filter((fact) => {
      const value = this.valueOf(fact);
      return tracksOf(fact, value).length + otherValues(fact, value).length > 0;
    });
  }

  async run(): Promise<Search> {
    const options: Option[] = [];
    let together = 0;
    for (const size of [1, 2, 3]) {
      if (this.facts.length < size || sets(options) >= (size === 3 ? 1 : ENOUGH)) break;
      together = size;
      options.push(...(size === 1 ? await this.singles() : await this.combinations(size)));
    }
    if (options.length === 0 && this.facts.length >= MANY) {
      together = this.facts.length;
      options.push(...(await this.many()));
    }
    options.sort((a, b) => a.cost - b.cost);
    return { options, tried: this.facts.length, together, cutShort: this.isSpent };
  }

  private get isSpent(): boolean {
    return this.evaluations >= MOST_EVALUATIONS;
  }

  private async breathe(): Promise<void> {
    await this.input.pause?.();
    this.input.signal?.throwIfAborted();
  }

  private outcomeWith(moves: readonly { readonly fact: Fact; readonly to: FactValue }[]): Outcome {
    this.evaluations += 1;
    return this.outlook.outcomeWith(moves.map(({ fact, to }) => [fact.name, to]));
  }

  private optionOf(trials: readonly Trial[]): Option {
    return {
      moves: trials.map(({ fact, to }) => ({ fact, to })),
      cost: trials.reduce((sum, { cost }) => sum + cost, 0),
      outcome: this.outcomeWith(trials),
    };
  }

  private valueOf(fact: Fact): FactValue {
    return this.input.facts[fact.name] ?? null;
  }

  private trialAt(track: Track, place: number): Trial {
    const to = valueAtPlace(track.fact, place);
    return { fact: track.fact, to, cost: costOf(track.fact, track.from, to), track, place };
  }

  // --- one fact --------------------------------------------------------------------------------

  private async singles(): Promise<Option[]> {
    const found: Option[] = [];
    for (const fact of this.facts) {
      await this.breathe();
      for (const track of tracksOf(fact, this.valueOf(fact))) found.push(...this.along(track));
      const others = this.otherTrials(fact).map((trial) => this.optionOf([trial]));
      found.push(...others.filter(({ outcome }) => this.input.gains(outcome)));
    }
    return found;
  }

  private otherTrials(fact: Fact): Trial[] {
    const from = this.valueOf(fact);
    return otherValues(fact, from).map((to) => ({ fact, to, cost: costOf(fact, from, to), track: null, place: 0 }));
  }

  /** The nearest place that gains, and the nearest that gains more by another decision. */
  private along(track: Track): Option[] {
    const { gains } = this.input;
    const places = placesAlong(this.outlook, track);
    const nearest = this.nearest(track, places, gains);
    if (nearest === null) return [];
    const { decision, limitAfter } = nearest.outcome;
    const better = this.nearest(
      track,
      places,
      (outcome) => gains(outcome) && outcome.decision !== decision && outcome.limitAfter > limitAfter,
    );
    return better === null ? [nearest] : [nearest, better];
  }

  private nearest(track: Track, places: readonly number[], wanted: (outcome: Outcome) => boolean): Option | null {
    const wantedAt = (place: number) => wanted(this.outcomeWith([this.trialAt(track, place)]));
    const index = places.findIndex(wantedAt);
    if (index < 0) return null;
    const place = index === 0 ? (places[0] as number) : firstPlace(places[index - 1] as number, places[index] as number, wantedAt);
    return this.optionOf([this.rounder(this.trialAt(track, place), [], wanted)]);
  }

  /** A rounder value at most a hundredth further that does the same, of money and numbers. */
  private rounder(trial: Trial, others: readonly Trial[], wanted: (outcome: Outcome) => boolean): Trial {
    const { track, place } = trial;
    if (track === null || track.fact.type === "integer") return trial;
    const reached = this.outcomeWith([...others, trial]);
    const slack = Math.abs(place) / 100;
    for (let unit = 10 ** Math.floor(Math.log10(slack || 1)); unit > 1; unit /= 10) {
      const round = Math.ceil((place * track.toward) / unit) * unit * track.toward;
      if ((track.last - round) * track.toward < 0) continue;
      const candidate = this.trialAt(track, round);
      const outcome = this.outcomeWith([...others, candidate]);
      if (wanted(outcome) && outcome.limitAfter === reached.limitAfter && outcome.decision === reached.decision) return candidate;
    }
    return trial;
  }

  // --- several facts ---------------------------------------------------------------------------

  private async combinations(size: number): Promise<Option[]> {
    const trials = this.facts.map((fact) => this.trialsOf(fact, MOST_TRIALS[size] ?? 1));
    const found: Option[] = [];
    for (const chosen of subsets(
      trials.filter((list) => list.length > 0),
      size,
    )) {
      await this.breathe();
      if (this.isSpent) break;
      const best = this.cheapestOf(chosen);
      if (best !== null) found.push(best);
    }
    return found;
  }

  /** One way of four or more facts, if any is found: the furthest moves of all are tried first, what can be left out is. */
  private async many(): Promise<Option[]> {
    const choices = this.facts.map((fact): (Trial | null)[] => [...this.trialsOf(fact, MOST_TRIALS_OF_MANY).reverse(), null]);
    let tried = 0;
    for (const choice of eachChoice(choices)) {
      if (this.isSpent) break;
      if (tried++ % STRETCH === 0) await this.breathe();
      const trials = choice.filter((trial) => trial !== null);
      if (trials.length < MANY || !this.gains(trials)) continue;
      const needed = trials.reduce<readonly Trial[]>((kept, spare) => {
        const fewer = kept.filter((trial) => trial !== spare);
        return this.gains(fewer) ? fewer : kept;
      }, trials);
      const near = needed.map((_, i) => i).reduce((kept, i) => this.drawnNear(kept, i), needed);
      if (!this.hasSpare(near)) return [this.optionOf(near)];
    }
    return [];
  }

  /** The nearest values at which a test turns, and the furthest value. */
  private trialsOf(fact: Fact, most: number): Trial[] {
    const numbers = tracksOf(fact, this.valueOf(fact)).flatMap((track) => {
      const turns = turnsAlong(this.outlook, track);
      const kept = turns.slice(0, most - 1);
      return [...new Set([...kept, turns.at(-1) ?? track.last, track.last])].map((place) => this.trialAt(track, place));
    });
    return [...numbers, ...this.otherTrials(fact)].sort((a, b) => a.cost - b.cost);
  }

  /** The cheapest of all choices of one trial each that gains and needs all of its moves, drawn as near as it goes. */
  private cheapestOf(lists: readonly (readonly Trial[])[]): Option | null {
    const choices = product(lists).sort((a, b) => total(a) - total(b));
    for (const choice of choices) {
      if (this.isSpent) return null;
      if (!this.gains(choice) || this.hasSpare(choice)) continue;
      const near = choice.map((_, i) => i).reduce((trials, i) => this.drawnNear(trials, i), choice);
      return this.hasSpare(near) ? null : this.optionOf(near);
    }
    return null;
  }

  private gains(trials: readonly Trial[]): boolean {
    return this.input.gains(this.outcomeWith(trials));
  }

  private hasSpare(trials: readonly Trial[]): boolean {
    return trials.some((spare) => this.gains(trials.filter((trial) => trial !== spare)));
  }

  /** The same with one move as short as the others allow. */
  private drawnNear(trials: readonly Trial[], index: number): Trial[] {
    const trial = trials[index] as Trial;
    const { track } = trial;
    if (track === null || trial.place === track.first) return [...trials];
    const others = trials.filter((_, i) => i !== index);
    const gainsAt = (place: number) => this.gains([...others, this.trialAt(track, place)]);
    const place = gainsAt(track.first) ? track.first : firstPlace(track.first, trial.place, gainsAt);
    const near = this.rounder(this.trialAt(track, place), others, this.input.gains);
    return trials.map((other, i) => (i === index ? near : other));
  }
}

function total(trials: readonly Trial[]): number {
  return trials.reduce((sum, { cost }) => sum + cost, 0);
}

/** How many different sets of facts move. */
function sets(options: readonly Option[]): number {
  return new Set(options.map(({ moves }) => factsOfMoves(moves))).size;
}

export function factsOfMoves(moves: Option["moves"]): string {
  return moves
    .map(({ fact }) => fact.name)
    .sort()
    .join();
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((choices, list) => choices.flatMap((choice) => list.map((item) => [...choice, item])), [[]]);
}

/** One item of each list, the first of all first. */
function* eachChoice<T>(lists: readonly (readonly T[])[], at = 0): Generator<T[]> {
  const list = lists[at];
  if (list === undefined) {
    yield [];
    return;
  }
  for (const item of list) for (const rest of eachChoice(lists, at + 1)) yield [item, ...rest];
}

function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i <= items.length - size; i++) for (const rest of subsets(items, size - 1, i + 1)) yield [items[i] as T, ...rest];
}
