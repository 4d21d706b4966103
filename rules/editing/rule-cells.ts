/** A rule as JSON with other cells. In: a rule, typed texts by column. Out: the rule with them, or a problem for each cell that cannot be. */
import type { Json, JsonObject, ValidPolicy } from "#rules/policy";
import { cellFactOf, type CellTest, readNumber, type Reading, readTests, readYes } from "./cell-text.ts";
import { isAll, isTest } from "./condition-json.ts";
import { isObject } from "./rewrite.ts";
import { type ColumnId, type ConditionElement, elementsOf, OUTCOME_COLUMNS, splitId } from "./table.ts";

export interface ColumnProblem {
  readonly column: ColumnId;
  readonly message: string;
}

export type RuleReading = { readonly rule: JsonObject; readonly problems: readonly ColumnProblem[] };
type Draftable = Record<string, Json>;

/** The rule with the typed texts in its cells; other cells, `x-` keys and the order of keys stay. */
export function withCells(rule: JsonObject, typed: ReadonlyMap<ColumnId, string>, catalogue: ValidPolicy): RuleReading {
  const writer = new RuleWriter(rule, catalogue);
  for (const [column, text] of typed) writer.set(column, text);
  return writer.finish(typed);
}

const RULE_KEYS = ["name", "description", "enabled", "priority", "conditions", "event"];

class RuleWriter {
  private rule: Draftable;
  private readonly problems: ColumnProblem[] = [];
  private elements: readonly Pick<ConditionElement, "column" | "json">[];
  private readonly event: EventCells;

  constructor(
    rule: JsonObject,
    private readonly catalogue: ValidPolicy,
  ) {
    this.rule = { ...rule };
    this.elements = elementsOf(rule.conditions);
    this.event = new EventCells(rule.event, catalogue, (column, message) => this.refuse(column, message));
  }

  set(column: ColumnId, typed: string): void {
    const [kind, name] = splitId(column);
    const text = typed.trim();
    if (kind === "fact") this.setTests(column, name, text);
    else if (kind === "condition") this.setReference(column, name, text);
    else if (column === "expression") this.setExpression(text);
    else if (column === "enabled") this.setEnabled(text);
    else if (column === "priority") this.setPriority(text);
    else if (column === "name") this.setName(text);
    else if (column === "description") this.setKey("description", typed === "" ? undefined : typed);
    else this.event.set(column, text);
  }

  finish(typed: ReadonlyMap<ColumnId, string>): RuleReading {
    const columns = [...typed.keys()];
    if (columns.some((column) => !(OUTCOME_COLUMNS as readonly string[]).includes(column))) this.finishConditions(columns);
    if (columns.some((column) => EVENT_COLUMNS.has(column))) this.setKey("event", this.event.finish());
    return { rule: this.rule, problems: this.problems };
  }

  private refuse(column: ColumnId, message: string): void {
    this.problems.push({ column, message });
  }

  /** Sets or, with undefined, removes a key; a new one stands where such keys usually do. */
  private setKey(key: string, value: Json | undefined): void {
    const { [key]: had, ...rest } = this.rule;
    if (value === undefined) this.rule = rest;
    else if (had !== undefined) this.rule[key] = value;
    else {
      const after = RULE_KEYS.slice(0, RULE_KEYS.indexOf(key)).findLast((k) => k in this.rule);
      const entries = Object.entries(this.rule);
      entries.splice(entries.findIndex(([k]) => k === after) + 1, 0, [key, value]);
      this.rule = Object.fromEntries(entries);
    }
  }

  // --- conditions --------------------------------------------------------------------------------

  private setTests(column: ColumnId, name: string, text: string): void {
    const reading = readTests(text, cellFactOf(this.catalogue, name), this.catalogue);
    if (!reading.ok) {
      this.refuse(column, reading.message);
      return;
    }
    const own = this.elements.filter((element) => element.column === column);
    this.replace(
      column,
      reading.value.map((test, i) => testJson(name, test, own[i]?.json)),
    );
  }

  private setReference(column: ColumnId, name: string, text: string): void {
    const yes = readYes(text);
    if (text !== "" && yes === null) {
      this.refuse(column, `\`${text}\` is neither yes nor no; type \`yes\`, \`no\` or nothing`);
      return;
    }
    const own = this.elements.find((element) => element.column === column)?.json;
    const same = own !== undefined && isObject(own) && "condition" in own === yes;
    this.replace(column, yes === null ? [] : same ? [own] : [yes ? { condition: name } : { not: { condition: name } }]);
  }

  private setExpression(text: string): void {
    const reading = readExpressionCell(text);
    if (reading.ok) this.replace("expression", reading.value);
    else this.refuse("expression", reading.message);
  }

  /** Puts conditions in the places of a column's old ones; more of them after the last, or at the end. */
  private replace(column: ColumnId, conditions: readonly Json[]): void {
    const next = [...conditions];
    const last = this.elements.findLastIndex((element) => element.column === column);
    const at = last < 0 ? this.elements.length - 1 : last;
    const placed = this.elements.flatMap((element, i) => {
      const own = element.column !== column ? [element.json] : next.splice(0, 1);
      return [...own, ...(i === at ? next.splice(0) : [])].map((json) => (json === element.json ? element : { column, json }));
    });
    this.elements = [...placed, ...next.map((json) => ({ column, json }))];
  }

  /** A rule that was one nested condition stays so; with a second one both come under `all`. */
  private finishConditions(columns: readonly ColumnId[]): void {
    const [only, ...more] = this.elements.map(({ json }) => json);
    const { conditions } = this.rule;
    const cleared = columns.find((column) => splitId(column)[0] !== "other" || column === "expression") as ColumnId;
    if (only === undefined) {
      if (!this.problems.some(({ column }) => columns.includes(column))) this.refuse(cleared, NO_CONDITION);
    } else if (more.length === 0 && !isAll(conditions) && !isTest(only)) this.setKey("conditions", only);
    else this.setKey("conditions", { ...(isAll(conditions) ? conditions : {}), all: [only, ...more] });
  }

  // --- what else a rule has ----------------------------------------------------------------------

  private setEnabled(text: string): void {
    const yes = readYes(text === "" ? "yes" : text);
    if (yes === null) this.refuse("enabled", `\`${text}\` is neither yes nor no; type \`yes\` or \`no\``);
    else if (yes !== (this.rule.enabled !== false)) this.setKey("enabled", yes);
  }

  private setPriority(text: string): void {
    const priority = readNumber(text);
    if (text === "") this.setKey("priority", undefined);
    else if (priority === null || !Number.isInteger(priority) || priority < 1)
      this.refuse("priority", `\`${text}\` is no priority; type a whole number of at least 1, or nothing for 1`);
    else if (priority !== (this.rule.priority ?? 1)) this.setKey("priority", priority);
  }

  private setName(text: string): void {
    if (text === "") this.refuse("name", "a rule needs a name");
    else this.setKey("name", text);
  }
}

const NO_CONDITION = "a rule needs at least one condition; delete the rule, or type another test first";

function testJson(fact: string, { operator, value }: CellTest, old: Json | undefined): Json {
  return isTest(old) ? { ...old, operator, value } : { fact, operator, value };
}

/** One condition as JSON, or a list of them. */
function readExpressionCell(text: string): Reading<Json[]> {
  if (text === "") return { ok: true, value: [] };
  try {
    const value = JSON.parse(text) as Json;
    const list = Array.isArray(value) ? (value as Json[]) : [value];
    if (list.every(isObject)) return { ok: true, value: list };
  } catch {
    // Said below.
  }
  return { ok: false, message: 'a nested condition is JSON, such as { "any": [ … ] } or { "not": { … } }' };
}

// --- event -------------------------------------------------------------------------------------

const EVENT_COLUMNS: ReadonlySet<ColumnId> = new Set(["type", "percent", "amount", "reason", "review"]);
const TAKES: ReadonlyMap<unknown, readonly ("percent" | "amount")[]> = new Map([
  ["increase", ["percent", "amount"]],
  ["decrease", ["percent", "amount"]],
  ["set", ["amount"]],
  ["hold", []],
  ["refer", []],
  ["freeze", []],
]);

/** The cells of an event, put together once all are known: a percentage rules out an amount, a freeze takes neither. */
class EventCells {
  private readonly own: JsonObject;
  private readonly params: Draftable;
  private type: Json | undefined;
  /** What was typed, null where it was cleared. */
  private readonly typed: { percent?: Json | null; amount?: Json | null } = {};

  constructor(
    event: Json | undefined,
    private readonly catalogue: ValidPolicy,
    private readonly refuse: (column: ColumnId, message: string) => void,
  ) {
    this.own = isObject(event) ? event : {};
    this.params = isObject(this.own.params) ? { ...this.own.params } : {};
    this.type = this.own.type;
  }

  set(column: ColumnId, text: string): void {
    if (column === "type") this.setType(text);
    else if (column === "percent") this.setPercent("percent", text);
    else if (column === "amount") this.setAmount("amount", text);
    else if (column === "reason") this.setReason(text);
    else this.setReview(text);
  }

  finish(): Json {
    const { type, typed, params } = this;
    const { type: _, params: __, ...rest } = this.own;
    const isMoved = "percent" in typed || "amount" in typed || type !== this.own.type;
    return { ...(type === undefined ? {} : { type }), params: isMoved ? this.moved() : params, ...rest };
  }

  private moved(): JsonObject {
    const { type, typed } = this;
    const { percent: _, amount: __, ...params } = this.params;
    const takes = TAKES.get(type) ?? [];
    for (const key of ["percent", "amount"] as const)
      if (typed[key] != null && !takes.includes(key))
        this.refuse(key, `\`${String(type)}\` takes no ${key}${takes.length > 0 ? `, but an ${takes.join(" or ")}` : ""}; clear the cell`);
    if (typed.percent != null && typed.amount != null)
      this.refuse("amount", "an event takes either a percent or an amount; clear one of them");
    const key = takes.find((k) => typed[k] != null) ?? takes.find((k) => !(k in typed) && this.params[k] !== undefined);
    if (key !== undefined) return { [key]: (typed[key] ?? this.params[key]) as Json, ...params };
    if (takes.length > 0) this.refuse("percent" in typed ? "percent" : "amount" in typed ? "amount" : "type", needed(String(type)));
    return params;
  }

  /** A type, with what it takes if one likes: `decrease 20 %`, `set 5000`. */
  private setType(text: string): void {
    const [, type = "", by = ""] = /^(\S*)\s*(.*)$/.exec(text) ?? [];
    if (!TAKES.has(type)) {
      const all = [...TAKES.keys()].map((t) => `\`${String(t)}\``);
      this.refuse("type", `\`${text}\` is no decision; type one of ${all.join(", ")}, such as \`decrease 20 %\``);
      return;
    }
    this.type = type;
    if (by.endsWith("%")) this.setPercent("type", by);
    else if (by !== "") this.setAmount("type", by);
  }

  private setPercent(column: ColumnId, text: string): void {
    const percent = text === "" ? null : readNumber(text.replace(/\s*%$/, ""));
    if (percent === null && text !== "") this.refuse(column, `\`${text}\` is no percentage; type a number such as \`20\``);
    else this.typed.percent = percent;
  }

  private setAmount(column: ColumnId, text: string): void {
    const isFact = this.catalogue.facts.has(text) || this.catalogue.derived.has(text);
    const amount = isFact ? { fact: text } : readNumber(text);
    if (amount === null && text !== "")
      this.refuse(
        column,
        `\`${text}\` is neither an amount nor a fact; type a number such as \`5000\`, without separators, or a fact's name`,
      );
    else this.typed.amount = amount;
  }

  private setReason(text: string): void {
    if (text === "") this.refuse("reason", "a rule needs a reason; type a code of `reasons`");
    else this.params.reason = text;
  }

  private setReview(text: string): void {
    const yes = readYes(text === "" ? "no" : text);
    if (yes === null) this.refuse("review", `\`${text}\` is neither yes nor no; type \`yes\` or nothing`);
    else if (yes) this.params.review = true;
    else if (this.params.review === true) delete this.params.review;
  }
}

function needed(type: string): string {
  return type === "set"
    ? "`set` needs an amount; type `set 5000` as the decision, or an amount"
    : `\`${type}\` needs a percent or an amount; type \`${type} 10 %\` or \`${type} 500\` as the decision, or fill one of them`;
}
