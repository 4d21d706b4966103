/**
 * Decides about a borrower's credit limit. json-rules-engine, unchanged, says which rules of
 * `ruleset.json` fire; what follows turns them into one new limit, a decision and its reasons.
 *
 * In: a borrower's facts, money as decimal numbers. Out: `{ ok: true, outcome }`, or
 * `{ ok: false, errors: [{ code, fact, message }] }` for facts that the ruleset cannot take.
 * Money is held in whole hundredths (BigInt) from here on: no binary fraction enters a limit.
 */
import { Engine } from "json-rules-engine";

/** A decider for one ruleset under one scenario (values of the facts that the run supplies). Use one for many borrowers. */
export function createDecider(ruleset, scenario = {}) {
  const engines = createEngines(ruleset);
  const ranked = { ...ruleset, rules: inOrder(ruleset.rules) };
  let last = Promise.resolve();
  return {
    /** Calls may overlap: they are queued, as one json-rules-engine must not run twice at once. */
    decide(facts) {
      const next = last.then(() => decideOnce(ranked, engines, scenario, facts));
      last = next.catch(() => {});
      return next;
    },
  };
}

async function decideOnce(ruleset, engines, scenario, given) {
  const { facts, errors } = readFacts(ruleset, scenario, given);
  if (errors.length > 0) return { ok: false, errors };
  const values = withDerived(ruleset, facts);
  const fired = await firedNames(engines.rules, values);
  const guarded = await firedNames(engines.guards, values);
  const rules = ruleset.rules.filter((rule) => fired.has(rule.name));
  const guardrails = ruleset.guardrails.filter((guardrail) => guardrail.when === undefined || guarded.has(guardrail.name));
  return { ok: true, outcome: resolve(ruleset, values, rules, guardrails) };
}

// --- json-rules-engine -------------------------------------------------------------------------

function createEngines({ rules, guardrails, conditions }) {
  const guards = guardrails
    .filter(({ when }) => when !== undefined)
    .map(({ name, when }) => ({ name, conditions: when, event: { type: "when" } }));
  return { rules: engineOf(rules, conditions), guards: engineOf(guards, conditions) };
}

function engineOf(rules, conditions) {
  const engine = new Engine();
  for (const [name, condition] of Object.entries(conditions)) engine.setCondition(name, condition);
  for (const rule of rules) engine.addRule(rule);
  return engine;
}

async function firedNames(engine, values) {
  const { results } = await engine.run(values);
  return new Set(results.map(({ name }) => name));
}

/** The total order of rules: higher priority first, then as written. The order in which json-rules-engine reports means nothing. */
function inOrder(rules) {
  return [...rules].sort((a, b) => (b.priority ?? 1) - (a.priority ?? 1));
}

// --- facts -------------------------------------------------------------------------------------

/** Every declared fact: the borrower's own value, else the scenario's, else null where that is allowed. */
function readFacts(ruleset, scenario, given) {
  const facts = {};
  const errors = [];
  for (const fact of ruleset.facts) {
    const value = givenValue(fact, scenario, given);
    const error = value === undefined ? absent(fact) : factError(fact, value);
    if (error) errors.push(error);
    else facts[fact.name] = value ?? null;
  }
  return { facts, errors };
}

function givenValue({ name, scope }, scenario, given) {
  if (Object.hasOwn(given, name)) return given[name];
  return scope === "scenario" && Object.hasOwn(scenario, name) ? scenario[name] : undefined;
}

function absent({ name, nullable, scope }) {
  if (nullable && scope !== "scenario") return null;
  return { code: "missing-fact", fact: name, message: `\`${name}\` is missing` };
}

function factError({ name, type, nullable, min, max, values }, value) {
  const error = (code, message) => ({ code, fact: name, message: `\`${name}\` ${message}` });
  const shown = `is \`${JSON.stringify(value)}\``;
  if (value === null) return nullable ? null : error("null-fact", "is null");
  if (!IS_OF_TYPE[type](value)) return error("wrong-type", `${shown}, not of type ${type}`);
  if (min !== undefined && value < min) return error("out-of-range", `${shown}, below ${min}`);
  if (max !== undefined && value > max) return error("out-of-range", `${shown}, above ${max}`);
  if (values !== undefined && [value].flat().some((one) => !values.includes(one)))
    return error("not-in-values", `${shown}, not one of ${values.join(", ")}`);
  return null;
}

const IS_OF_TYPE = {
  number: Number.isFinite,
  integer: Number.isSafeInteger,
  money: (value) => Number.isFinite(value) && Math.abs(value) <= 1e12 && Number(value.toFixed(2)) === value,
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  strings: (value) => Array.isArray(value) && value.every((one) => typeof one === "string") && new Set(value).size === value.length,
};

// --- derived facts -----------------------------------------------------------------------------

function withDerived(ruleset, facts) {
  const values = { ...facts };
  for (const derived of ruleset.derived) values[derived.name] = compute(derived.expression, values) ?? derived.default ?? null;
  return values;
}

/** The value of an expression (a subset of FEEL): null in arithmetic gives null, logic is three-valued. */
function compute(e, values) {
  const of = (operand) => compute(operand, values);
  switch (e.kind) {
    case "literal":
      return e.value;
    case "fact":
      return values[e.name];
    case "arithmetic":
      return onNumbers([of(e.left), of(e.right)], ARITHMETIC[e.operator]);
    case "negate":
      return onNumbers([of(e.operand)], (x) => -x);
    case "call":
      return onNumbers(e.arguments.map(of), Math[e.function === "ceiling" ? "ceil" : e.function]);
    case "compare":
      return compared(e.operator, of(e.left), of(e.right));
    case "between":
      return between(of(e.operand), of(e.low), of(e.high));
    case "and":
      return and(of(e.left), of(e.right));
    case "or":
      return not(and(not(of(e.left)), not(of(e.right))));
    case "not":
      return not(of(e.operand));
    case "if":
      return of(of(e.test) === true ? e.then : e.else);
    default:
      throw new Error(`unknown expression ${e.kind}`);
  }
}

const ARITHMETIC = { "+": (x, y) => x + y, "-": (x, y) => x - y, "*": (x, y) => x * y, "/": (x, y) => x / y };
const ORDER = { "<": (x, y) => x < y, "<=": (x, y) => x <= y, ">": (x, y) => x > y, ">=": (x, y) => x >= y };

function onNumbers(operands, operation) {
  if (operands.includes(null)) return null;
  const result = operation(...operands);
  return Number.isFinite(result) ? result : null;
}

function compared(operator, x, y) {
  if (operator === "=") return x === y;
  if (operator === "!=") return x !== y;
  return x === null || y === null ? null : ORDER[operator](x, y);
}

function between(x, low, high) {
  return x === null || low === null || high === null ? null : x >= low && x <= high;
}

/** Unknown if either is, save that false decides. */
function and(x, y) {
  if (x === false || y === false) return false;
  return x === null || y === null ? null : true;
}

function not(x) {
  return x === null ? null : !x;
}

// --- from fired rules to one limit -------------------------------------------------------------

function resolve(ruleset, values, rules, guardrails) {
  const before = hundredths(values[ruleset.limit.fact]);
  const fired = rules.map((rule) => actionOf(rule, values, before));
  const applied = combine(ruleset.strategy, fired, before);
  const stop = ["freeze", "refer"].find((type) => applied.some((action) => action.type === type));
  const { limit, bound } = stop ? { limit: before, bound: [] } : settle(ruleset, values, applied, before, guardrails);
  const decision = stop ?? decisionOf(limit, before, applied);
  return {
    limitBefore: decimal(before),
    limitAfter: decimal(limit),
    ...availableCredit(ruleset, values, limit, decision),
    decision,
    fired: fired.map(({ rule }) => rule.name),
    applied: applied.map(({ rule }) => rule.name),
    bound: bound.map(({ name }) => name),
    reasons: reasonsOf(ruleset.strategy, decision, fired, applied, bound),
    review:
      decision === "refer" || applied.some(({ rule }) => rule.event.params.review === true) || isDeepCut(ruleset.limit, limit, before),
  };
}

/** A fired rule: its event type, its group, and what it makes of a limit. */
function actionOf(rule, values, before) {
  const { type, params } = rule.event;
  const unchanged = (limit) => limit;
  if (params.percent !== undefined) {
    const share = (limit) => (limit * basisPoints(params.percent)) / 10_000n;
    return {
      rule,
      type,
      group: type,
      apply: type === "increase" ? (limit) => limit + share(limit) : (limit) => notBelowZero(limit - share(limit)),
    };
  }
  if (params.amount === undefined) return { rule, type, group: type, apply: unchanged };
  const amount = amountOf(params.amount, values);
  if (amount === null || amount < 0n) return { rule, type, group: type === "set" ? "hold" : type, apply: unchanged };
  if (type === "set")
    return { rule, type, group: amount > before ? "increase" : amount < before ? "decrease" : "hold", apply: () => amount };
  return { rule, type, group: type, apply: type === "increase" ? (limit) => limit + amount : (limit) => notBelowZero(limit - amount) };
}

/** The applied rules in order, each with the limit before and after it. */
function combine(strategy, fired, before) {
  const chosen = strategy === "sequential" ? fired : strategy === "first" ? fired.slice(0, 1) : strictest(fired, before);
  let limit = before;
  return chosen.map((action) => {
    const from = limit;
    limit = action.apply(limit);
    return { ...action, from, to: limit };
  });
}

const STRICTEST_FIRST = ["freeze", "refer", "decrease", "hold", "increase"];

function winningGroup(fired) {
  return STRICTEST_FIRST.find((group) => fired.some((action) => action.group === group));
}

/** Of the winning group, the first rule; of cuts, the first of those that leave the lowest limit. */
function strictest(fired, before) {
  const group = winningGroup(fired);
  const candidates = fired.filter((action) => action.group === group);
  if (group !== "decrease") return candidates.slice(0, 1);
  return [candidates.reduce((lowest, action) => (action.apply(before) < lowest.apply(before) ? action : lowest))];
}

/** Holds, guardrails, rounding and least change, in this order. */
function settle({ limit: terms }, values, applied, before, guardrails) {
  let limit = applied.at(-1)?.to ?? before;
  if (applied.some(({ type }) => type === "hold") && limit > before) limit = before;
  const bound = [];
  for (const guardrail of guardrails) {
    const after = within(guardrail, values, limit, before);
    if (after !== limit) bound.push(guardrail);
    limit = after;
  }
  limit = rounded(limit, before, hundredths(terms.step));
  return { limit: isTooSmall(terms, limit, before) ? before : limit, bound };
}

/** The limit that a guardrail leaves: never beyond the limit before, so that no rise becomes a cut or back. */
function within({ applies, atMost, atLeast }, values, limit, before) {
  const bound = amountOf(applies === "increase" ? atMost : atLeast, values);
  if (bound === null) return limit;
  if (applies === "increase") return limit > before && bound < limit ? larger(bound, before) : limit;
  return limit < before && bound > limit ? smaller(bound, before) : limit;
}

/** To a multiple of the step, toward the limit before, and not beyond it. */
function rounded(limit, before, step) {
  const rest = ((limit % step) + step) % step;
  if (limit > before) return larger(limit - rest, before);
  return limit < before ? smaller(rest === 0n ? limit : limit - rest + step, before) : limit;
}

function isTooSmall({ minChange = {} }, limit, before) {
  const change = limit > before ? limit - before : before - limit;
  return change !== 0n && (change < hundredths(minChange.amount ?? 0) || change * 10_000n < before * basisPoints(minChange.percent ?? 0));
}

function decisionOf(limit, before, applied) {
  if (limit !== before) return limit > before ? "increase" : "decrease";
  return applied.length > 0 ? "hold" : "maintain";
}

function availableCredit({ limit: terms }, values, limit, decision) {
  const balance = terms.balance === undefined ? null : values[terms.balance];
  if (balance === null) return {};
  return { available: decision === "freeze" ? 0 : decimal(notBelowZero(limit - hundredths(balance))) };
}

function isDeepCut({ reviewDecreasePercent }, limit, before) {
  if (reviewDecreasePercent === undefined || limit >= before) return false;
  return (before - limit) * 10_000n >= before * basisPoints(reviewDecreasePercent);
}

// --- reasons -----------------------------------------------------------------------------------

/** At most four: those of the decision, of the other rules of the winning group, of the guardrails that bound. */
function reasonsOf(strategy, decision, fired, applied, bound) {
  if (decision === "maintain") return [];
  const group = strategy === "strictest" ? winningGroup(fired) : undefined;
  const rules = [...principal(decision, applied), ...fired.filter((action) => action.group === group)].map(
    ({ rule }) => rule.event.params.reason,
  );
  return [...new Set([...rules, ...bound.map(({ reason }) => reason)])].slice(0, 4);
}

function principal(decision, applied) {
  if (decision === "increase" || decision === "decrease") {
    const step = ({ from, to }) => (decision === "increase" ? to - from : from - to);
    return applied.filter((action) => step(action) > 0n).sort((a, b) => Number(step(b) - step(a)));
  }
  const own = applied.filter(({ group }) => group === decision);
  return own.length > 0 ? own : applied;
}

// --- money -------------------------------------------------------------------------------------

/** An amount or bound: a figure, or a fact's value; null where that is null. */
function amountOf(amount, values) {
  const value = typeof amount === "number" ? amount : values[amount.fact];
  return value === null ? null : hundredths(value);
}

/** Whole hundredths of a number, half away from zero. */
function hundredths(value) {
  return BigInt(Math.sign(value) * Math.min(Math.round(Math.abs(value) * 100), Number.MAX_VALUE));
}

/** Hundredths of a percent: a percentage has at most two decimals. */
function basisPoints(percent) {
  return BigInt(Math.round(percent * 100));
}

function decimal(amount) {
  return Number(amount) / 100;
}

function notBelowZero(limit) {
  return limit < 0n ? 0n : limit;
}

function larger(x, y) {
  if (x < y) return y;
  return x;
}

function smaller(x, y) {
  if (x > y) return y;
  return x;
}
