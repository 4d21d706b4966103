/**
 * `parsePolicy` of a text that is edited: the same answer to every text, but rules that are as they were are not read or checked
 * again. What is checked is a small document of the other rules, and everything that rules refer to; nothing that makes a rule a
 * problem stands in another rule, but for its name. Rules that stay are the same objects.
 */
import type { Node } from "jsonc-parser";
import { buildRule, withRules } from "./build.ts";
import type { Finding, JsonText } from "./json-text.ts";
import { toProblems } from "./json-text.ts";
import { JsonReader } from "./json-reader.ts";
import { accepted, checkValue, hashOnce, type ParsedJson, parseJson, refused, withoutExtensionsOf } from "./parse.ts";
import { isObject } from "./shape.ts";
import type { Json, JsonObject, ParseResult, Rule, ValidPolicy } from "./types.ts";

export interface ReadPolicy {
  readonly result: ParseResult;
  /** The text's syntax tree, until the next text is read; undefined where it has none. */
  readonly root: Node | undefined;
}

/** The last text that was valid. */
interface Valid {
  readonly policy: ValidPolicy;
  readonly clean: JsonObject;
  readonly document: JsonObject;
  /** What each of the document's rules was built as. */
  readonly built: ReadonlyMap<Json, Rule>;
}

export class PolicyReader {
  private readonly json = new JsonReader();
  private valid: Valid | null = null;

  read(text: string): ReadPolicy {
    const json = this.json.read(text);
    const hash = hashOnce(text);
    const { result, clean } = this.again(json, hash) ?? parseJson(json, hash);
    if (result.ok && clean !== null) this.valid = validOf(result.policy, clean);
    return {
      result,
      get root() {
        return json.root;
      },
    };
  }

  /** Null where the document is to be checked whole. */
  private again(json: JsonText, hash: () => string): ParsedJson | null {
    const { valid } = this;
    const document = json.value;
    if (valid === null || document === undefined || !isObject(document) || !isSameButForRules(document, valid.document)) return null;
    const rules = document.rules as readonly Json[];
    const places = [...rules.keys()].filter((i) => !valid.built.has(rules[i] as Json));
    if (hasNameTwice(rules, places)) return null;
    const changed = places.map((i) => withoutExtensionsOf(json.text, rules[i] as Json));
    const { findings } = checkValue(json, { ...valid.clean, rules: changed });
    if (findings.length > 0) {
      const problems = toProblems(
        json,
        findings.map((finding) => inPlace(finding, places)),
      );
      return { result: refused(problems, hash), clean: null };
    }
    const fresh = new Map(places.map((place, i) => [place, changed[i] as JsonObject]));
    const built = rules.map((rule, i) => {
      const before = valid.built.get(rule);
      if (before === undefined) return buildRule(fresh.get(i) as JsonObject, i);
      return before.position === i ? before : Object.freeze({ ...before, position: i });
    });
    const policy = withRules(valid.policy, document, built, hash);
    return { result: accepted(policy), clean: { ...valid.clean, rules: [] } };
  }
}

/** Of what was read without `x-` keys all but the rules is needed again. */
function validOf(policy: ValidPolicy, clean: JsonObject): Valid {
  const document = policy.document as JsonObject;
  const built = new Map((document.rules as readonly Json[]).map((rule, i) => [rule, policy.rules[i] as Rule]));
  return { policy, clean, document, built };
}

function isSameButForRules(document: JsonObject, before: JsonObject): boolean {
  const [keys, known] = [Object.keys(document), Object.keys(before)];
  return (
    Array.isArray(document.rules) &&
    keys.length === known.length &&
    keys.every((key, i) => key === known[i] && (key === "rules" || document[key] === before[key]))
  );
}

/** Whether the name of a rule at one of these places stands anywhere else. */
function hasNameTwice(rules: readonly Json[], places: readonly number[]): boolean {
  if (places.length === 0) return false;
  const names = new Map<Json | undefined, number>();
  for (const rule of rules) {
    const name = isObject(rule) ? rule.name : undefined;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return places.some((i) => {
    const rule = rules[i];
    return isObject(rule) && typeof rule.name === "string" && (names.get(rule.name) ?? 0) > 1;
  });
}

/** A finding of the small document where it stands in the whole one. */
function inPlace(finding: Finding, places: readonly number[]): Finding {
  const [section, index, ...steps] = finding.path;
  if (section !== "rules" || typeof index !== "number") return finding;
  return { ...finding, path: [section, places[index] as number, ...steps] };
}
