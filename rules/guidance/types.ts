/**
 * Guidance: what one borrower's trace says in words, English and 中文. All plain data, fit to be handed from a worker to a page and printed.
 * Money is decimals in the policy's currency.
 */
import type { BorrowerError, Decision, Outcome } from "#rules/evaluate";
import type { Facts, FactValue, Operator, ValidPolicy } from "#rules/policy";

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export interface GuidanceInput {
  readonly policy: ValidPolicy;
  /** Values for the facts of scenario scope. */
  readonly scenario: Facts;
  readonly facts: Facts;
  /** Awaited now and then, so that other work can run. */
  readonly pause?: () => Promise<void>;
  /** Throws when asked to stop. */
  readonly signal?: { throwIfAborted(): void };
}

/** A test with the value seen: one that decided (it is as `wanted`), or one that failed (it is not). */
export interface SeenTest {
  readonly fact: string;
  readonly operator: Operator;
  /** The constant, or the other fact's value. */
  readonly value: FactValue | readonly FactValue[];
  readonly otherFact?: string;
  readonly seen: FactValue;
  /** False where the test stands under a `not` and must fail. */
  readonly wanted: boolean;
  readonly words: Words;
}

/** One step from facts to the outcome. */
export interface WhyStep {
  readonly kind: "rule" | "also-fired" | "hold-cap" | "guardrail" | "round" | "least-change" | "nothing";
  /** Of the rule or guardrail. */
  readonly name?: string;
  /** The running limit; absent where the step moves none. */
  readonly before?: number;
  readonly after?: number;
  readonly words: Words;
  /** The tests that made the rule fire, or the guardrail apply. */
  readonly tests: readonly SeenTest[];
}

/** Why a rule did not fire: a smallest set of tests that would have made it fire, had they gone the other way. */
export interface WhyNot {
  readonly rule: string;
  /** A disabled rule never fires; its set is that of an enabled one. */
  readonly enabled: boolean;
  /** Empty where the conditions hold, as of a disabled rule, or where `impossible`. */
  readonly tests: readonly SeenTest[];
  /** The conditions contradict themselves, or no small set was found. */
  readonly impossible: boolean;
  readonly words: Words;
}

/** One fact's move. */
export interface Move {
  readonly fact: string;
  readonly from: FactValue;
  readonly to: FactValue;
  readonly words: Words;
}

/** A set of moves with the outcome that follows, all else being equal; confirmed by json-rules-engine. */
export interface Way {
  readonly moves: readonly Move[];
  /** Sum of the relative moves. */
  readonly cost: number;
  /** What it gains over the present outcome. */
  readonly gain: Gain;
  readonly outcome: Outcome;
  readonly words: Words;
}

export type Gain = "lifts-freeze" | "raises-limit" | "raises-available";

export interface Ways {
  /** At most three, cheapest first; different sets of facts, or different decisions. */
  readonly ways: readonly Way[];
  /** How many facts were tried, each alone; 0 where none can be moved. */
  readonly tried: number;
  /** Up to how many of them at once. */
  readonly together: number;
  /** Whether the bound on work cut the search short. */
  readonly cutShort: boolean;
  /** Facts that decided and that the borrower cannot move. */
  readonly immovable: readonly string[];
  /** Why there is no way, where there is none. */
  readonly nothing: Words | null;
}

/** What a notice says in one language. */
export interface NoticeText {
  readonly heading: string;
  readonly statement: string;
  readonly reasonsHeading: string;
  readonly reasons: readonly string[];
  readonly actionsHeading: string;
  readonly actions: readonly string[];
  /** What the actions rest on. */
  readonly remark: string;
  /** All of it as plain text. */
  readonly plain: string;
}

/** The notice to the borrower. */
export interface Notice {
  readonly policy: string;
  readonly decision: Decision;
  readonly currency: string;
  readonly limitBefore: number;
  readonly limitAfter: number;
  readonly available?: number;
  readonly review: boolean;
  /** Codes of the reasons told, at most four. */
  readonly reasons: readonly string[];
  readonly en: NoticeText;
  readonly zh: NoticeText;
}

export interface Guidance {
  readonly policy: { readonly name: string; readonly hash: string };
  readonly outcome: Outcome;
  readonly why: readonly WhyStep[];
  /** Of every rule that did not fire, in the total order. */
  readonly whyNot: readonly WhyNot[];
  readonly ways: Ways;
  readonly notice: Notice;
}

export type GuidanceResult =
  | { readonly ok: true; readonly guidance: Guidance }
  | { readonly ok: false; readonly errors: readonly BorrowerError[] };
