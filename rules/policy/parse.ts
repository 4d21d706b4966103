/**
 * The door: text → `ValidPolicy`, or every problem with its place. Nothing deeper re-checks.
 * Order of the checks: the text (size, syntax, duplicate keys), the depth of conditions, the
 * shape (zod), the meaning (names, types). Each passes over what an earlier one found.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { buildPolicy } from "./build.ts";
import type { CheckContext } from "./catalogue.ts";
import { MAX_CONDITION_DEPTH, PRUNED } from "./conditions.ts";
import { type Finding, type JsonText, offsetInString, type Path, pointerOf, readJsonText, toProblems } from "./json-text.ts";
import { checkMeaning } from "./meaning.ts";
import { isObject, shapeFindings } from "./shape.ts";
import type { Json, JsonObject, ParseResult } from "./types.ts";

/** `sha256:` and the hex digest of a text's UTF-8 bytes: what `sha256sum` prints of the file. */
export function hashText(text: string): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}

/** Parses and validates a policy document. Never throws; problems come all at once, in the order of the text. */
export function parsePolicy(text: string): ParseResult {
  const hash = hashText(text);
  const json = readJsonText(text);
  const document = json.value;
  if (document === undefined) return { ok: false, hash, problems: toProblems(json, json.findings) };
  const clean = /"x-|\\u/.test(text) ? withoutExtensions(document) : document;
  const findings: Finding[] = json.findings.concat(pruneDeepConditions(clean), shapeFindings(clean));
  if (!isObject(clean)) return { ok: false, hash, problems: toProblems(json, findings) };
  const catalogue = checkMeaning(contextOf(json, clean, findings));
  if (findings.length > 0) return { ok: false, hash, problems: toProblems(json, findings) };
  return { ok: true, hash, policy: buildPolicy(document as JsonObject, clean, catalogue, hash) };
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

/** Finds conditions nested too deep and cuts them off, so that no later walk of conditions can overflow. */
function pruneDeepConditions(document: Json): Finding[] {
  if (!isObject(document)) return [];
  const findings: Finding[] = [];
  const roots: [Path, Json][] = [];
  const each = (list: Json | undefined, key: "rules" | "guardrails", field: string) => {
    if (!Array.isArray(list)) return;
    for (const [i, item] of list.entries()) if (isObject(item)) roots.push([[key, i, field], item[field] as Json]);
  };
  each(document.rules, "rules", "conditions");
  each(document.guardrails, "guardrails", "when");
  if (isObject(document.conditions))
    for (const [name, condition] of Object.entries(document.conditions)) roots.push([["conditions", name], condition]);
  for (const [path, condition] of roots) prune(path, condition, 1, findings);
  return findings;
}

function prune(path: Path, condition: Json, depth: number, findings: Finding[]): void {
  if (!isObject(condition)) return;
  const node = condition as Record<string, Json>;
  const children: [Path, Json][] = [];
  for (const key of ["all", "any"]) {
    const list = node[key];
    if (Array.isArray(list)) for (const [i, child] of list.entries()) children.push([[...path, key, i], child as Json]);
  }
  if ("not" in node) children.push([[...path, "not"], node.not as Json]);
  if (depth <= MAX_CONDITION_DEPTH) {
    for (const [childPath, child] of children) prune(childPath, child, depth + 1, findings);
  } else if (children.length > 0) {
    findings.push({
      code: "too-deep",
      path,
      message: `conditions nest more than ${MAX_CONDITION_DEPTH} deep here; give the inner part a name under \`conditions\``,
    });
    for (const key of Object.keys(node)) delete node[key];
    node.condition = PRUNED;
  }
}
