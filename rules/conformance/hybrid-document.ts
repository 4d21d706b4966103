/**
 * The baseline with a set of changes applied, as a document: what attribution means, written down plainly. json-rules-engine evaluates it, and the
 * shares that come of all sets are what attribution must give. Slow, and nothing of it is used by attribution itself.
 */
import type { Json, JsonObject } from "#rules/policy";

export type Draft = Record<string, Json>;

const SECTIONS = [
  ["facts", "fact"],
  ["derived", "derived"],
  ["conditions", "condition"],
] as const;

/** `set` holds ids of changes; `reordered`: whether the order of rules is among the changes at all. */
export function hybridDocument(a: JsonObject, b: JsonObject, set: ReadonlySet<string>, reordered: boolean): JsonObject {
  const document: Draft = {
    ...a,
    strategy: (set.has("strategy") ? b : a).strategy as Json,
    limit: limitUnder(a.limit as Draft, b.limit as Draft, set),
    rules: rulesUnder(list(a.rules), list(b.rules), set, reordered),
    guardrails: itemsUnder("guardrail", list(a.guardrails), list(b.guardrails), set),
    reasons: { ...(a.reasons as Draft), ...(b.reasons as Draft) },
  };
  for (const [section, subject] of SECTIONS) document[section] = definitionsUnder(section, subject, a, b, set);
  return document;
}

function list(value: Json | undefined): Draft[] {
  return (value ?? []) as Draft[];
}

function limitUnder(a: Draft, b: Draft, set: ReadonlySet<string>): Draft {
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const entries = keys.flatMap((key) => {
    const value = (set.has(`limit:${key}`) ? b : a)[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Additions are always there, removals never done, unless a name becomes another kind: then its removal does both. */
function definitionsUnder(section: string, subject: string, a: JsonObject, b: JsonObject, set: ReadonlySet<string>): Draft {
  const [before, after] = [(a[section] ?? {}) as Draft, (b[section] ?? {}) as Draft];
  const other = { facts: "derived", derived: "facts", conditions: "" }[section] ?? "";
  const elsewhere = (document: JsonObject, name: string) => Object.hasOwn((document[other] ?? {}) as Draft, name);
  const otherSubject = section === "facts" ? "derived" : "fact";
  const found: Draft = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [own, later] = [before, after].map((one) => (Object.hasOwn(one, name) ? one[name] : undefined));
    if (own !== undefined && later !== undefined) found[name] = set.has(`${subject}:${name}`) ? later : own;
    else if (own !== undefined && !(elsewhere(b, name) && set.has(`${subject}:${name}`))) found[name] = own;
    else if (later !== undefined && (!elsewhere(a, name) || set.has(`${otherSubject}:${name}`))) found[name] = later;
  }
  return found;
}

/** In the baseline's order, added ones last: for guardrails, whose order does not alter a limit. */
function itemsUnder(subject: string, a: readonly Draft[], b: readonly Draft[], set: ReadonlySet<string>): Draft[] {
  const names = new Set([...a, ...b].map(({ name }) => name as string));
  return [...names].flatMap((name) => {
    const item = (set.has(`${subject}:${name}`) ? b : a).find((one) => one.name === name);
    return item === undefined ? [] : [item];
  });
}

function rulesUnder(a: readonly Draft[], b: readonly Draft[], set: ReadonlySet<string>, reordered: boolean): Draft[] {
  const order = set.has("rule-order") ? withInserted(b, a, false) : withInserted(a, b, !reordered);
  const rules = itemsUnder("rule", a, b, set);
  return order.flatMap((name) => rules.filter((rule) => rule.name === name));
}

/** The first list's names, each that only the second has behind what precedes it there: or, if `apart`, at the nearest place that keeps the second's order among rules of its priority. */
function withInserted(first: readonly Draft[], second: readonly Draft[], apart: boolean): string[] {
  const order = first.map(({ name }) => name as string);
  second.forEach((rule, i) => {
    const name = rule.name as string;
    if (order.includes(name)) return;
    const preceding = second.slice(0, i).findLast((other) => order.includes(other.name as string));
    const behind = preceding === undefined ? 0 : order.indexOf(preceding.name as string) + 1;
    const places = [...order.keys(), order.length].sort((x, y) => Math.abs(x - behind) - Math.abs(y - behind));
    const fits = (place: number) => keepsOrder(order.toSpliced(place, 0, name), second, rule);
    order.splice(apart ? (places.find(fits) ?? behind) : behind, 0, name);
  });
  return order;
}

function keepsOrder(order: readonly string[], rules: readonly Draft[], own: Draft): boolean {
  const alike = rules.filter((rule) => (rule.priority ?? 1) === (own.priority ?? 1) && order.includes(rule.name as string));
  const places = alike.map((rule) => order.indexOf(rule.name as string));
  return places.every((place, i) => i === 0 || (places[i - 1] as number) < place);
}
