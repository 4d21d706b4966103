/**
 * Moving a rule to another place in the order of priority, with the least change: where its priority fits between its
 * new neighbours it only moves in the document; else it gets the nearest priority that fits, and moves only where rules
 * of that priority stand on the wrong side of it.
 */
import type { JsonObject, Locale } from "#rules/policy";
import { type Draft, listOf } from "./draft.ts";
import { type Edited, edited, kept, priorityOf } from "./edit-text.ts";
import { type Entry, isObject, rewritten, valueEdits } from "./rewrite.ts";

export interface Reordering extends Edited {
  /** What was changed and why, for people. */
  readonly explanation: Readonly<Record<Locale, string>>;
}

interface Ranked {
  readonly position: number;
  readonly priority: number;
  readonly name: string;
}

interface Placing {
  readonly priority: number;
  /** The rule's neighbour in the document, or null where it stays where it is. */
  readonly beside: { readonly rule: Ranked; readonly side: "before" | "after" } | null;
}

/** Moves a rule (its index in the document) to a row (its index in the table, counted without the rule). */
export function moveRule(draft: Draft, rule: number, row: number): Reordering {
  const ranked = rankedRules(draft);
  const own = ranked.find(({ position }) => position === rule);
  const node = draft.root?.at("/rules") ?? null;
  const child = node?.type === "array" ? node.children[rule] : undefined;
  const json = listOf(draft.document.rules)[rule];
  if (own === undefined || node === null || child === undefined || !isObject(json)) return { ...edited(draft, []), explanation: NOTHING };
  const others = ranked.filter((other) => other !== own);
  const [above, below] = [others[row - 1], others[row]];
  const placing = leastPlacing(own, above, below);
  const next: JsonObject = placing.priority === own.priority ? json : { ...json, priority: placing.priority };
  const entries = kept(node);
  entries[rule] = { child, edits: valueEdits(child.node, next, draft.style) };
  const edits = rewritten(node, moved(entries, rule, placing), draft.style);
  return { ...edited(draft, edits), explanation: explained(own, placing, above, below) };
}

function rankedRules(draft: Draft): Ranked[] {
  const rules = listOf(draft.document.rules);
  const all = rules.map((rule, position) => ({ position, priority: priorityOf(rule), name: isObject(rule) ? String(rule.name) : "" }));
  return all.sort((a, b) => b.priority - a.priority || a.position - b.position);
}

/** The cheapest way to stand between two rules: fewest changes, then the nearest priority. */
function leastPlacing(own: Ranked, above: Ranked | undefined, below: Ranked | undefined): Placing {
  const near = [own.priority, above?.priority, (above?.priority ?? 0) - 1, below?.priority, (below?.priority ?? Number.NaN) + 1];
  const fits = (p: number | undefined): p is number =>
    p !== undefined && p >= 1 && p <= (above?.priority ?? Infinity) && p >= (below?.priority ?? 1);
  const placings = near.filter(fits).map((priority) => placingAt(priority, own, above, below));
  const cost = ({ priority, beside }: Placing) => Number(priority !== own.priority) + Number(beside !== null);
  const distance = ({ priority }: Placing) => Math.abs(priority - own.priority);
  return placings.sort((a, b) => cost(a) - cost(b) || distance(a) - distance(b))[0] ?? { priority: own.priority, beside: null };
}

function placingAt(priority: number, own: Ranked, above: Ranked | undefined, below: Ranked | undefined): Placing {
  if (above?.priority === priority && above.position > own.position) return { priority, beside: { rule: above, side: "after" } };
  if (below?.priority === priority && below.position < own.position) return { priority, beside: { rule: below, side: "before" } };
  return { priority, beside: null };
}

function moved(entries: readonly Entry[], from: number, { beside }: Placing): Entry[] {
  if (beside === null) return [...entries];
  const rest = entries.filter((_, i) => i !== from);
  const at = beside.rule.position - Number(beside.rule.position > from) + Number(beside.side === "after");
  return [...rest.slice(0, at), entries[from] as Entry, ...rest.slice(at)];
}

const NOTHING = { en: "nothing was moved", zh: "没有移动" };

function explained(
  own: Ranked,
  { priority, beside }: Placing,
  above: Ranked | undefined,
  below: Ranked | undefined,
): Record<Locale, string> {
  if (priority === own.priority && beside === null) return NOTHING;
  const place =
    beside === null
      ? null
      : {
          en: `${beside.side === "after" ? "behind" : "before"} \`${beside.rule.name}\``,
          zh: `\`${beside.rule.name}\`${beside.side === "after" ? "之后" : "之前"}`,
        };
  if (priority === own.priority && place !== null)
    return { en: `moved ${place.en} in the document; the priority stays ${priority}`, zh: `在文档中移到${place.zh};优先级仍为${priority}` };
  const known = [above, below].filter((r) => r !== undefined).map(({ name, priority: p }) => `\`${name}\` (${p})`);
  const en = `priority ${own.priority} → ${priority}, to stand ${above === undefined ? "above" : below === undefined ? "below" : "between"} ${known.join(" and ")}`;
  const zh = `优先级 ${own.priority} → ${priority},位于${known.join("与")}${above === undefined ? "之前" : below === undefined ? "之后" : "之间"}`;
  return place === null ? { en, zh } : { en: `${en}; moved ${place.en} in the document`, zh: `${zh};在文档中移到${place.zh}` };
}
