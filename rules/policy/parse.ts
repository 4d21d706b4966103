/**
 * The door: text → `ValidPolicy`, or every problem with its place. Nothing deeper re-checks.
 * Order of the checks: the text (size, syntax, duplicate keys), the depth of conditions, the
 * shape (zod), the meaning (names, types). Each passes over what an earlier one found.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { buildPolicy } from "./build.ts";
import type { Catalogue, CheckContext } from "./catalogue.ts";
import { MAX_CONDITION_DEPTH, PRUNED } from "./conditions.ts";
import { type Finding, type JsonText, offsetInString, type Path, pointerOf, readJsonText, toProblems } from "./json-text.ts";
import { checkMeaning } from "./meaning.ts";
import { isObject, shapeFindings } from "./shape.ts";
import type { Json, JsonObject, ParseResult, Problem, ValidPolicy } from "./types.ts";

/** `sha256:` and the hex digest of a text's UTF-8 bytes: what `sha256sum` prints of the file. */
export function hashText(text: string): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}

/** The same, made when it is first asked for: of a long text it costs more than all that an edit changes. */
export function hashOnce(text: string): () => string {
  let hash: string | null = null;
  return () => {
    hash ??= hashText(text);
    return hash;
  };
}

/** Parses and validates a policy document. Never throws; problems come all at once, in the order of the text. */
export function parsePolicy(text: string): ParseResult {
  return parseJson(readJsonText(text), hashOnce(text)).result;
}

/** What a text was read as; without `x-` keys, and with its catalogue, where it is a valid policy. */
export interface ParsedJson {
  readonly result: ParseResult;
  readonly clean: JsonObject | null;
}

export function parseJson(json: JsonText, hash: () => string): ParsedJson {
  const refuse = (findings: readonly Finding[]): ParsedJson => ({ result: refused(toProblems(json, findings), hash), clean: null });
  const document = json.value;
  if (document === undefined) return refuse(json.findings);
  const clean = withoutExtensionsOf(json.text, document);
  const { findings, catalogue } = checkValue(json, clean);
  if (catalogue === null || !isObject(clean) || findings.length > 0) return refuse(findings);
  return { result: accepted(buildPolicy(document as JsonObject, clean, catalogue, hash)), clean };
}

export function accepted(policy: ValidPolicy): ParseResult {
  return {
    ok: true,
    policy,
    get hash() {
      return policy.hash;
    },
  };
}

export function refused(problems: readonly Problem[], hash: () => string): ParseResult {
  return {
    ok: false,
    problems,
    get hash() {
      return hash();
    },
  };
}

/** Problems of a text and its value without `x-` keys, in the order in which they are found. */
export function checkValue(json: JsonText, value: Json): { readonly findings: readonly Finding[]; readonly catalogue: Catalogue | null } {
  const { clean, deep } = withoutDeepConditions(value);
  const findings: Finding[] = json.findings.concat(deep, shapeFindings(clean));
  if (!isObject(clean)) return { findings, catalogue: null };
  return { findings, catalogue: checkMeaning(contextOf(json, clean, findings)) };
}

/** The value without keys that begin with `x-`; the same where the text has none. */
export function withoutExtensionsOf(text: string, value: Json): Json {
  return /"x-|\\u/.test(text) ? withoutExtensions(value) : value;
}

function contextOf(json: JsonText, document: JsonObject, findings: Finding[]): CheckContext {
  const broken = new Set<string>();
  const mark = (path: Path) => {
    for (let n = path.length; n >= 0; n--) broken.add(pointerOf(path.slice(0, n)));
  };
  for (const finding of findings) mark(finding.path);
  return {
    document,
    broken: (path) => broken.size > 0 && broken.has(pointerOf(path)),
    report: (finding) => {
      mark(finding.path);
      findings.push(finding);
    },
    offsetInString: (path, index) => offsetInString(json, path, index),
  };
}

/** A copy of the value without keys that begin with `x-`, which are kept in the document and ignored. */
function withoutExtensions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (!isObject(value)) return value;
  const copy: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) if (!key.startsWith("x-")) copy[key] = withoutExtensions(child);
  return copy;
}

/** Finds conditions nested too deep and cuts them off, in a copy, so that no later walk of conditions can overflow. */
function withoutDeepConditions(document: Json): { readonly clean: Json; readonly deep: readonly Finding[] } {
  if (!conditionRoots(document).some(([, condition]) => isTooDeep(condition, 1))) return { clean: document, deep: [] };
  const clean = JSON.parse(JSON.stringify(document)) as Json;
  const deep: Finding[] = [];
  for (const [path, condition] of conditionRoots(clean)) prune(path, condition, 1, deep);
  return { clean, deep };
}

function conditionRoots(document: Json): [Path, Json][] {
  if (!isObject(document)) return [];
  const roots: [Path, Json][] = [];
  const each = (list: Json | undefined, key: "rules" | "guardrails", field: string) => {
    if (!Array.isArray(list)) return;
    for (const [i, item] of list.entries()) if (isObject(item)) roots.push([[key, i, field], item[field] as Json]);
  };
  each(document.rules, "rules", "conditions");
  each(document.guardrails, "guardrails", "when");
  if (isObject(document.conditions))
    for (const [name, condition] of Object.entries(document.conditions)) roots.push([["conditions", name], condition]);
  return roots;
}

function isTooDeep(condition: Json, depth: number): boolean {
  const children = childrenOf(condition);
  if (depth > MAX_CONDITION_DEPTH) return children.length > 0;
  return children.some(([, child]) => isTooDeep(child, depth + 1));
}

/** What `all`, `any` and `not` hold, each with its steps. */
function childrenOf(condition: Json): [Path, Json][] {
  if (!isObject(condition)) return [];
  const children: [Path, Json][] = [];
  for (const key of ["all", "any"]) {
    const list = condition[key];
    if (Array.isArray(list)) for (const [i, child] of list.entries()) children.push([[key, i], child as Json]);
  }
  if ("not" in condition) children.push([["not"], condition.not as Json]);
  return children;
}

function prune(path: Path, condition: Json, depth: number, findings: Finding[]): void {
  const children = childrenOf(condition);
  if (depth <= MAX_CONDITION_DEPTH) {
    for (const [steps, child] of children) prune([...path, ...steps], child, depth + 1, findings);
  } else if (children.length > 0) {
    const node = condition as Record<string, Json>;
    findings.push({
      code: "too-deep",
      path,
      message: `conditions nest more than ${MAX_CONDITION_DEPTH} deep here; give the inner part a name under \`conditions\``,
    });
    for (const key of Object.keys(node)) delete node[key];
    node.condition = PRUNED;
  }
}
