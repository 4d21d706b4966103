/** A borrower's facts, or a scenario's. Money is a decimal number in the policy's currency. */
export type Facts = Readonly<Record<string, number | boolean | string | readonly string[] | null>>;

export interface Outcome {
  readonly limitBefore: number;
  readonly limitAfter: number;
  readonly available?: number;
  readonly decision: "freeze" | "refer" | "decrease" | "hold" | "maintain" | "increase";
  readonly fired: readonly string[];
  readonly applied: readonly string[];
  readonly bound: readonly string[];
  readonly reasons: readonly string[];
  readonly review: boolean;
}

export type Decided =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly errors: readonly { readonly code: string; readonly fact: string; readonly message: string }[] };

export interface Decider {
  decide(facts: Facts): Promise<Decided>;
}

/** `ruleset` is the content of ruleset.json. */
export function createDecider(ruleset: object, scenario?: Facts): Decider;
