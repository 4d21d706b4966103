/**
 * Edits of a draft through its table. Cells are checked by the validator on their own rule; a rule with a problem is
 * left as it is and the problem told by cell. All others are text edits that leave the rest of the text alone.
 */
import type { JsonObject } from "#rules/policy";
import { newProblems } from "./check-rules.ts";
import { type Draft, listOf, membersOf } from "./draft.ts";
import { type Edited, edited, kept, removeValue } from "./edit-text.ts";
import { applyEdits, type Entry, isObject, rewritten, valueEdits } from "./rewrite.ts";
import { type ColumnProblem, type RuleReading, withCells } from "./rule-cells.ts";
import { indentAt } from "./style.ts";
import { type ColumnId, elementsOf, OUTCOME_COLUMNS } from "./table.ts";

/** What a person typed into a cell. */
export interface TypedCell {
  /** Index of the rule in the document, or the name of one that is to be added. */
  readonly rule: number | { readonly added: string };
  readonly column: ColumnId;
  readonly text: string;
}

export interface CellProblem extends ColumnProblem {
  readonly rule: TypedCell["rule"];
}

export interface TableEdit extends Edited {
  readonly problems: readonly CellProblem[];
}

/** Sets one cell. An empty text removes what the cell shows. */
export function setCell(draft: Draft, rule: number, column: ColumnId, text: string): TableEdit {
  return setCells(draft, [{ rule, column, text }]);
}

/** Sets many cells at once; rules with a problem stay as they are. New rules are added at the end of the document's rules. */
export function setCells(draft: Draft, cells: readonly TypedCell[]): TableEdit {
  const node = draft.root?.at("/rules") ?? null;
  if (node?.type !== "array") return { ...edited(draft, []), problems: [] };
  const readings = readingsOf(draft, cells);
  const problems = checked(draft, readings);
  const sound = readings.filter(({ rule }) => !problems.some((problem) => problem.rule === rule));
  const now = new Map(sound.map(({ rule, reading }) => [rule, reading.rule]));
  const entries = node.children.map((child, i): Entry => {
    const after = now.get(i);
    return { child, edits: after === undefined ? [] : valueEdits(child.node, after, draft.style) };
  });
  const added = sound.filter(({ rule }) => typeof rule !== "number").map(({ reading }): Entry => ({ key: null, value: reading.rule }));
  return { ...edited(draft, rewritten(node, [...entries, ...added], draft.style)), problems };
}

interface ReadRule {
  readonly rule: TypedCell["rule"];
  readonly typed: ReadonlySet<ColumnId>;
  readonly before: JsonObject | null;
  readonly reading: RuleReading;
}

function readingsOf(draft: Draft, cells: readonly TypedCell[]): ReadRule[] {
  const rules = listOf(draft.document.rules);
  const byRule = new Map<string, { rule: TypedCell["rule"]; typed: Map<ColumnId, string> }>();
  for (const { rule, column, text } of cells) {
    const id = typeof rule === "number" ? String(rule) : `+${rule.added}`;
    const held = byRule.get(id) ?? { rule, typed: new Map<ColumnId, string>() };
    held.typed.set(column, text);
    byRule.set(id, held);
  }
  return [...byRule.values()].map(({ rule, typed }) => {
    const own = typeof rule === "number" ? rules[rule] : null;
    const before = isObject(own ?? undefined) ? (own as JsonObject) : null;
    const start = before ?? (typeof rule === "number" ? {} : { name: rule.added });
    return { rule, typed: new Set(typed.keys()), before, reading: withCells(start, typed, draft.catalogue) };
  });
}

/** Every cell that cannot be: what it cannot mean, and what the validator says of its rule. */
function checked(draft: Draft, readings: readonly ReadRule[]): CellProblem[] {
  const unread = readings.flatMap(({ rule, reading }) => reading.problems.map((problem): CellProblem => ({ rule, ...problem })));
  const own = [...unread, ...takenNames(draft, readings)];
  const found = newProblems(
    draft,
    readings.map(({ before }) => before),
    readings.map(({ reading }) => reading.rule),
  );
  const further = readings.flatMap(({ rule, typed, reading }, i) => {
    const told = new Set(own.filter((problem) => problem.rule === rule).map(({ column }) => column));
    // Beside a cell that cannot be read, others tell only what is typed into them: the rest may follow from that one.
    const counts = (column: ColumnId) => told.size === 0 || (typed.has(column) && !told.has(column));
    return (found[i] ?? [])
      .filter(({ pointer }) => told.size === 0 || pointer !== "")
      .map(({ pointer, message }) => ({ rule, column: columnAt(reading.rule, pointer), message }))
      .filter(({ column }) => counts(column));
  });
  return [...own, ...further];
}

/** Names are identities: one that an edit gives to a second rule is refused. */
function takenNames(draft: Draft, readings: readonly ReadRule[]): CellProblem[] {
  const names = listOf(draft.document.rules).map((rule) => (isObject(rule) ? rule.name : undefined));
  for (const { rule, reading } of readings) if (typeof rule === "number") names[rule] = reading.rule.name;
  const taken = (name: unknown, rule: TypedCell["rule"]) => names.some((other, i) => other === name && i !== rule);
  return readings
    .filter(({ rule, before, reading }) => reading.rule.name !== before?.name && taken(reading.rule.name, rule))
    .map(({ rule, reading }) => ({
      rule,
      column: "name",
      message: `\`${String(reading.rule.name)}\` is taken by another rule; choose another name`,
    }));
}

/** The column of a place in a rule. */
function columnAt(rule: JsonObject, pointer: string): ColumnId {
  if (pointer === "") return "name";
  if (pointer.startsWith("/event/params/amount")) return "amount";
  if (!pointer.startsWith("/conditions")) return OUTCOME_COLUMNS.find((column) => pointer.endsWith(`/${column}`)) ?? "type";
  const elements = elementsOf(rule.conditions);
  return elements.find((element) => pointer === element.pointer || pointer.startsWith(`${element.pointer}/`))?.column ?? "expression";
}

// --- rows --------------------------------------------------------------------------------------

/** A copy right behind the rule, as it is written, with a name of its own; it fires whenever the rule does. */
export function duplicateRule(draft: Draft, rule: number): Edited {
  const node = draft.root?.at("/rules") ?? null;
  const child = node?.type === "array" ? node.children[rule] : undefined;
  const name = child?.node.child("name")?.node;
  if (node === null || child === undefined || name === undefined) return edited(draft, []);
  const copied = valueEdits(name, freeName(draft, `${String(name.value)}-copy`), draft.style);
  const inside = copied.map((edit) => ({ ...edit, offset: edit.offset - child.from }));
  const entries = kept(node);
  entries.splice(rule + 1, 0, { raw: applyEdits(child.node.source, inside), base: indentAt(draft.text, child.from) });
  return edited(draft, rewritten(node, entries, draft.style));
}

/** A new rule, switched off, that holds every limit; behind the given rule and of its priority, else at the end. Null where the document has no limit fact or no reason to give. */
export function addRule(draft: Draft, behind: number | null): Edited | null {
  const node = draft.root?.at("/rules") ?? null;
  const [reason] = membersOf(draft.document.reasons)[0] ?? [];
  const limit = isObject(draft.document.limit) ? draft.document.limit.fact : undefined;
  if (node?.type !== "array" || reason === undefined || typeof limit !== "string") return null;
  const before = behind === null ? undefined : listOf(draft.document.rules)[behind];
  const priority: JsonObject = isObject(before) && before.priority !== undefined ? { priority: before.priority } : {};
  const value = {
    name: freeName(draft, "new-rule"),
    enabled: false,
    ...priority,
    conditions: { all: [{ fact: limit, operator: "greaterThanInclusive", value: 0 }] },
    event: { type: "hold", params: { reason } },
  };
  const entries = kept(node);
  entries.splice(behind === null ? entries.length : behind + 1, 0, { key: null, value });
  return edited(draft, rewritten(node, entries, draft.style));
}

export function deleteRule(draft: Draft, rule: number): Edited {
  return removeValue(draft, `/rules/${rule}`);
}

/** The name, or the name with the first free number. */
function freeName(draft: Draft, name: string): string {
  const taken = new Set(listOf(draft.document.rules).map((rule) => (isObject(rule) ? rule.name : undefined)));
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
  return free;
}
