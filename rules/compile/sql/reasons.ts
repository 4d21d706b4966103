/**
 * The reasons that the borrower is told. Each rule and guardrail that counts has a key: the smaller, the earlier it is told. A key
 * holds its reason's number in its lowest digits, so four rounds of "the smallest key above the last" give the first four reasons without repeats.
 */
import type { Program, VersionProgram } from "../program.ts";
import { anyOf, type Combined, GROUPS } from "./combine.ts";
import type { Hundredths } from "./hundredths.ts";
import { codeOf, type Settled } from "./settle.ts";
import { literal, type Piece, piece } from "./stages.ts";
import type { Step, Steps } from "./steps.ts";
import type { Values } from "./values.ts";

export const MOST_REASONS = 4;

/** Factors of keys: reasons count from 1 up to `base`, places up to `places`. */
export function keyFactors(program: Program, version: VersionProgram): { readonly base: number; readonly places: number } {
  const powerOf = (count: number) => 2 ** Math.ceil(Math.log2(count + 1));
  return { base: powerOf(program.reasons.length), places: powerOf(version.rules.length + version.guardrails.length + 1) };
}

export class Reasons {
  private readonly base: number;
  private readonly scale: number;

  constructor(
    private readonly values: Values,
    private readonly money: Hundredths,
    private readonly steps: Steps,
    private readonly version: VersionProgram,
  ) {
    const { base, places } = keyFactors(values.program, version);
    [this.base, this.scale] = [base, base * places];
  }

  /** Four numbers of reasons, places in `Program.reasons`; −1 where there are fewer. */
  told(combined: Combined, settled: Settled): readonly Piece[] {
    const keys = this.keysByReason(combined, settled);
    if (keys.length === 0) return Array.from({ length: MOST_REASONS }, () => literal("-1"));
    const { stages, dialect } = this.values;
    const none = this.money.whole(this.money.sizes.none);
    const told: Piece[] = [];
    let last: Piece | null = null;
    for (let round = 0; round < MOST_REASONS; round++) {
      const above =
        last === null ? keys : keys.map((key) => piece([key, last as Piece], (k, l) => dialect.when([[`${k} > ${l}`, k as string]], none)));
      const smallest = stages.column(piece(above, (...all) => dialect.least(all)));
      told.push(this.reasonOf(smallest, none));
      last = smallest;
    }
    return told;
  }

  private reasonOf(key: Piece, none: string): Piece {
    const { stages, dialect } = this.values;
    const { width } = this.money.sizes;
    const base = this.money.whole(this.base);
    return stages.column(
      piece([key], (k) => {
        const digits = dialect.rest(`(${dialect.rest(k as string, base, width)} + ${base})`, base, width);
        return dialect.when([[`${k} = ${none}`, "-1"]], dialect.toWhole(digits, "narrow"));
      }),
    );
  }

  /** The smallest key of each reason that can be told. */
  private keysByReason(combined: Combined, settled: Settled): readonly Piece[] {
    const byReason = new Map<number, Piece[]>();
    const add = (reason: number, key: Piece | null) => key && byReason.set(reason, [...(byReason.get(reason) ?? []), key]);
    const keyOfRule = this.ruleKeys(combined, settled);
    for (const step of combined.steps) add(step.rule.reason, keyOfRule(step));
    this.version.guardrails.forEach(({ reason }, i) => {
      add(reason, this.guardrailKey(settled.bound[i] as Piece, this.place(this.version.rules.length + 1 + i, reason)));
    });
    const { stages, dialect } = this.values;
    return [...byReason.values()].map((keys) => stages.column(piece(keys, (...all) => dialect.least(all))));
  }

  private place(index: number, reason: number): string {
    return this.money.whole(index * this.base + reason);
  }

  private keyed(branches: readonly (readonly [test: string, key: string])[]): string {
    return this.values.dialect.when(branches, this.money.whole(this.money.sizes.none));
  }

  private guardrailKey(bound: Piece, key: string): Piece {
    return piece([bound], (test) => this.keyed([[test as string, key]]));
  }

  private ruleKeys(combined: Combined, settled: Settled): (step: Step) => Piece | null {
    if (combined.applied === null) return this.sequentialKeys(combined, settled);
    const { applied, winner } = combined;
    const own = ({ index, rule }: Step) => [`= ${index}`, this.place(0, rule.reason)] as const;
    if (winner === null)
      return (step) =>
        piece([applied], (place) => {
          const [test, key] = own(step);
          return this.keyed([[`${place} ${test}`, key]]);
        });
    return (step) => {
      const groups = GROUPS.flatMap((group, i) => {
        const inGroup = this.steps.inGroup(step, group);
        return inGroup === null ? [] : [{ i, inGroup }];
      });
      return piece([applied, winner, ...groups.map(({ inGroup }) => inGroup)], (place, won, ...members) => {
        const [test, key] = own(step);
        const others = members.map((member, at) => `${won} = ${groups[at]?.i} AND ${member}`).join(" OR ");
        return this.keyed([
          [`${place} ${test}`, key],
          [others, this.place(1 + step.index, step.rule.reason)],
        ]);
      });
    };
  }

  /** The largest step first where the limit moves; else the rules of the decision's group, or, for a hold without any, all that fired. */
  private sequentialKeys({ steps, moves }: Combined, { decision }: Settled): (step: Step) => Piece | null {
    const holds = steps.map((step) => this.steps.inGroup(step, "hold"));
    const anyHold = anyOf(this.values, holds);
    const scale = this.money.whole(this.scale);
    return (step) => {
      const { type, reason } = step.rule;
      const key = this.place(step.index, reason);
      if (type === "freeze" || type === "refer")
        return piece([decision, step.fired], (d, fired) => this.keyed([[`${fired} AND ${d} = ${codeOf(type)}`, key]]));
      const held = holds[step.index] ?? literal(this.values.dialect.boolean(false));
      const move = moves[step.index] ?? literal(this.money.whole(0));
      return piece([decision, move, step.fired, anyHold, held], (d, m, fired, any, hold) =>
        this.keyed([
          [`${d} = ${codeOf("increase")} AND ${m} > ${this.money.whole(0)}`, `${key} - ${m} * ${scale}`],
          [`${d} = ${codeOf("decrease")} AND ${m} < ${this.money.whole(0)}`, `${key} + ${m} * ${scale}`],
          [`${d} = ${codeOf("hold")} AND (${hold} OR (${fired} AND NOT ${any}))`, key],
        ]),
      );
    };
  }
}
