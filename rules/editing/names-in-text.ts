/** Where names stand in a document: the declaration of each and everything that reads it. */
import { pointerOf } from "#rules/policy";
import type { Draft } from "./draft.ts";
import type { Child, JsonNode } from "./json-node.ts";

export type NameKind = "fact" | "derived" | "condition" | "reason" | "rule" | "guardrail";

/** One name at one place; `offset` and `length` are of the name itself, inside quotes. */
export interface NamePlace {
  readonly kind: "fact" | "condition" | "reason" | "rule" | "guardrail";
  readonly name: string;
  readonly role: "declared" | "read";
  /** Where the key or value stands that holds the name. */
  readonly pointer: string;
  readonly offset: number;
  readonly length: number;
}

type Kind = NamePlace["kind"];
type Path = readonly (string | number)[];

/** Every name of the document, in the order of the text. Facts and derived facts share one space of names and are both of kind `fact`. */
export function namePlaces(draft: Draft): NamePlace[] {
  const finder = new NameFinder(draft.text);
  if (draft.root !== null) finder.find(draft.root);
  return finder.places.sort((a, b) => a.offset - b.offset);
}

class NameFinder {
  readonly places: NamePlace[] = [];

  constructor(private readonly text: string) {}

  find(root: JsonNode): void {
    const section = (key: string) => root.child(key)?.node;
    this.declarations("fact", section("facts"), ["facts"]);
    this.declarations("fact", section("derived"), ["derived"]);
    this.declarations("condition", section("conditions"), ["conditions"]);
    this.declarations("reason", section("reasons"), ["reasons"]);
    for (const key of ["fact", "balance"]) this.value("fact", section("limit"), key, ["limit"]);
    for (const { key, node } of childrenOf(section("derived"))) this.expression(node, ["derived", key as string]);
    for (const { key, node } of childrenOf(section("conditions"))) this.condition(node, ["conditions", key as string]);
    for (const [i, { node }] of childrenOf(section("rules")).entries()) this.rule(node, ["rules", i]);
    for (const [i, { node }] of childrenOf(section("guardrails")).entries()) this.guardrail(node, ["guardrails", i]);
  }

  private declarations(kind: Kind, section: JsonNode | undefined, path: Path): void {
    for (const { key, from, keyEnd } of childrenOf(section))
      if (key !== null && !key.startsWith("x-")) this.add(kind, key, "declared", [...path, key], from + 1, keyEnd - from - 2);
  }

  private rule(rule: JsonNode, path: Path): void {
    this.value("rule", rule, "name", path, "declared");
    this.condition(rule.child("conditions")?.node, [...path, "conditions"]);
    const params = rule.at("/event/params") ?? undefined;
    this.value("reason", params, "reason", [...path, "event", "params"]);
    this.value("fact", params?.child("amount")?.node, "fact", [...path, "event", "params", "amount"]);
  }

  private guardrail(guardrail: JsonNode, path: Path): void {
    this.value("guardrail", guardrail, "name", path, "declared");
    this.value("reason", guardrail, "reason", path);
    for (const key of ["atMost", "atLeast"]) this.value("fact", guardrail.child(key)?.node, "fact", [...path, key]);
    this.condition(guardrail.child("when")?.node, [...path, "when"]);
  }

  private condition(condition: JsonNode | undefined, path: Path): void {
    if (condition?.type !== "object") return;
    this.value("fact", condition, "fact", path);
    this.value("condition", condition, "condition", path);
    this.value("fact", condition.child("value")?.node, "fact", [...path, "value"]);
    this.condition(condition.child("not")?.node, [...path, "not"]);
    for (const key of ["all", "any"])
      for (const [i, { node }] of childrenOf(condition.child(key)?.node).entries()) this.condition(node, [...path, key, i]);
  }

  private value(kind: Kind, owner: JsonNode | undefined, key: string, path: Path, role: NamePlace["role"] = "read"): void {
    const node = owner?.type === "object" ? owner.child(key)?.node : undefined;
    if (typeof node?.value === "string") this.add(kind, node.value, role, [...path, key], node.offset + 1, node.end - node.offset - 2);
  }

  private expression(derived: JsonNode, path: Path): void {
    const node = derived.type === "object" ? derived.child("expression")?.node : undefined;
    if (node === undefined || typeof node.value !== "string") return;
    const offsets = characterOffsets(this.text, node);
    for (const { name, index } of namesInExpression(node.value)) {
      const [from, to] = [offsets[index] as number, offsets[index + name.length] as number];
      this.add("fact", name, "read", [...path, "expression"], from, to - from);
    }
  }

  private add(kind: Kind, name: string, role: NamePlace["role"], path: Path, offset: number, length: number): void {
    this.places.push({ kind, name, role, pointer: pointerOf(path), offset, length });
  }
}

function childrenOf(node: JsonNode | undefined): readonly Child[] {
  return node?.children ?? [];
}

/** Where each character of a string value, and its end, stands in the text, escapes counted. */
function characterOffsets(text: string, node: JsonNode): number[] {
  const offsets: number[] = [];
  let at = node.offset + 1;
  while (at < node.end - 1) {
    offsets.push(at);
    at += text[at] !== "\\" ? 1 : text[at + 1] === "u" ? 6 : 2;
  }
  return [...offsets, at];
}

const TOKEN = /"(?:\\.|[^"\\])*"?|[\p{L}_][\p{L}\p{N}_]*/gsu;

/**
 * The words of an expression that name facts, keywords among them: outside of texts, and no function's name. The
 * subset of FEEL that a policy takes has no names of several words, so this holds for broken expressions too.
 */
function namesInExpression(expression: string): { readonly name: string; readonly index: number }[] {
  return [...expression.matchAll(TOKEN)]
    .map((match) => ({ name: match[0], index: match.index }))
    .filter(({ name, index }) => !name.startsWith('"') && !/^\s*\(/.test(expression.slice(index + name.length)));
}
