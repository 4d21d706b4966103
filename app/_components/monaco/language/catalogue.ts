/**
 * What completion and hover know of a document: its facts, derived facts, shared conditions and reasons, read from
 * the text as it stands. The reader is tolerant: what is half-written is there as far as it goes.
 */
import { getNodeValue, type Node } from "jsonc-parser";
import type { BorrowersSummary } from "#rules/hints";
import type { FollowedTree } from "#rules/policy";
import { distributionOf } from "./distribution";

type Fields = Readonly<Record<string, unknown>>;

export interface Catalogue {
  /** The text breaks JSON's grammar: what stands behind the break may not be read. */
  readonly isBroken: boolean;
  readonly root: Node | undefined;
  readonly facts: ReadonlyMap<string, Fields>;
  readonly derived: ReadonlyMap<string, Fields>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly reasons: ReadonlyMap<string, Fields>;
}

/** `tree` has followed the text until the one before. */
export function readCatalogue(text: string, tree: FollowedTree): Catalogue {
  const { root, isBroken } = treeOf(text, tree);
  return {
    isBroken,
    root,
    facts: new Map(entriesOf(root, "facts").filter(isFields)),
    derived: new Map(entriesOf(root, "derived").filter(isFields)),
    conditions: new Map(entriesOf(root, "conditions")),
    reasons: new Map(entriesOf(root, "reasons").filter(isFields)),
  };
}

function treeOf(text: string, tree: FollowedTree): { readonly root: Node | undefined; readonly isBroken: boolean } {
  try {
    const { root, errors } = tree.follow(text);
    return { root, isBroken: errors.length > 0 };
  } catch {
    return { root: undefined, isBroken: true };
  }
}

function entriesOf(root: Node | undefined, section: string): (readonly [string, unknown])[] {
  const properties = root?.type === "object" ? (root.children ?? []) : [];
  const value = properties.find((property) => property.children?.[0]?.value === section)?.children?.[1];
  if (value?.type !== "object") return [];
  return (value.children ?? []).flatMap((property) => {
    const [key, child] = property.children ?? [];
    return key && child ? [[String(key.value), getNodeValue(child)] as const] : [];
  });
}

function isFields(entry: readonly [string, unknown]): entry is readonly [string, Fields] {
  return typeof entry[1] === "object" && entry[1] !== null && !Array.isArray(entry[1]);
}

/** A fact's type; of a derived fact what can be told without reading its expression: nothing. */
export function typeOf(catalogue: Catalogue, name: string): string | null {
  const type = catalogue.facts.get(name)?.type;
  return typeof type === "string" ? type : null;
}

export function labelsOf(fields: Fields): { en: string; zh: string } {
  const label = (typeof fields.label === "object" && fields.label !== null ? fields.label : {}) as Fields;
  return { en: typeof label.en === "string" ? label.en : "", zh: typeof label.zh === "string" ? label.zh : "" };
}

/** A fact's or derived fact's definition and its values among the borrowers at hand, in Markdown; null where it has no definition. */
export function describeFact(catalogue: Catalogue, name: string, borrowers: BorrowersSummary | null): string | null {
  const fact = catalogue.facts.get(name);
  const summary = borrowers?.facts[name];
  const atHand = summary && borrowers ? distributionOf(summary, borrowers.borrowers) : "";
  if (fact) return paragraphs([headOf(name, fact), traitsOf(fact), valuesOf(fact), atHand]);
  const derived = catalogue.derived.get(name);
  if (!derived) return null;
  const fallback = derived.default === undefined ? "may be null" : `null counts as \`${JSON.stringify(derived.default)}\``;
  return paragraphs([headOf(name, derived), `derived · ${fallback}`, `\`\`\`\n${String(derived.expression ?? "")}\n\`\`\``, atHand]);
}

/** A reason code with its texts in Markdown, or null where it has none. */
export function describeReason(catalogue: Catalogue, code: string): string | null {
  const reason = catalogue.reasons.get(code);
  if (!reason) return null;
  const line = (language: string, text: unknown) =>
    typeof text === "string" ? `${language} · ${escapeMarkdown(text)}` : `${language} · *no text*`;
  return paragraphs([`**${escapeMarkdown(code)}** · what the borrower is told`, line("English", reason.en), line("中文", reason.zh)]);
}

export function describeCondition(catalogue: Catalogue, name: string): string | null {
  const condition = catalogue.conditions.get(name);
  if (condition === undefined) return null;
  return paragraphs([`**${escapeMarkdown(name)}** · shared condition`, `\`\`\`json\n${JSON.stringify(condition, null, 2)}\n\`\`\``]);
}

/** In few words, for the line of a completion: "integer, 0 to 6, day". */
export function shortTraits(fields: Fields): string {
  return traitWords(fields).join(", ");
}

function headOf(name: string, fields: Fields): string {
  const { en, zh } = labelsOf(fields);
  return [`**${escapeMarkdown(name)}**`, ...[en, zh].filter((text) => text !== "").map(escapeMarkdown)].join(" · ");
}

function traitsOf(fact: Fields): string {
  return traitWords(fact).join(" · ");
}

function traitWords(fact: Fields): string[] {
  const { type, min, max, unit, nullable, scope, change } = fact;
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `at least ${min}`
        : max !== undefined
          ? `at most ${max}`
          : "";
  const words = [String(type ?? "no type"), range, typeof unit === "string" ? `in ${unit}s` : "", nullable === true ? "may be null" : ""];
  if (scope === "scenario") words.push("given by the scenario");
  if (fact.protected === true) words.push("protected: no rule may read it");
  if (change === "either" || change === "increase" || change === "decrease")
    words.push(`the borrower can ${change === "either" ? "move" : change} it`);
  return words.filter((word) => word !== "");
}

function valuesOf(fact: Fields): string {
  return Array.isArray(fact.values) ? `one of ${fact.values.map((value) => `\`${value}\``).join(", ")}` : "";
}

export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, "\\$&");
}
