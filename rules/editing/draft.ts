/**
 * A draft: one text, read as far as it can be. The document's value, its places, its style, and its catalogue as a valid
 * policy of what is sound in it, so that labels, types and checks work while another part is broken.
 */
import { type Json, type JsonObject, parsePolicy, type Problem, stepsOf, type ValidPolicy } from "#rules/policy";
import { type JsonNode, rootOf } from "./json-node.ts";
import { isObject } from "./rewrite.ts";
import { type Style, styleOf } from "./style.ts";

export interface Draft {
  readonly text: string;
  /** Null where the text holds no JSON at all. */
  readonly root: JsonNode | null;
  /** What can be read of the document; an empty object where that is nothing. */
  readonly document: JsonObject;
  readonly style: Style;
  /** The sound facts, derived facts and shared conditions as a policy without rules. */
  readonly catalogue: ValidPolicy;
}

/** Reads a text; its parts are read when they are first asked for. Never throws. */
export function readDraft(text: string): Draft {
  return new TextDraft(text);
}

class TextDraft implements Draft {
  readonly root: JsonNode | null;
  private ownDocument: JsonObject | null = null;
  private ownStyle: Style | null = null;
  private ownCatalogue: ValidPolicy | null = null;

  constructor(readonly text: string) {
    this.root = rootOf(text);
  }

  get document(): JsonObject {
    const value = this.root?.value;
    this.ownDocument ??= isObject(value) ? value : {};
    return this.ownDocument;
  }

  get style(): Style {
    this.ownStyle ??= this.root === null ? DEFAULT_STYLE : styleOf(this.root);
    return this.ownStyle;
  }

  get catalogue(): ValidPolicy {
    this.ownCatalogue ??= soundCatalogue(this.document);
    return this.ownCatalogue;
  }
}

const DEFAULT_STYLE: Style = { lineEnd: "\n", indent: "  ", colon: ": ", comma: ", ", pad: " " };

/** The members of a section of the document that is an object; none where it is something else. */
export function membersOf(section: Json | undefined): [string, Json][] {
  return isObject(section) ? Object.entries(section).filter(([key]) => !key.startsWith("x-")) : [];
}

export function listOf(section: Json | undefined): readonly Json[] {
  return Array.isArray(section) ? (section as readonly Json[]) : [];
}

const SECTIONS: ReadonlySet<string> = new Set(["facts", "derived", "conditions"]);
/** Stands in where the document has no sound limit. ISO 4217 has `XXX` for no currency. */
const STAND_IN = { fact: "current_limit_", declaration: { type: "money" }, currency: "XXX" } as const;

/** A document in which each mended part breaks the next is given up after so many rounds. */
const MOST_ROUNDS = 50;

let last: { readonly of: string; readonly catalogue: ValidPolicy } | null = null;

/** Drafts of one text after another mostly differ in their rules: then the catalogue is the same object. */
function soundCatalogue({ limit, currency, ...document }: JsonObject): ValidPolicy {
  const parts: Record<string, Json> = { limit: limit ?? null, currency: currency ?? null };
  for (const key of SECTIONS) parts[key] = Object.fromEntries(membersOf(document[key]));
  const of = JSON.stringify(parts);
  if (last?.of !== of) last = { of, catalogue: catalogueOf(parts) };
  return last.catalogue;
}

/** Leaves out what has problems until none is left; of a document that cannot be mended so, everything. */
function catalogueOf(given: Readonly<Record<string, Json>>): ValidPolicy {
  let parts = given;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const parsed = parsePolicy(documentOf(parts));
    if (parsed.ok) return parsed.policy;
    parts = withoutBroken(parts, parsed.problems);
  }
  const { fact, declaration, currency: none } = STAND_IN;
  const empty = parsePolicy(documentOf({ limit: { fact, step: 1 }, currency: none, facts: { [fact]: declaration } }));
  if (!empty.ok) throw new Error("the stand-in is no valid policy");
  return empty.policy;
}

function documentOf(parts: Readonly<Record<string, Json>>): string {
  return JSON.stringify({ format: "limit-policy/1", name: "draft", strategy: "first", ...parts, rules: [], reasons: {} });
}

function withoutBroken(parts: Readonly<Record<string, Json>>, problems: readonly Problem[]): Record<string, Json> {
  const next: Record<string, Json> = { ...parts };
  for (const { path } of problems) {
    const [section = "", name = ""] = stepsOf(path);
    if (SECTIONS.has(section)) {
      const members = Object.entries(next[section] as JsonObject).filter(([key]) => key !== name);
      next[section] = Object.fromEntries(members);
    } else if (section === "currency") next.currency = STAND_IN.currency;
    else {
      next.facts = { ...(next.facts as JsonObject), [STAND_IN.fact]: STAND_IN.declaration };
      next.limit = { fact: STAND_IN.fact, step: 1 };
    }
  }
  return next;
}
