/** Steps 2 to 6 of an outcome: stops and holds, guardrails, rounding, least change, decision; then available credit and review. */
import { DECISIONS, type Decision } from "#rules/evaluate";
import type { EventType } from "#rules/policy";
import type { GuardrailProgram, VersionProgram } from "../program.ts";
import { anyOf, type Combined } from "./combine.ts";
import type { Hundredths } from "./hundredths.ts";
import { literal, type Piece, piece } from "./stages.ts";
import type { Values } from "./values.ts";

export interface Settled {
  readonly limit: Piece;
  /** Place in `DECISIONS`. */
  readonly decision: Piece;
  /** By guardrail, whether it changed the limit. */
  readonly bound: readonly Piece[];
}

export const codeOf = (decision: Decision) => DECISIONS.indexOf(decision);

export class Settling {
  constructor(
    private readonly values: Values,
    private readonly money: Hundredths,
    private readonly before: Piece,
    private readonly version: VersionProgram,
  ) {}

  settle(combined: Combined): Settled {
    const [frozen, referred, held] = (["freeze", "refer", "hold"] as const).map((type) => this.anyApplied(combined, type)) as [
      Piece,
      Piece,
      Piece,
    ];
    let limit = this.capped(combined.limit, frozen, referred, held);
    const bound = this.version.guardrails.map((guardrail) => {
      const [from, to] = [limit, this.passed(guardrail, limit)];
      limit = to;
      return this.column([from, to], (a, b) => `(${a} <> ${b})`);
    });
    limit = this.largeEnough(this.rounded(limit));
    return { limit, bound, decision: this.decision(limit, frozen, referred, combined.anyApplied) };
  }

  private column(operands: readonly Piece[], write: (...sql: string[]) => string): Piece {
    return this.values.stages.column(piece(operands, write));
  }

  private when(...branches: readonly (readonly [string, string])[]) {
    return { otherwise: (sql: string) => this.values.dialect.when(branches, sql) };
  }

  /** Whether a rule of an event type was applied. */
  private anyApplied({ steps, applied }: Combined, type: EventType): Piece {
    const own = steps.filter(({ rule }) => rule.type === type);
    if (own.length === 0) return literal(this.values.dialect.boolean(false));
    if (applied === null)
      return anyOf(
        this.values,
        own.map(({ fired }) => fired),
      );
    const places = own.map(({ index }) => `${index}`);
    return this.column([applied], (place) => this.values.dialect.oneOf(place as string, places));
  }

  private capped(limit: Piece, frozen: Piece, referred: Piece, held: Piece): Piece {
    return this.column([limit, this.before, frozen, referred, held], (l, b, f, r, h) =>
      this.when([`${f} OR ${r} OR (${h} AND ${l} > ${b})`, b as string]).otherwise(l as string),
    );
  }

  private passed({ applies, bound, when }: GuardrailProgram, limit: Piece): Piece {
    const { dialect } = this.values;
    const wanted = bound.kind === "amount" ? literal(this.money.whole(bound.hundredths)) : this.money.ofAmount(bound);
    const condition = when === null ? literal(dialect.boolean(true)) : this.values.of(when);
    return this.column([limit, this.before, wanted, condition], (l, b, w, test) => {
      const rises = applies === "increase";
      const beyond = dialect.truth(`${w} ${rises ? "<" : ">"} ${l}`, bound.kind === "amount" ? [] : [w as string]);
      const after = rises ? dialect.greatest([w as string, b as string]) : dialect.least([w as string, b as string]);
      return this.when([`${test} AND ${l} ${rises ? ">" : "<"} ${b} AND ${beyond}`, after]).otherwise(l as string);
    });
  }

  /** Toward the limit before: a rise down to a multiple of the step, a cut up to one, neither beyond where it began. */
  private rounded(limit: Piece): Piece {
    const { dialect } = this.values;
    const { width } = this.money.sizes;
    if (this.version.limit.step === 1) return limit;
    const step = this.money.whole(this.version.limit.step);
    const rest = this.column([limit], (l) => {
      const signed = dialect.rest(l as string, step, width);
      return this.when([`${l} < ${this.money.whole(0)}`, dialect.rest(`(${signed} + ${step})`, step, width)]).otherwise(signed);
    });
    return this.column([limit, this.before, rest], (l, b, r) =>
      this.when(
        [`${l} > ${b}`, dialect.greatest([`${l} - ${r}`, b as string])],
        [`${l} < ${b} AND ${r} > ${this.money.whole(0)}`, dialect.least([`${l} - ${r} + ${step}`, b as string])],
      ).otherwise(l as string),
    );
  }

  private largeEnough(limit: Piece): Piece {
    const { amount, basisPoints } = this.version.limit.minChange;
    if (amount <= 1 && basisPoints === 0) return limit;
    return this.column([limit, this.before], (l, b) => {
      const change = `abs(${l} - ${b})`;
      const tests = [
        ...(amount > 1 ? [`${change} < ${this.money.whole(amount)}`] : []),
        ...(basisPoints > 0 ? [`${change} < ${this.money.shareUp(b as string, basisPoints)}`] : []),
      ];
      return this.when([`${l} <> ${b} AND (${tests.join(" OR ")})`, b as string]).otherwise(l as string);
    });
  }

  private decision(limit: Piece, frozen: Piece, referred: Piece, anyApplied: Piece): Piece {
    return this.column([limit, this.before, frozen, referred, anyApplied], (l, b, f, r, any) =>
      this.when(
        [f as string, `${codeOf("freeze")}`],
        [r as string, `${codeOf("refer")}`],
        [`${l} > ${b}`, `${codeOf("increase")}`],
        [`${l} < ${b}`, `${codeOf("decrease")}`],
        [any as string, `${codeOf("hold")}`],
      ).otherwise(`${codeOf("maintain")}`),
    );
  }

  /** 0 if frozen, else limit less balance, not below 0; null in SQL where the balance is. Without a balance in the policy there is none. */
  available({ limit, decision }: Settled): Piece | null {
    const { balance } = this.version.limit;
    const { dialect } = this.values;
    const zero = this.money.whole(0);
    if (balance === null) return null;
    return this.column([limit, decision, this.money.ofMoney(balance, "null")], (l, d, b) =>
      dialect.when(
        [
          [`${b} IS NULL`, "NULL"],
          [`${d} = ${codeOf("freeze")}`, zero],
        ],
        dialect.greatest([zero, `${l} - ${b}`]),
      ),
    );
  }

  /** Whether a person must confirm. */
  review({ limit, decision }: Settled, { steps, applied }: Combined): Piece {
    const own = steps.filter(({ rule }) => rule.review);
    const places = own.map(({ index }) => `${index}`);
    const isAmong = (place: Piece) => piece([place], (at) => this.values.dialect.oneOf(at as string, places));
    const asked = applied === null ? own.map(({ fired }) => fired) : own.length === 0 ? [] : [isAmong(applied)];
    const least = this.version.limit.reviewDecreaseBasisPoints;
    return this.column([limit, this.before, decision, ...asked], (l, b, d, ...asks) => {
      const deep = least === null ? [] : [`(${l} < ${b} AND ${b} - ${l} >= ${this.money.shareUp(b as string, least)})`];
      return `(${[`${d} = ${codeOf("refer")}`, ...asks, ...deep].join(" OR ")})`;
    });
  }
}
