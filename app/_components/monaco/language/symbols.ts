/** The document's outline: its sections, and in them rules with their decision, guardrails, facts, conditions and reasons. */
import type { Node } from "jsonc-parser";
import { childAt, elementsOf, entriesOf, type PolicyText, type Stretch, textValue } from "./policy-text";

export interface OutlineSymbol {
  readonly kind: "Module" | "Event" | "Boolean" | "Field" | "Function" | "Constant" | "Property";
  readonly name: string;
  readonly detail: string;
  readonly whole: Stretch;
  readonly title: Stretch;
  readonly children: readonly OutlineSymbol[];
}

export function outlineOf({ root }: PolicyText): OutlineSymbol[] {
  return entriesOf(root).map(({ key, value, property }) => {
    const name = String(key.value);
    return { kind: "Module", name, detail: "", whole: stretch(property), title: stretch(key), children: (INNER[name] ?? none)(value) };
  });
}

const none = (): OutlineSymbol[] => [];

const INNER: Readonly<Record<string, (section: Node) => OutlineSymbol[]>> = {
  facts: (section) => keyed(section, "Field", (fact) => textValue(childAt(fact, "type")) ?? ""),
  derived: (section) => keyed(section, "Function", (derived) => textValue(childAt(derived, "expression")) ?? ""),
  conditions: (section) => keyed(section, "Boolean", () => ""),
  rules: (section) => listed(section, "Event", detailOfRule),
  guardrails: (section) => listed(section, "Property", (guardrail) => textValue(childAt(guardrail, "applies")) ?? ""),
  reasons: (section) => keyed(section, "Constant", (reason) => textValue(childAt(reason, "en")) ?? textValue(childAt(reason, "zh")) ?? ""),
};

function keyed(section: Node, kind: OutlineSymbol["kind"], detail: (value: Node) => string): OutlineSymbol[] {
  return entriesOf(section).map(({ key, value, property }) => ({
    kind,
    name: String(key.value) || "(no name)",
    detail: detail(value),
    whole: stretch(property),
    title: stretch(key),
    children: [],
  }));
}

function listed(section: Node, kind: OutlineSymbol["kind"], detail: (item: Node) => string): OutlineSymbol[] {
  return elementsOf(section).map((item) => {
    const name = childAt(item, "name");
    return {
      kind,
      name: textValue(name) || "(no name)",
      detail: detail(item),
      whole: stretch(item),
      title: stretch(name ?? item),
      children: [],
    };
  });
}

function detailOfRule(rule: Node): string {
  const event = childAt(rule, "event");
  const reason = textValue(childAt(childAt(event, "params"), "reason"));
  const isOff = childAt(rule, "enabled")?.value === false;
  return [textValue(childAt(event, "type")), reason, isOff ? "disabled" : null].filter((part) => part !== null).join(" · ");
}

function stretch({ offset, length }: Node): Stretch {
  return { offset, length };
}
