/**
 * From fired rules to one outcome (policy document, section of that name). Pure integer arithmetic:
 * the running limit is hundredths in a bigint. In: the policy, all values, the rules that fired in the
 * total order, and which guardrails' `when` is true. Out: the outcome and every move of the limit.
 */
import {
  type EventType,
  type FactValue,
  fromHundredths,
  type Guardrail,
  type Hundredths,
  type Rule,
  roundToHundredths,
  toHundredths,
  type ValidPolicy,
} from "#rules/policy";
import type { Decision, GuardrailTrace, Outcome, StepTrace } from "./types.ts";

type Values = Readonly<Record<string, FactValue>>;
type NoEffect = "null-amount" | "negative-amount";

/** A fired rule with what it does to a limit. */
interface FiredRule {
  readonly rule: Rule;
  readonly group: EventType;
  readonly noEffect?: NoEffect;
  readonly apply: (limit: bigint) => bigint;
}

interface Move {
  readonly fired: FiredRule;
  readonly before: bigint;
  readonly after: bigint;
}

export interface Resolution {
  readonly outcome: Outcome;
  readonly steps: readonly StepTrace[];
  readonly guardrails: readonly Omit<GuardrailTrace, "when">[];
  readonly fired: readonly { readonly name: string; readonly group: EventType; readonly noEffect?: NoEffect }[];
}

export function resolve(
  policy: ValidPolicy,
  values: Values,
  firedRules: readonly Rule[],
  whenTrue: (guardrail: number) => boolean,
): Resolution {
  const before = BigInt(toHundredths(values[policy.limit.fact] as number));
  const fired = firedRules.map((rule) => firedRule(rule, values, before));
  const moves = combine(policy, fired, before);
  const steps: StepTrace[] = moves.map(stepOfMove);
  const combined = moves.at(-1)?.after ?? before;
  const halted = (["freeze", "refer"] as const).find((type) => moves.some((m) => m.fired.rule.event.type === type));
  const walk = halted === undefined ? settle(policy, values, moves, combined, before, whenTrue, steps) : haltedWalk(policy, before);
  const decision: Decision = halted ?? decide(walk.limit, before, moves.length > 0);
  return {
    outcome: outcomeOf(policy, values, before, walk.limit, decision, fired, moves, walk.guardrails),
    steps,
    guardrails: walk.guardrails,
    fired: fired.map(({ rule, group, noEffect }) => ({ name: rule.name, group, ...(noEffect === undefined ? {} : { noEffect }) })),
  };
}

// --- what one rule does ------------------------------------------------------------------------

function firedRule(rule: Rule, values: Values, before: bigint): FiredRule {
  const { type, amount } = rule.event;
  if (amount === null) return { rule, group: type, apply: (limit) => limit };
  if (amount.kind === "percent") {
    const share = (limit: bigint) => (limit * BigInt(amount.basisPoints)) / 10_000n;
    return {
      rule,
      group: type,
      apply: type === "increase" ? (limit) => limit + share(limit) : (limit) => notBelowZero(limit - share(limit)),
    };
  }
  const hundredths = amount.kind === "amount" ? amount.hundredths : hundredthsOf(values[amount.fact]);
  if (hundredths === null || hundredths < 0) {
    return {
      rule,
      group: type === "set" ? "hold" : type,
      noEffect: hundredths === null ? "null-amount" : "negative-amount",
      apply: (limit) => limit,
    };
  }
  const sum = BigInt(hundredths);
  if (type === "set") return { rule, group: sum > before ? "increase" : sum < before ? "decrease" : "hold", apply: () => sum };
  return { rule, group: type, apply: type === "increase" ? (limit) => limit + sum : (limit) => notBelowZero(limit - sum) };
}

function hundredthsOf(value: FactValue | undefined): Hundredths | null {
  return typeof value === "number" ? roundToHundredths(value) : null;
}

function notBelowZero(limit: bigint): bigint {
  return limit < 0n ? 0n : limit;
}

// --- step 1: combine ---------------------------------------------------------------------------

const STRICTEST_FIRST: readonly EventType[] = ["freeze", "refer", "decrease", "hold", "increase"];

function combine(policy: ValidPolicy, fired: readonly FiredRule[], before: bigint): Move[] {
  let limit = before;
  return chosen(policy, fired, before).map((rule) => {
    const move = { fired: rule, before: limit, after: rule.apply(limit) };
    limit = move.after;
    return move;
  });
}

function chosen(policy: ValidPolicy, fired: readonly FiredRule[], before: bigint): readonly FiredRule[] {
  switch (policy.strategy) {
    case "sequential":
      return fired;
    case "first":
      return fired.slice(0, 1);
    case "strictest": {
      const group = winningGroup(fired);
      const candidates = fired.filter((f) => f.group === group);
      return (group === "decrease" ? [lowest(candidates, before)] : candidates.slice(0, 1)).filter((f) => f !== undefined);
    }
    default:
      return policy.strategy satisfies never;
  }
}

function winningGroup(fired: readonly FiredRule[]): EventType | undefined {
  return STRICTEST_FIRST.find((group) => fired.some((f) => f.group === group));
}

function lowest(candidates: readonly FiredRule[], before: bigint): FiredRule | undefined {
  return candidates.reduce<FiredRule | undefined>(
    (best, f) => (best === undefined || f.apply(before) < best.apply(before) ? f : best),
    undefined,
  );
}

function stepOfMove({ fired, before, after }: Move): StepTrace {
  const { name, event } = fired.rule;
  return {
    kind: "rule",
    name,
    event: event.type,
    amount: event.amount,
    before: Number(before),
    after: Number(after),
    ...(fired.noEffect === undefined ? {} : { noEffect: fired.noEffect }),
  };
}

// --- steps 2 to 6: hold, guardrails, rounding, least change, decision ---------------------------

interface Walk {
  readonly limit: bigint;
  readonly guardrails: readonly Omit<GuardrailTrace, "when">[];
}

function haltedWalk(policy: ValidPolicy, before: bigint): Walk {
  return {
    limit: before,
    guardrails: policy.guardrails.map((g) => ({
      name: g.name,
      applies: g.applies,
      status: "not-applicable",
      why: "frozen-or-referred",
      bound: null,
      reason: g.reason,
    })),
  };
}

function settle(
  policy: ValidPolicy,
  values: Values,
  moves: readonly Move[],
  combined: bigint,
  before: bigint,
  whenTrue: (i: number) => boolean,
  steps: StepTrace[],
): Walk {
  let limit = combined;
  const move = (step: { kind: "hold-cap" | "round" | "least-change" } | { kind: "guardrail"; name: string }, after: bigint) => {
    if (after !== limit) steps.push({ ...step, before: Number(limit), after: Number(after) });
    limit = after;
  };
  if (moves.some((m) => m.fired.rule.event.type === "hold") && limit > before) move({ kind: "hold-cap" }, before);
  const guardrails = policy.guardrails.map((guardrail, i) => {
    const { after, trace } = passGuardrail(guardrail, values, limit, before, whenTrue(i));
    move({ kind: "guardrail", name: guardrail.name }, after);
    return trace;
  });
  move({ kind: "round" }, rounded(limit, before, BigInt(policy.limit.step)));
  if (isTooSmall(policy, limit, before)) move({ kind: "least-change" }, before);
  return { limit, guardrails };
}

function passGuardrail(
  guardrail: Guardrail,
  values: Values,
  limit: bigint,
  before: bigint,
  whenTrue: boolean,
): { after: bigint; trace: Omit<GuardrailTrace, "when"> } {
  const bound = guardrail.bound.kind === "amount" ? guardrail.bound.hundredths : hundredthsOf(values[guardrail.bound.fact]);
  const base = { name: guardrail.name, applies: guardrail.applies, bound, reason: guardrail.reason };
  const idle = (why: GuardrailTrace["why"]) => ({ after: limit, trace: { ...base, status: "not-applicable" as const, why } });
  const rises = guardrail.applies === "increase";
  if (rises ? limit <= before : limit >= before) return idle("direction");
  if (!whenTrue) return idle("condition");
  if (bound === null) return idle("null-bound");
  const wanted = BigInt(bound);
  if (rises ? wanted >= limit : wanted <= limit) return { after: limit, trace: { ...base, status: "passed" } };
  const after = rises ? (wanted > before ? wanted : before) : wanted < before ? wanted : before;
  return { after, trace: { ...base, status: "bound" } };
}

/** Toward the limit before: a rise down to a multiple of the step, a cut up to one, neither beyond where it began. */
function rounded(limit: bigint, before: bigint, step: bigint): bigint {
  if (limit === before) return limit;
  const rest = ((limit % step) + step) % step;
  if (limit > before) return limit - rest > before ? limit - rest : before;
  const up = rest === 0n ? limit : limit - rest + step;
  return up < before ? up : before;
}

function isTooSmall(policy: ValidPolicy, limit: bigint, before: bigint): boolean {
  const change = limit > before ? limit - before : before - limit;
  const { amount, basisPoints } = policy.limit.minChange;
  return change !== 0n && (change < BigInt(amount) || change * 10_000n < before * BigInt(basisPoints));
}

function decide(limit: bigint, before: bigint, anyApplied: boolean): Decision {
  if (limit !== before) return limit > before ? "increase" : "decrease";
  return anyApplied ? "hold" : "maintain";
}

// --- the outcome -------------------------------------------------------------------------------

function outcomeOf(
  policy: ValidPolicy,
  values: Values,
  before: bigint,
  limit: bigint,
  decision: Decision,
  fired: readonly FiredRule[],
  moves: readonly Move[],
  guardrails: readonly Omit<GuardrailTrace, "when">[],
): Outcome {
  const bound = guardrails.filter((g) => g.status === "bound");
  return {
    limitBefore: fromHundredths(Number(before)),
    limitAfter: fromHundredths(Number(limit)),
    ...availableOf(policy, values, limit, decision),
    decision,
    fired: fired.map((f) => f.rule.name),
    applied: moves.map((m) => m.fired.rule.name),
    bound: bound.map((g) => g.name),
    reasons:
      decision === "maintain"
        ? []
        : reasonsOf(
            policy,
            decision,
            fired,
            moves,
            bound.map((g) => g.reason),
          ),
    review: decision === "refer" || moves.some((m) => m.fired.rule.event.review) || isDeepCut(policy, limit, before),
  };
}

function availableOf(policy: ValidPolicy, values: Values, limit: bigint, decision: Decision): { available?: number } {
  const balance = policy.limit.balance === null ? null : values[policy.limit.balance];
  if (typeof balance !== "number") return {};
  const open = decision === "freeze" ? 0n : notBelowZero(limit - BigInt(toHundredths(balance)));
  return { available: fromHundredths(Number(open)) };
}

function isDeepCut(policy: ValidPolicy, limit: bigint, before: bigint): boolean {
  const least = policy.limit.reviewDecreaseBasisPoints;
  return least !== null && limit < before && (before - limit) * 10_000n >= before * BigInt(least);
}

const MOST_REASONS = 4;

function reasonsOf(
  policy: ValidPolicy,
  decision: Decision,
  fired: readonly FiredRule[],
  moves: readonly Move[],
  bound: readonly string[],
): string[] {
  const principal = principalMoves(decision, moves).map((m) => m.fired.rule.event.reason);
  const group = policy.strategy === "strictest" ? winningGroup(fired) : undefined;
  const others = fired.filter((f) => f.group === group).map((f) => f.rule.event.reason);
  return [...new Set([...principal, ...others, ...bound])].slice(0, MOST_REASONS);
}

/** Applied rules that stand for the decision, the largest step first where the limit moves. */
function principalMoves(decision: Decision, moves: readonly Move[]): readonly Move[] {
  if (decision === "increase" || decision === "decrease") {
    const step = (m: Move) => (decision === "increase" ? m.after - m.before : m.before - m.after);
    return moves.filter((m) => step(m) > 0n).sort((a, b) => (step(b) > step(a) ? 1 : step(b) < step(a) ? -1 : 0));
  }
  const own = moves.filter((m) => m.fired.group === decision);
  return own.length > 0 ? own : moves;
}
