/**
 * A condition as a tree that can be edited: groups, negations, tests, references, each at its JSON pointer below the
 * condition. In: a condition's JSON and a place. Out: another JSON with that one thing done, `x-` keys kept; nothing is
 * rearranged that was not asked for, an emptied group included. The same JSON comes back where it cannot be done.
 */
import { type Json, type JsonObject, type Operator, pointerOf, stepsOf } from "#rules/policy";
import { cellFactOf, type CellTest, type Reading, readTests, testsText } from "./cell-text.ts";
import { isTest, referenceOf } from "./condition-json.ts";
import type { Draft } from "./draft.ts";
import { isObject } from "./rewrite.ts";

export type GroupKind = "all" | "any";

export type ConditionNode = { readonly pointer: string } & (
  | { readonly kind: GroupKind; readonly children: readonly ConditionNode[] }
  | { readonly kind: "not"; readonly child: ConditionNode }
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "test"; readonly test: CellTest & { readonly fact: string } }
  /** What has no condition's shape stays as it is, and can be taken out. */
  | { readonly kind: "other"; readonly json: string }
);

/** The tree of a condition. Never throws. */
export function readCondition(json: Json, pointer = ""): ConditionNode {
  if (isTest(json)) return { pointer, kind: "test", test: { fact: json.fact, operator: json.operator, value: json.value } };
  const name = referenceOf(json);
  if (name !== null) return { pointer, kind: "reference", name };
  const kind = groupKindOf(json);
  if (kind !== null) {
    const children = ((json as JsonObject)[kind] as readonly Json[]).map((child, i) => readCondition(child, `${pointer}/${kind}/${i}`));
    return { pointer, kind, children };
  }
  if (isObject(json) && json.not !== undefined) return { pointer, kind: "not", child: readCondition(json.not, `${pointer}/not`) };
  return { pointer, kind: "other", json: JSON.stringify(json) };
}

function groupKindOf(json: Json | undefined): GroupKind | null {
  if (!isObject(json)) return null;
  return Array.isArray(json.all) ? "all" : Array.isArray(json.any) ? "any" : null;
}

// --- places --------------------------------------------------------------------------------------

export function conditionAt(json: Json, pointer: string): Json | undefined {
  let at: Json | undefined = json;
  for (const step of stepsOf(pointer)) at = Array.isArray(at) ? (at as readonly Json[])[Number(step)] : isObject(at) ? at[step] : undefined;
  return at;
}

/** The JSON with another value at a place; with undefined without that element. */
export function withCondition(json: Json, pointer: string, value: Json | undefined): Json {
  return replaced(json, stepsOf(pointer), value) as Json;
}

function replaced(json: Json, [step, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(json)) {
    const list = json as readonly Json[];
    return list.flatMap((element, i) => (i === Number(step) ? asList(replaced(element, rest, value)) : [element]));
  }
  if (!isObject(json) || json[step] === undefined) return json;
  const next = replaced(json[step], rest, value);
  const { [step]: _, ...others } = json;
  return next === undefined ? others : { ...json, [step]: next };
}

function asList(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

interface Parent {
  /** Of the group, or of the negation. */
  readonly pointer: string;
  readonly kind: GroupKind | "not";
  readonly index: number;
}

/** What holds a condition; null of the outermost. */
function parentOf(pointer: string): Parent | null {
  const steps = stepsOf(pointer);
  if (steps.length === 0) return null;
  if (steps.at(-1) === "not") return { pointer: pointerOf(steps.slice(0, -1)), kind: "not", index: 0 };
  return { pointer: pointerOf(steps.slice(0, -2)), kind: steps.at(-2) as GroupKind, index: Number(steps.at(-1)) };
}

function childrenOf(json: Json, { pointer, kind }: Parent): readonly Json[] {
  const held = conditionAt(json, `${pointer}/${kind}`);
  return Array.isArray(held) ? (held as readonly Json[]) : [];
}

function withChildren(json: Json, { pointer, kind }: Pick<Parent, "pointer" | "kind">, children: readonly Json[]): Json {
  return withCondition(json, `${pointer}/${kind}`, children as Json);
}

// --- edits ---------------------------------------------------------------------------------------

/** An edited condition, and where what was edited stands now. */
export interface ConditionEdit {
  readonly json: Json;
  readonly pointer: string;
}

/** Adds a condition at the end of a group. */
export function addCondition(json: Json, group: string, condition: Json): ConditionEdit {
  const kind = groupKindOf(conditionAt(json, group));
  if (kind === null) return { json, pointer: group };
  const children = childrenOf(json, { pointer: group, kind, index: 0 });
  return { json: withChildren(json, { pointer: group, kind }, [...children, condition]), pointer: `${group}/${kind}/${children.length}` };
}

/** Takes a condition out; a negation goes with what it negates. The outermost one stays. */
export function removeCondition(json: Json, pointer: string): ConditionEdit {
  const parent = parentOf(pointer);
  if (parent === null) return { json, pointer };
  if (parent.kind === "not") return removeCondition(json, parent.pointer);
  const rest = withCondition(json, pointer, undefined);
  const left = childrenOf(rest, parent).length;
  const beside = left === 0 ? parent.pointer : `${parent.pointer}/${parent.kind}/${Math.min(parent.index, left - 1)}`;
  return { json: rest, pointer: beside };
}

/** Puts a condition under a group of its own, or negates it. */
export function wrapCondition(json: Json, pointer: string, kind: GroupKind | "not"): ConditionEdit {
  const inner = conditionAt(json, pointer);
  if (inner === undefined) return { json, pointer };
  return { json: withCondition(json, pointer, kind === "not" ? { not: inner } : { [kind]: [inner] }), pointer };
}

/** Whether a group or negation can be taken away from around what it holds. */
export function canUnwrap(json: Json, pointer: string): boolean {
  return unwrapped(json, pointer) !== null;
}

/** Takes a negation or group away from around what it holds; several conditions go into the group around. */
export function unwrapCondition(json: Json, pointer: string): ConditionEdit {
  return unwrapped(json, pointer) ?? { json, pointer };
}

function unwrapped(json: Json, pointer: string): ConditionEdit | null {
  const node = conditionAt(json, pointer);
  const kind = groupKindOf(node);
  const held = kind !== null ? ((node as JsonObject)[kind] as readonly Json[]) : isObject(node) && node.not !== undefined ? [node.not] : [];
  const [only, ...more] = held;
  if (only === undefined) return null;
  if (more.length === 0) return { json: withCondition(json, pointer, only), pointer };
  const parent = parentOf(pointer);
  if (parent === null || parent.kind === "not") return null;
  const children = childrenOf(json, parent).flatMap((child, i) => (i === parent.index ? held : [child]));
  return { json: withChildren(json, parent, children), pointer };
}

/** Makes an `all` an `any`, or the other way round. */
export function setGroupKind(json: Json, pointer: string, kind: GroupKind): ConditionEdit {
  const node = conditionAt(json, pointer);
  const now = groupKindOf(node);
  if (now === null || now === kind) return { json, pointer };
  const entries = Object.entries(node as JsonObject).map(([key, value]) => [key === now ? kind : key, value] as const);
  return { json: withCondition(json, pointer, Object.fromEntries(entries)), pointer };
}

export type MoveDirection = "up" | "down" | "out" | "in";

/** Moves a condition among its neighbours, out of its group to behind it, or into the group or negated group before it. */
export function shiftCondition(json: Json, pointer: string, direction: MoveDirection): ConditionEdit {
  const parent = parentOf(pointer);
  if (parent === null || parent.kind === "not") return { json, pointer };
  if (direction === "out") return movedOut(json, pointer, parent);
  const children = [...childrenOf(json, parent)];
  const [own] = children.splice(parent.index, 1);
  if (direction === "in") return movedIn(json, parent, children, own as Json) ?? { json, pointer };
  const to = parent.index + (direction === "up" ? -1 : 1);
  if (to < 0 || to > children.length) return { json, pointer };
  children.splice(to, 0, own as Json);
  return { json: withChildren(json, parent, children), pointer: `${parent.pointer}/${parent.kind}/${to}` };
}

function movedOut(json: Json, pointer: string, parent: Parent): ConditionEdit {
  const own = conditionAt(json, pointer);
  let around = parentOf(parent.pointer);
  while (around?.kind === "not") around = parentOf(around.pointer);
  if (around === null || own === undefined) return { json, pointer };
  const rest = withCondition(json, pointer, undefined);
  const children = [...childrenOf(rest, around)];
  children.splice(around.index + 1, 0, own);
  return { json: withChildren(rest, around, children), pointer: `${around.pointer}/${around.kind}/${around.index + 1}` };
}

function movedIn(json: Json, parent: Parent, others: readonly Json[], own: Json): ConditionEdit | null {
  const before = others[parent.index - 1];
  let below = "";
  while (groupKindOf(conditionAt(before as Json, below)) === null) {
    const node = before === undefined ? undefined : conditionAt(before, below);
    if (!isObject(node) || node.not === undefined) return null;
    below += "/not";
  }
  const added = addCondition(before as Json, below, own);
  const children = others.map((child, i) => (i === parent.index - 1 ? added.json : child));
  return { json: withChildren(json, parent, children), pointer: `${parent.pointer}/${parent.kind}/${parent.index - 1}${added.pointer}` };
}

// --- tests ---------------------------------------------------------------------------------------

/** The operators that a fact's type takes; all of them where the type is not known. */
export function operatorsOf(draft: Draft, fact: string): readonly Operator[] {
  const { type } = cellFactOf(draft.catalogue, fact);
  const equality: readonly Operator[] = ["equal", "notEqual", "in", "notIn"];
  if (type === "boolean" || type === "string") return equality;
  if (type === "strings") return ["contains", "doesNotContain", "equal", "notEqual"];
  const ordering: readonly Operator[] = ["greaterThanInclusive", "greaterThan", "lessThanInclusive", "lessThan"];
  return type === "unknown" ? [...ordering, ...equality, "contains", "doesNotContain"] : [...ordering, ...equality];
}

/** The right side of a test as one types it. */
export function operandTextOf(draft: Draft, { fact, operator, value }: CellTest & { readonly fact: string }): string {
  const shown = testsText([{ operator, value }], cellFactOf(draft.catalogue, fact));
  return shown.slice(testsText([{ operator, value: "" }], { name: fact, type: "string", values: null }).length - 2).trim();
}

/** The value that a typed right side means, or why it means none. */
export function readOperand(draft: Draft, fact: string, operator: Operator, typed: string): Reading<Json> {
  const sign = testsText([{ operator, value: "" }], { name: fact, type: "string", values: null }).slice(0, -2);
  const reading = readTests(`${sign}${typed.trim()}`, cellFactOf(draft.catalogue, fact), draft.catalogue);
  if (!reading.ok) return reading;
  const [test, ...more] = reading.value;
  if (test === undefined || more.length > 0) return { ok: false, message: `\`${typed}\` is not one value` };
  return { ok: true, value: test.value };
}

/** A test of a fact that is valid where the fact's type and range allow one. */
export function newTest(draft: Draft, fact: string): Json {
  const declared = draft.catalogue.facts.get(fact);
  const { type } = cellFactOf(draft.catalogue, fact);
  const [operator] = operatorsOf(draft, fact);
  if (type === "boolean") return { fact, operator: "equal", value: true };
  if (type === "string" || type === "strings") return { fact, operator: operator as string, value: declared?.values?.[0] ?? "" };
  return { fact, operator: operator as string, value: declared?.min ?? 0 };
}

/** A test with another fact: operator and value stay where they fit it. */
export function withFact(draft: Draft, test: Json, fact: string): Json {
  if (!isTest(test)) return newTest(draft, fact);
  if (!operatorsOf(draft, fact).includes(test.operator)) return { ...test, ...(newTest(draft, fact) as JsonObject) };
  const fits = readOperand(draft, fact, test.operator, operandTextOf(draft, test));
  const same = fits.ok && JSON.stringify(fits.value) === JSON.stringify(test.value) && allowed(draft, fact, test.value);
  return same ? { ...test, fact } : { ...test, ...(newTest(draft, fact) as JsonObject) };
}

function allowed(draft: Draft, fact: string, value: Json): boolean {
  const values = draft.catalogue.facts.get(fact)?.values ?? null;
  if (values === null || isObject(value)) return true;
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).every((one) => one === null || values.includes(one as string));
}

/** A test with another operator: a value becomes a list of one, a list its first. */
export function withOperator(test: Json, operator: Operator): Json {
  if (!isTest(test)) return test;
  const takesList = operator === "in" || operator === "notIn";
  const { value } = test;
  if (takesList) return { ...test, operator, value: Array.isArray(value) || isObject(value) ? value : [value] };
  return { ...test, operator, value: Array.isArray(value) ? ((value as readonly Json[])[0] ?? null) : value };
}
