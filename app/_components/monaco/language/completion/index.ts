/**
 * Completion that knows the document: fact names, the operators that fit a fact's type, its values, shared
 * conditions, reason codes. Keys and fixed words come from the JSON Schema.
 */
import type { IRange, languages } from "monaco-editor/editor";
import { operatorWords } from "#rules/policy";
import { type Catalogue, catalogueOf, describeCondition, describeFact, describeReason, labelsOf, shortTraits, typeOf } from "./catalogue";
import { type DocumentPlace, placeAt, type Subject } from "./place-in-document";

type Monaco = typeof import("monaco-editor/editor");
type Item = Omit<languages.CompletionItem, "range" | "kind"> & { readonly kind: keyof typeof languages.CompletionItemKind };

export function registerCompletions(monaco: Monaco): void {
  monaco.languages.registerCompletionItemProvider("json", {
    triggerCharacters: ['"', ":", " "],
    provideCompletionItems: (model, position) => {
      if (!model.uri.path.endsWith(".policy.json")) return null;
      const place = placeAt(model.getValue(), model.getOffsetAt(position), () => catalogueOf(model).root);
      if (!place) return null;
      const catalogue = catalogueOf(model);
      const word = model.getWordUntilPosition(position);
      const typed: IRange = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: position.column,
      };
      if (place.subject.kind === "expression")
        return { suggestions: factItems(catalogue, false).map((item) => finished(monaco, item, typed, false)) };
      const range = place.node
        ? rangeBetween(model.getPositionAt(place.node.offset), model.getPositionAt(place.node.offset + place.node.length))
        : typed;
      return { suggestions: suggest(place, catalogue).map((item) => finished(monaco, item, range, true)) };
    },
  });
}

function rangeBetween(from: { lineNumber: number; column: number }, to: { lineNumber: number; column: number }): IRange {
  return { startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
}

/** A suggestion as Monaco wants it; in JSON a text is inserted, and matched, with its quotes. */
function finished(monaco: Monaco, item: Item, range: IRange, quoted: boolean): languages.CompletionItem {
  const text = quoted ? item.insertText : String(item.label);
  return { ...item, kind: monaco.languages.CompletionItemKind[item.kind], insertText: text, filterText: text, range };
}

/** What could stand at a place. Exported for tests. */
export function suggest(place: DocumentPlace, catalogue: Catalogue): Item[] {
  const { subject } = place;
  switch (subject.kind) {
    case "fact":
      return factItems(catalogue, subject.money);
    case "operator":
      return operatorItems(typeOf(catalogue, subject.fact), catalogue.facts.get(subject.fact)?.nullable === true);
    case "value":
      return valueItems(subject, catalogue);
    case "condition":
      return [...catalogue.conditions.keys()].map((name) =>
        named(name, "Reference", "shared condition", describeCondition(catalogue, name)),
      );
    case "reason":
      return [...catalogue.reasons].map(([code, texts]) =>
        named(code, "Constant", String(texts.en ?? texts.zh ?? ""), describeReason(catalogue, code)),
      );
    case "expression":
      return factItems(catalogue, false);
    default:
      return subject satisfies never;
  }
}

function factItems(catalogue: Catalogue, money: boolean): Item[] {
  const readable = [...catalogue.facts].filter(([, fact]) => fact.protected !== true && (!money || fact.type === "money"));
  const facts = readable.map(([name, fact]) =>
    named(name, "Field", [labelsOf(fact).en, shortTraits(fact)].filter(Boolean).join(" · "), describeFact(catalogue, name)),
  );
  if (money) return facts;
  return [
    ...facts,
    ...[...catalogue.derived].map(([name, derived]) =>
      named(name, "Function", [labelsOf(derived).en, "derived"].filter(Boolean).join(" · "), describeFact(catalogue, name)),
    ),
  ];
}

const EQUALITY = ["equal", "notEqual", "in", "notIn"] as const;
const ORDER = ["greaterThanInclusive", "greaterThan", "lessThanInclusive", "lessThan"] as const;
const HOLDING = ["contains", "doesNotContain"] as const;

function operatorItems(type: string | null, nullable: boolean): Item[] {
  return operatorsFor(type, nullable).map((operator, place) => ({
    ...named(operator, "Operator", operatorWords(operator, "en"), null),
    sortText: String(place).padStart(2, "0"),
  }));
}

/** The operators that a fact of a type can be tested with; of an unknown or derived one, all. */
export function operatorsFor(type: string | null, nullable: boolean) {
  if (type === "number" || type === "integer" || type === "money") return [...ORDER, ...EQUALITY];
  if (type === "boolean" || type === "string") return EQUALITY;
  if (type === "strings") return nullable ? [...HOLDING, "equal" as const, "notEqual" as const] : HOLDING;
  return [...ORDER, ...EQUALITY, ...HOLDING];
}

function valueItems({ fact, operator, inList }: Extract<Subject, { kind: "value" }>, catalogue: Catalogue): Item[] {
  const fields = catalogue.facts.get(fact) ?? {};
  const literals = literalsOf(fields);
  const wantsList = !inList && (operator === "in" || operator === "notIn");
  const items = literals.map((literal) => (wantsList ? listItem(literal) : literalItem(literal)));
  return inList || wantsList ? items : [...items, ...factOperands(fact, catalogue)];
}

function literalsOf(fields: Readonly<Record<string, unknown>>): (string | boolean | null)[] {
  const literals = Array.isArray(fields.values)
    ? fields.values.filter((value) => typeof value === "string")
    : fields.type === "boolean"
      ? [true, false]
      : [];
  return fields.nullable === true ? [...literals, null] : literals;
}

function literalItem(literal: string | boolean | null): Item {
  const text = JSON.stringify(literal);
  return { label: text, insertText: text, kind: "Value", detail: literal === null ? "not known" : "", sortText: `0${text}` };
}

function listItem(literal: string | boolean | null): Item {
  return { ...literalItem(literal), insertText: `[${JSON.stringify(literal)}]` };
}

/** Comparing with another fact of the same type. */
function factOperands(fact: string, catalogue: Catalogue): Item[] {
  const type = typeOf(catalogue, fact);
  const alike = [...catalogue.facts].filter(
    ([name, other]) => name !== fact && isComparable(type, other.type) && other.nullable !== true && other.protected !== true,
  );
  return alike.map(([name]) => {
    const text = `{ "fact": ${JSON.stringify(name)} }`;
    return { label: text, insertText: text, kind: "Field", detail: "the value of another fact", sortText: `1${name}` };
  });
}

const NUMERIC: ReadonlySet<unknown> = new Set(["number", "integer", "money"]);

function isComparable(type: string | null, other: unknown): boolean {
  return type !== null && (type === other || (NUMERIC.has(type) && NUMERIC.has(other)));
}

function named(name: string, kind: Item["kind"], detail: string, documentation: string | null): Item {
  return {
    label: name,
    insertText: JSON.stringify(name),
    kind,
    detail,
    ...(documentation === null ? {} : { documentation: { value: documentation } }),
  };
}
