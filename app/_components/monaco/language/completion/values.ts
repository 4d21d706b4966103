/** What a fact can be compared with: its values, null where it may be, its commonest values at hand, another fact of its type. */
import type { FactSummary } from "#rules/hints";
import { type Catalogue, typeOf } from "../catalogue";
import { percent } from "../distribution";
import type { Completer, Completion } from "./types";

type Literal = string | number | boolean | null;

export const completeValues: Completer = ({ document: { catalogue }, place: { subject }, borrowers }) => {
  if (subject?.kind !== "value") return [];
  const { fact, operator, inList } = subject;
  const summary = borrowers?.facts[fact];
  const wantsList = !inList && (operator === "in" || operator === "notIn");
  const items = literalsOf(catalogue.facts.get(fact) ?? {}, summary).map((literal, place) =>
    literalItem(literal, place, wantsList, summary),
  );
  return inList || wantsList ? items : [...items, ...factOperands(fact, catalogue)];
};

function literalsOf(fields: Readonly<Record<string, unknown>>, summary: FactSummary | undefined): readonly Literal[] {
  const declared = Array.isArray(fields.values) ? fields.values.filter((value) => typeof value === "string") : [];
  const seen = declared.length === 0 && fields.type !== "boolean" && isFewTexts(summary) ? summary.top.map(({ value }) => value) : [];
  const literals: Literal[] = fields.type === "boolean" ? [true, false] : [...declared, ...seen];
  return fields.nullable === true ? [...literals, null] : literals;
}

/** Texts that stand for kinds of borrowers, rather than one for each. */
function isFewTexts(summary: FactSummary | undefined): summary is FactSummary {
  return summary !== undefined && (summary.kind === "string" || summary.kind === "list") && summary.distinct === summary.top.length;
}

function literalItem(literal: Literal, place: number, wantsList: boolean, summary: FactSummary | undefined): Completion {
  const text = JSON.stringify(literal);
  const insertText = wantsList ? `[${text}]` : text;
  const sortText = `0${String(place).padStart(3, "0")}`;
  return {
    label: insertText,
    kind: "Value",
    detail: shareWords(literal, summary),
    documentation: null,
    insertText,
    isSnippet: false,
    sortText,
  };
}

function shareWords(literal: Literal, summary: FactSummary | undefined): string {
  const name = literal === null ? "not known" : "";
  if (!summary || summary.known + summary.nulls === 0) return name;
  const count = literal === null ? summary.nulls : (summary.top.find(({ value }) => value === literal)?.count ?? 0);
  return [name, `${percent(count / (summary.known + summary.nulls))} of the borrowers at hand`].filter(Boolean).join(", ");
}

/** Comparing with another fact of the same type. */
function factOperands(fact: string, catalogue: Catalogue): Completion[] {
  const type = typeOf(catalogue, fact);
  const alike = [...catalogue.facts].filter(
    ([name, other]) => name !== fact && isComparable(type, other.type) && other.nullable !== true && other.protected !== true,
  );
  return alike.map(([name]) => {
    const text = `{ "fact": ${JSON.stringify(name)} }`;
    const detail = "the value of another fact";
    return { label: text, kind: "Field", detail, documentation: null, insertText: text, isSnippet: false, sortText: `1${name}` };
  });
}

const NUMERIC: ReadonlySet<unknown> = new Set(["number", "integer", "money"]);

function isComparable(type: string | null, other: unknown): boolean {
  return type !== null && (type === other || (NUMERIC.has(type) && NUMERIC.has(other)));
}
