/**
 * Structural problems of a document: zod's issues in our words, each at its place.
 * A union reports through the branch that the value was meant for (the one that misses or
 * refuses the fewest keys), so that one mistake is one problem.
 */
import type { z } from "zod";
import { acceptorOf } from "./accepts.ts";
import type { Finding, Path } from "./json-text.ts";
import { nearest, suggestion } from "./names.ts";
import { KNOWN, policyDocumentSchema } from "./schema.ts";
import type { Json } from "./types.ts";

type Issue = z.core.$ZodIssue;

/** Keys of json-rules-engine that a policy does not take, and what to do instead. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  path: "`path` is not allowed in a policy; make the value a fact of its own",
  params: "`params` is not allowed in a condition; make the value a fact of its own",
  priority: "`priority` is not allowed in a condition; only rules have one",
};

const CONDITION_KEYS = ["all", "any", "not", "condition", "fact"];

/** Every structural problem of a document value (without `x-` keys). */
export function shapeFindings(value: Json): Finding[] {
  if (acceptorOf(policyDocumentSchema)(value)) return [];
  const result = policyDocumentSchema.safeParse(value);
  return result.success ? [] : result.error.issues.flatMap((issue) => findingsOf(issue, [], value));
}

function findingsOf(issue: Issue, prefix: Path, root: Json): Finding[] {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, [...path, key], issue.message, valueAt(root, path)));
    case "invalid_union":
      return issue.errors.length > 0 ? ofBestBranch(issue.errors, path, root, issue.message) : ofDiscriminator(path, root, issue.message);
    case "invalid_type":
    case "invalid_value":
      if (valueAt(root, path) === undefined) return [missingKey(path)];
      return [ofValue(issue, path, valueAt(root, path))];
    case "custom":
      if (issue.message === "reserved-name")
        return [{ code: "reserved-name", path, message: `${shown(valueAt(root, path))} is refused as a name; choose another` }];
      return [{ code: "invalid-value", path, message: `${shown(valueAt(root, path))}: ${issue.message}` }];
    default:
      return [{ code: "out-of-range", path, message: `${shown(valueAt(root, path))}: ${issue.message}` }];
  }
}

function missingKey(path: Path): Finding {
  const key = String(path.at(-1) ?? "");
  if (path.length === 0) return { code: "wrong-type", path, message: "a policy is one JSON object; start with `{`" };
  return { code: "missing-key", path: path.slice(0, -1), message: `the key \`${key}\` is missing; add it` };
}

function unknownKey(key: string, path: Path, message: string, parent: Json | undefined): Finding {
  const isCondition = isObject(parent) && ("fact" in parent || "operator" in parent);
  const unsupported = isCondition && Object.hasOwn(UNSUPPORTED, key) ? UNSUPPORTED[key] : undefined;
  if (unsupported !== undefined) return { code: "unsupported-key", path, at: "key", message: unsupported };
  const beside = isObject(parent) ? CONDITION_KEYS.find((k) => k !== key && k in parent) : undefined;
  if (CONDITION_KEYS.includes(key) && beside !== undefined) {
    return {
      code: "unknown-key",
      path,
      at: "key",
      message: `\`${key}\` cannot stand beside \`${beside}\`; give each an object of its own, such as { "all": [ { … }, { … } ] }`,
    };
  }
  const known = message.startsWith(KNOWN) ? message.slice(KNOWN.length).split(" ") : [];
  const near = nearest(key, known);
  const hint = near !== null ? `did you mean \`${near}\`?` : `known here are ${known.map((k) => `\`${k}\``).join(", ")}`;
  return { code: "unknown-key", path, at: "key", message: `unknown key \`${key}\`; ${hint}` };
}

/** A wrong type, or a text outside a list of allowed ones. */
function ofValue(issue: Issue, path: Path, value: Json | undefined): Finding {
  if (issue.code === "invalid_value" && typeof value === "string") {
    const decorated = path.at(-1) === "operator" && value.includes(":");
    const hint = decorated ? "; operator decorators are not allowed in a policy" : suggestion(value, issue.values.map(String));
    return {
      code: path.at(-1) === "operator" ? "unknown-operator" : "unknown-value",
      path,
      message: `${shown(value)} ${issue.message}${hint}`,
    };
  }
  return {
    code: "wrong-type",
    path,
    message: path.length === 0 ? "a policy is one JSON object; start with `{`" : `${shown(value)} ${issue.message}`,
  };
}

/** The key that chooses between branches (`type`, `applies`) is missing or unknown, or its owner is no object. */
function ofDiscriminator(path: Path, root: Json, message: string): Finding[] {
  const owner = valueAt(root, path.slice(0, -1));
  if (!isObject(owner)) return [{ code: "wrong-type", path, message: `${shown(valueAt(root, path))} must be an object` }];
  const value = valueAt(root, path);
  if (value === undefined) return [missingKey(path)];
  const allowed = message.split("must be one of the ")[1]?.match(/[a-z]+(?=,|$)/g) ?? [];
  return [
    {
      code: "unknown-value",
      path,
      message: `${shown(value)} ${message}${typeof value === "string" ? suggestionNear(value, allowed) : ""}`,
    },
  ];
}

function suggestionNear(value: string, allowed: readonly string[]): string {
  const near = nearest(value, allowed);
  return near === null ? "" : `; did you mean \`${near}\`?`;
}

function ofBestBranch(branches: readonly (readonly Issue[])[], path: Path, root: Json, message: string): Finding[] {
  const value = valueAt(root, path);
  if (value === undefined) return [missingKey(path)];
  const ranked = branches.map((issues) => ({ issues, misfit: misfitOf(issues, value) })).sort((a, b) => a.misfit - b.misfit);
  const best = ranked[0];
  if (best === undefined || best.misfit === Infinity)
    return [{ code: "wrong-type", path, message: `${shown(value)} ${meant(path, message)}` }];
  if (isObject(value) && isBareTest(value) && path.at(-1) === "conditions") return [bareTest(path)];
  if (isObject(value) && Object.keys(value).length === 0)
    return [
      {
        code: "missing-key",
        path,
        message: "an empty object; add `all`, `any`, `not`, `condition`, or a test with `fact`, `operator` and `value`",
      },
    ];
  return best.issues.flatMap((issue) => findingsOf(issue, path, root));
}

/** A union's own text where it has one, else what a condition looks like. */
function meant(path: Path, message: string): string {
  return message.startsWith("must")
    ? message
    : `must be an object${path.includes("conditions") || path.includes("when") ? " with `all`, `any`, `not`, `condition`, or a test of a fact" : ""}`;
}

/** How far a value is from a branch: keys missing or refused at its own level; infinite where even the type differs. */
function misfitOf(issues: readonly Issue[], value: Json): number {
  let misfit = 0;
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) misfit += issue.keys.length;
    else if (issue.path.length === 0 && issue.code === "invalid_type") return Infinity;
    else if (issue.path.length === 1 && isObject(value) && !Object.hasOwn(value, String(issue.path[0]))) misfit += 1;
  }
  return misfit;
}

function isBareTest(value: { readonly [key: string]: Json }): boolean {
  return "fact" in value && !["all", "any", "not", "condition"].some((key) => key in value);
}

function bareTest(path: Path): Finding {
  return {
    code: "bare-test",
    path,
    message: 'a rule\'s `conditions` start with `all`, `any`, `not` or `condition`; wrap the test: { "all": [ … ] }',
  };
}

export function isObject(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, undefined where the path leads nowhere. Own keys only. */
export function valueAt(root: Json, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
    else return undefined;
  }
  return value;
}

/** A value as the person typed it, in backticks and cut where long. */
export function shown(value: unknown): string {
  const json = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  const plain = typeof value === "string" ? value : json;
  return `\`${plain.length > 60 ? `${plain.slice(0, 57)}…` : plain}\``;
}
