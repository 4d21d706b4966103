/**
 * A draft's rules as a decision table. In: a draft. Out: rows in order of priority, then position; a column for each
 * fact that a test of a rule's flat `all` reads, one for each shared condition that stands there with yes or no, one for
 * what is nested (never flattened: its sentence and its JSON), and the outcome's columns. Rules that are broken are rows too.
 */
import { type Json, type JsonObject, labelOf, type Locale, pointerOf, sentenceOfCondition, type ValidPolicy } from "#rules/policy";
import { cellFactOf, type CellTest, testsText } from "./cell-text.ts";
import { conditionOf, isAll, isTest, negatedReferenceOf, referenceOf } from "./condition-json.ts";
import { type Draft, listOf, membersOf } from "./draft.ts";
import { priorityOf } from "./edit-text.ts";
import { isObject } from "./rewrite.ts";

export const OUTCOME_COLUMNS = ["enabled", "priority", "name", "type", "percent", "amount", "reason", "review", "description"] as const;
export type OutcomeColumn = (typeof OUTCOME_COLUMNS)[number];
/** `fact:NAME` (derived facts too), `condition:NAME`, `expression`, or an outcome column. */
export type ColumnId = `fact:${string}` | `condition:${string}` | "expression" | OutcomeColumn;

export interface TableColumn {
  readonly id: ColumnId;
  readonly kind: "fact" | "condition" | "expression" | "outcome";
  /** The fact's or condition's name; of other columns the id. */
  readonly name: string;
  /** A label for people. */
  readonly label: string;
}

export interface Cell {
  readonly text: string;
  /** Where what it shows stands. */
  readonly pointers: readonly string[];
}

/** What is nested, as a sentence, and as JSON for an editor of its own. */
export interface ExpressionCell extends Cell {
  readonly json: string;
}

export interface TableRow {
  /** Index in the document's `rules`. */
  readonly position: number;
  readonly pointer: string;
  readonly name: string;
  /** The rule as it stands in the text. */
  readonly source: string;
  /** Empty cells are absent. */
  readonly cells: ReadonlyMap<ColumnId, Cell>;
  readonly expression: ExpressionCell | null;
  /** False where the conditions are not of a condition's shape; the expression holds them as they stand. */
  readonly sound: boolean;
}

export interface DecisionTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** The table of a draft; labels and sentences in a language. */
export function readTable(draft: Draft, locale: Locale = "en"): DecisionTable {
  return new TableReader().read(draft, locale);
}

/** Reads the tables of one draft after another: a row that stands as it stood in the one before is the same object. */
export class TableReader {
  private last: { readonly catalogue: ValidPolicy; readonly locale: Locale; readonly rows: readonly TableRow[] } | null = null;

  read(draft: Draft, locale: Locale): DecisionTable {
    const { catalogue } = draft;
    const known = this.last?.catalogue === catalogue && this.last.locale === locale ? this.last.rows : [];
    const rules = listOf(draft.document.rules);
    const sources = draft.root?.at("/rules")?.children ?? [];
    const rows = rules.map((rule, position) => {
      const source = sources[position]?.node.source ?? "";
      const before = known[position];
      return before?.source === source ? before : readRow(catalogue, rule, source, position, locale);
    });
    this.last = { catalogue, locale, rows };
    const priorities = rules.map(priorityOf);
    const ranked = rows.toSorted(
      (a, b) => (priorities[b.position] as number) - (priorities[a.position] as number) || a.position - b.position,
    );
    return { columns: columnsOf(draft, ranked, locale), rows: ranked };
  }
}

function readRow(catalogue: ValidPolicy, rule: Json, source: string, position: number, locale: Locale): TableRow {
  const pointer = pointerOf(["rules", position]);
  const own = isObject(rule) ? rule : {};
  const elements = elementsOf(own.conditions);
  const cells = new Map<ColumnId, Cell>(outcomeCells(own, pointer));
  for (const [column, held] of byColumn(elements)) {
    if (column !== "expression")
      cells.set(column, { text: elementsText(catalogue, column, held), pointers: held.map((e) => pointer + e.pointer) });
  }
  const nested = elements.filter(({ column }) => column === "expression");
  const expression = nested.length === 0 ? null : expressionCell(catalogue, nested, pointer, locale);
  const name = typeof own.name === "string" ? own.name : "";
  return { position, pointer, name, source, cells, expression, sound: conditionOf(own.conditions) !== null };
}

// --- conditions --------------------------------------------------------------------------------

/** One condition of a rule's flat `all`, and the column that shows it. */
export interface ConditionElement {
  readonly column: ColumnId;
  readonly json: Json;
  /** Below the rule. */
  readonly pointer: string;
}

/** What a rule's conditions are made of; anything but a flat `all` is one element. */
export function elementsOf(conditions: Json | undefined): ConditionElement[] {
  if (conditions === undefined) return [];
  if (!isAll(conditions))
    return [{ column: isTest(conditions) ? "expression" : columnOf(conditions), json: conditions, pointer: "/conditions" }];
  const seen = new Set<ColumnId>();
  return conditions.all.map((json, i) => {
    const own = columnOf(json);
    const column = own.startsWith("condition:") && seen.has(own) ? "expression" : own;
    seen.add(own);
    return { column, json, pointer: `/conditions/all/${i}` };
  });
}

function columnOf(json: Json): ColumnId {
  if (isTest(json)) return `fact:${json.fact}`;
  const name = referenceOf(json) ?? negatedReferenceOf(json);
  return name === null ? "expression" : `condition:${name}`;
}

function byColumn(elements: readonly ConditionElement[]): Map<ColumnId, ConditionElement[]> {
  const columns = new Map<ColumnId, ConditionElement[]>();
  for (const element of elements) columns.set(element.column, [...(columns.get(element.column) ?? []), element]);
  return columns;
}

function elementsText(catalogue: ValidPolicy, column: ColumnId, elements: readonly ConditionElement[]): string {
  if (column.startsWith("condition:")) return referenceOf(elements[0]?.json) === null ? "no" : "yes";
  return testsText(
    elements.map(({ json }) => json as JsonObject as unknown as CellTest),
    cellFactOf(catalogue, column.slice("fact:".length)),
  );
}

function expressionCell(catalogue: ValidPolicy, nested: readonly ConditionElement[], pointer: string, locale: Locale): ExpressionCell {
  const [first, ...more] = nested.map(({ json }) => json);
  const json = JSON.stringify(more.length === 0 ? first : [first, ...more]);
  const condition = conditionOf({ all: nested.map((element) => element.json) });
  const text = condition === null ? json : sentenceOfCondition(catalogue, condition, locale);
  return { text, json, pointers: nested.map((element) => pointer + element.pointer) };
}

// --- outcome -----------------------------------------------------------------------------------

function outcomeCells(rule: JsonObject, pointer: string): [OutcomeColumn, Cell][] {
  const event = isObject(rule.event) ? rule.event : {};
  const params = isObject(event.params) ? event.params : {};
  const cell = (column: OutcomeColumn, text: string, place: string): [OutcomeColumn, Cell] => [
    column,
    { text, pointers: [pointer + place] },
  ];
  const all = [
    cell("enabled", rule.enabled === false ? "no" : "yes", "/enabled"),
    cell("priority", plainText(rule.priority ?? 1), "/priority"),
    cell("name", plainText(rule.name), "/name"),
    cell("description", plainText(rule.description), "/description"),
    cell("type", plainText(event.type), "/event/type"),
    cell("percent", plainText(params.percent), "/event/params/percent"),
    cell("amount", isObject(params.amount) ? plainText(params.amount.fact) : plainText(params.amount), "/event/params/amount"),
    cell("reason", plainText(params.reason), "/event/params/reason"),
    cell("review", params.review === true ? "yes" : "", "/event/params/review"),
  ];
  return all.filter(([, { text }]) => text !== "");
}

function plainText(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

// --- columns -----------------------------------------------------------------------------------

const LABELS: Readonly<Record<Locale, Readonly<Record<OutcomeColumn | "expression", string>>>> = {
  en: {
    enabled: "On",
    priority: "Priority",
    name: "Rule",
    type: "Decision",
    percent: "Percent",
    amount: "Amount",
    reason: "Reason",
    review: "Review",
    description: "Description",
    expression: "Further conditions",
  },
  zh: {
    enabled: "启用",
    priority: "优先级",
    name: "规则",
    type: "决策",
    percent: "百分比",
    amount: "金额",
    reason: "原因",
    review: "人工确认",
    description: "说明",
    expression: "其他条件",
  },
};

/** Facts, derived facts and shared conditions that a row uses, in the document's order, unknown ones after them; then the rest. */
function columnsOf(draft: Draft, rows: readonly TableRow[], locale: Locale): TableColumn[] {
  const { document, catalogue } = draft;
  const used = new Set(rows.flatMap((row) => [...row.cells.keys()]));
  const declared = [document.facts, document.derived].flatMap(membersOf).map(([name]): ColumnId => `fact:${name}`);
  const shared = membersOf(document.conditions).map(([name]): ColumnId => `condition:${name}`);
  const named = new Set([...[...declared, ...shared].filter((id) => used.has(id)), ...[...used].filter((id) => id.includes(":"))]);
  const columns = [...named].map((id) => columnFor(id, catalogue, locale));
  const kinds = [...columns.filter(({ kind }) => kind === "fact"), ...columns.filter(({ kind }) => kind === "condition")];
  const rest = [...(rows.some(({ expression }) => expression !== null) ? (["expression"] as const) : []), ...OUTCOME_COLUMNS];
  return [...kinds, ...rest.map((id) => columnFor(id, catalogue, locale))];
}

export function columnFor(id: ColumnId, catalogue: ValidPolicy, locale: Locale): TableColumn {
  const [prefix, name] = splitId(id);
  if (prefix === "fact") return { id, kind: "fact", name, label: labelOf(catalogue, name, locale) };
  if (prefix === "condition") return { id, kind: "condition", name, label: name };
  const own = id as OutcomeColumn | "expression";
  return { id, kind: own === "expression" ? "expression" : "outcome", name: own, label: LABELS[locale][own] };
}

/** The kind of a column and the name that it is of. */
export function splitId(id: ColumnId): readonly ["fact" | "condition" | "other", string] {
  if (id.startsWith("fact:")) return ["fact", id.slice("fact:".length)];
  return id.startsWith("condition:") ? ["condition", id.slice("condition:".length)] : ["other", id];
}
