/** Step 1 of an outcome, combining: which rules are applied and what they make of the limit before. */
import type { EventType } from "#rules/policy";
import type { VersionProgram } from "../program.ts";
import type { Hundredths } from "./hundredths.ts";
import { literal, type Piece, piece } from "./stages.ts";
import type { Step, Steps } from "./steps.ts";
import type { Values } from "./values.ts";

export interface Combined {
  readonly limit: Piece;
  readonly steps: readonly Step[];
  /** Under `first` and `strictest`: the place of the one applied rule, −1 without; null under `sequential`, where all that fired are applied. */
  readonly applied: Piece | null;
  readonly anyApplied: Piece;
  /** Under `strictest`: 0 to 4 for the winning group of `GROUPS`, −1 without. */
  readonly winner: Piece | null;
  /** Under `sequential`: by rule, the limit after less the limit before it; null for rules that move nothing. */
  readonly moves: readonly (Piece | null)[];
}

/** The strictest first. */
export const GROUPS: readonly EventType[] = ["freeze", "refer", "decrease", "hold", "increase"];

export class Combining {
  constructor(
    private readonly values: Values,
    private readonly money: Hundredths,
    private readonly steps: Steps,
    private readonly version: VersionProgram,
  ) {}

  combine(): Combined {
    const steps = this.version.rules.map((rule, i) => this.steps.of(rule, i));
    switch (this.version.strategy) {
      case "sequential":
        return this.sequential(steps);
      case "first":
        return this.first(steps);
      case "strictest":
        return this.strictest(steps);
      default:
        return this.version.strategy satisfies never;
    }
  }

  private sequential(steps: readonly Step[]): Combined {
    const { stages, dialect } = this.values;
    let limit = this.steps.before;
    const moves = steps.map((step) => {
      if (!this.steps.moves(step)) return null;
      const before = limit;
      const within = this.money.sizes.canExceed ? ` AND ${before.sql} <= ${this.money.whole(this.money.sizes.most)}` : "";
      limit = stages.column(
        piece([step.fired, before, this.steps.after(step, before)], (fired, l, after) =>
          dialect.when([[`${fired}${within}`, after as string]], l as string),
        ),
      );
      return stages.column(piece([limit, before], (after, l) => `${after} - ${l}`));
    });
    return { limit, steps, applied: null, anyApplied: this.any(steps.map(({ fired }) => fired)), winner: null, moves };
  }

  private first(steps: readonly Step[]): Combined {
    const applied = this.firstOf(
      steps,
      steps.map(({ fired }) => fired),
    );
    return { limit: this.afterOne(steps, applied), steps, applied, anyApplied: isPlace(applied), winner: null, moves: [] };
  }

  private strictest(steps: readonly Step[]): Combined {
    const { stages, dialect } = this.values;
    const groups = GROUPS.map((group) => steps.map((step) => this.steps.inGroup(step, group)));
    const winner = stages.column(
      piece(
        groups.map((members) => this.any(members)),
        (...any) =>
          dialect.when(
            any.map((test, i) => [test, `${i}`] as const),
            "-1",
          ),
      ),
    );
    const candidates = groups.map((members, i) => (GROUPS[i] === "decrease" ? this.lowest(steps, members) : this.firstOf(steps, members)));
    const applied = stages.column(
      piece([winner, ...candidates], (won, ...places) =>
        dialect.when(
          places.map((place, i) => [`${won} = ${i}`, place] as const),
          "-1",
        ),
      ),
    );
    return { limit: this.afterOne(steps, applied), steps, applied, anyApplied: isPlace(applied), winner, moves: [] };
  }

  /** The place of the first step whose test is true, −1 without. */
  private firstOf(steps: readonly Step[], tests: readonly (Piece | null)[]): Piece {
    const possible = steps.flatMap((step, i) => (tests[i] ? [{ step, test: tests[i] }] : []));
    if (possible.length === 0) return literal("-1");
    const { stages, dialect } = this.values;
    return stages.column(
      piece(
        possible.map(({ test }) => test),
        (...sql) =>
          dialect.when(
            sql.map((test, i) => [test, `${possible[i]?.step.index}`] as const),
            "-1",
          ),
      ),
    );
  }

  /** The place of the decrease that alone leaves the lowest limit, the earliest on a tie. */
  private lowest(steps: readonly Step[], tests: readonly (Piece | null)[]): Piece {
    const { stages, dialect } = this.values;
    const none = this.money.whole(this.money.sizes.none);
    const alone = steps.map((step, i) => {
      const test = tests[i];
      if (!test) return null;
      return stages.column(
        piece([test, this.steps.after(step, this.steps.before)], (inGroup, after) =>
          dialect.when([[inGroup as string, after as string]], none),
        ),
      );
    });
    const present = alone.filter((limit) => limit !== null);
    if (present.length <= 1) return this.firstOf(steps, tests);
    const least = stages.column(piece(present, (...limits) => dialect.least(limits)));
    return this.firstOf(
      steps,
      alone.map((limit) => limit && piece([limit, least], (own, lowest) => `${own} = ${lowest}`)),
    );
  }

  /** The limit after the one applied rule, from the limit before. */
  private afterOne(steps: readonly Step[], applied: Piece): Piece {
    const { stages, dialect } = this.values;
    const moving = steps.filter((step) => this.steps.moves(step));
    if (moving.length === 0) return this.steps.before;
    const after = moving.map((step) => this.steps.after(step, this.steps.before));
    return stages.column(
      piece([this.steps.before, applied, ...after], (before, place, ...limits) =>
        dialect.when(
          limits.map((limit, i) => [`${place} = ${moving[i]?.index}`, limit] as const),
          before as string,
        ),
      ),
    );
  }

  private any(tests: readonly (Piece | null)[]): Piece {
    return anyOf(this.values, tests);
  }
}

function isPlace(applied: Piece): Piece {
  return piece([applied], (place) => `(${place} >= 0)`);
}

/** Whether one of the tests is true; those that never can be are null. */
export function anyOf({ stages, dialect }: Values, tests: readonly (Piece | null)[]): Piece {
  const possible = tests.filter((test) => test !== null);
  if (possible.length === 0) return literal(dialect.boolean(false));
  return stages.column(piece(possible, (...sql) => `(${sql.join(" OR ")})`));
}
