/**
 * The fact catalogue with its types: facts as declared, derived facts as their expressions give.
 * A declaration that is itself a problem stays known by name (`type: "unknown"`), so that what
 * reads it is not blamed for it.
 */
import { circleText, reportCycles } from "./cycles.ts";
import {
  type Expression,
  MAX_LENGTH,
  namesIn,
  type ParsedExpression,
  parseExpression,
  readExpression,
  type Scope,
  type ValueType,
} from "./expression.ts";
import type { Finding, Path } from "./json-text.ts";
import { MONEY_MAX } from "./money.ts";
import { FACT_NAME, FEEL_KEYWORDS, RESERVED_NAMES, suggestion } from "./names.ts";
import { isObject, shown } from "./shape.ts";
import type { FactType, Json, JsonObject } from "./types.ts";

export interface CatalogueEntry {
  readonly kind: "fact" | "derived";
  readonly type: FactType | "unknown";
  readonly nullable: boolean;
  readonly values: readonly string[] | null;
  readonly protected: boolean;
  readonly magnitude: number;
  readonly expression?: Expression;
}
export type Catalogue = ReadonlyMap<string, CatalogueEntry>;

export const NUMERIC: ReadonlySet<string> = new Set(["number", "integer", "money"]);
const UNSOUND: Omit<CatalogueEntry, "kind"> = { type: "unknown", nullable: true, values: null, protected: false, magnitude: Infinity };

/** What the checks need of a document: its value, whether a place already has a problem, and where an expression's character stands. */
export interface CheckContext {
  readonly document: JsonObject;
  readonly broken: (path: Path) => boolean;
  readonly report: (finding: Finding) => void;
  readonly offsetInString: (path: Path, index: number) => number | undefined;
}

/** Facts in document order, then derived facts each after those that it reads. */
export function readCatalogue(context: CheckContext): Catalogue {
  const catalogue = new Map<string, CatalogueEntry>();
  for (const [name, declaration] of entriesOf(context.document.facts)) {
    checkName(context, ["facts", name], name);
    catalogue.set(name, readFact(context, name, declaration));
  }
  const derived = entriesOf(context.document.derived);
  for (const [name] of derived) {
    checkName(context, ["derived", name], name);
    if (catalogue.has(name) && FACT_NAME.test(name) && !RESERVED_NAMES.has(name))
      context.report({
        code: "duplicate-name",
        path: ["derived", name],
        at: "key",
        message: `\`${name}\` is already a fact; rename the derived fact`,
      });
  }
  readDerived(context, new Map(derived.filter(([name]) => !catalogue.has(name))), catalogue);
  return catalogue;
}

export function entriesOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function checkName(context: CheckContext, path: Path, name: string): void {
  const refuse = (code: string, message: string) => context.report({ code, path, at: "key", message });
  if (RESERVED_NAMES.has(name)) refuse("reserved-name", `\`${name}\` is refused as a name; choose another`);
  else if (FEEL_KEYWORDS.has(name)) refuse("reserved-name", `\`${name}\` is a keyword of expressions; choose another name`);
  else if (!FACT_NAME.test(name))
    refuse("bad-name", `${shown(name)} is not a fact name; use up to 64 letters, digits and underscores, starting with a letter`);
}

function readFact(context: CheckContext, name: string, declaration: Json): CatalogueEntry {
  const path = ["facts", name];
  if (context.broken(path) && !onlyNameIsBroken(context, path, declaration)) return { kind: "fact", ...UNSOUND };
  if (!isObject(declaration)) return { kind: "fact", ...UNSOUND };
  const { min, max } = declaration as { min?: number; max?: number };
  if (min !== undefined && max !== undefined && min > max) {
    context.report({
      code: "empty-range",
      path: [...path, "max"],
      message: `\`max\` ${shown(max)} is below \`min\` ${shown(min)}; no value would be valid`,
    });
  }
  const type = declaration.type as FactType;
  return {
    kind: "fact",
    type,
    nullable: declaration.nullable === true,
    values: (declaration.values as string[] | undefined) ?? null,
    protected: declaration.protected === true,
    magnitude: magnitudeOf(type, min, max),
  };
}

/** A fact whose only problem is its name still has a type. */
function onlyNameIsBroken(context: CheckContext, path: Path, declaration: Json): boolean {
  return (
    entriesOf(declaration).every(([key]) => !context.broken([...path, key])) &&
    isObject(declaration) &&
    typeof declaration.type === "string" &&
    FACT_NAME.test(String(path[1])) === false
  );
}

function magnitudeOf(type: FactType, min: number | undefined, max: number | undefined): number {
  if (min !== undefined && max !== undefined) return Math.max(Math.abs(min), Math.abs(max));
  return type === "money" ? MONEY_MAX : type === "integer" ? Number.MAX_SAFE_INTEGER : type === "number" ? Number.MAX_VALUE : 0;
}

// --- derived facts -----------------------------------------------------------------------------

function readDerived(context: CheckContext, declarations: ReadonlyMap<string, Json>, catalogue: Map<string, CatalogueEntry>): void {
  const parsed = parseAll(context, declarations);
  const reads = new Map([...parsed].map(([name, expression]) => [name, [...namesIn(expression)].filter((n) => parsed.has(n))]));
  const inCycle = reportCycles(reads, (cycle) => {
    const path = ["derived", cycle[0] as string, "expression"];
    context.report({ code: "derived-cycle", path, message: `\`${cycle[0]}\` reads itself: ${circleText(cycle)}; break the circle` });
  });
  for (const name of [...inCycle, ...declarations.keys()]) {
    if (!parsed.has(name) || inCycle.has(name)) catalogue.set(name, { kind: "derived", ...UNSOUND });
  }
  for (const name of inDependencyOrder(reads, inCycle)) {
    catalogue.delete(name);
    catalogue.set(
      name,
      readOneDerived(context, name, parsed.get(name) as ParsedExpression, declarations.get(name) as JsonObject, catalogue, inCycle),
    );
  }
}

/** All expressions' characters together; the grammar takes up to 17 microseconds for each, and a document must be read within a second. */
const MAX_TOTAL_LENGTH = 30_000;

/** Syntax trees of the expressions that are texts; too long ones, and those beyond the total, are reported instead. */
function parseAll(context: CheckContext, declarations: ReadonlyMap<string, Json>): ReadonlyMap<string, ParsedExpression> {
  const parsed = new Map<string, ParsedExpression>();
  let total = 0;
  for (const [name, declaration] of declarations) {
    if (!isObject(declaration) || typeof declaration.expression !== "string") continue;
    const { expression } = declaration;
    total += expression.length;
    const [count, most, whole] =
      expression.length > MAX_LENGTH
        ? [expression.length, MAX_LENGTH, "an expression"]
        : [total, MAX_TOTAL_LENGTH, "all expressions together"];
    if (count > most)
      context.report({
        code: "too-large",
        path: ["derived", name, "expression"],
        message: `${whole} may have ${most} characters; make it simpler or split the policy`,
      });
    else parsed.set(name, parseExpression(expression));
  }
  return parsed;
}

/** Names, each after those that it reads. */
export function inDependencyOrder(reads: ReadonlyMap<string, readonly string[]>, leaveOut: ReadonlySet<string>): string[] {
  const order: string[] = [];
  const seen = new Set<string>(leaveOut);
  for (const start of reads.keys()) {
    const stack: { name: string; next: number }[] = seen.has(start) ? [] : [{ name: start, next: 0 }];
    seen.add(start);
    while (stack.length > 0) {
      const top = stack.at(-1) as { name: string; next: number };
      const child = (reads.get(top.name) ?? [])[top.next++];
      if (child === undefined) order.push((stack.pop() as { name: string }).name);
      else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ name: child, next: 0 });
      }
    }
  }
  return order;
}

function readOneDerived(
  context: CheckContext,
  name: string,
  source: ParsedExpression,
  declaration: JsonObject,
  catalogue: Catalogue,
  inCycle: ReadonlySet<string>,
): CatalogueEntry {
  const path = ["derived", name, "expression"];
  const { expression, type, findings } = readExpression(source, scopeOf(catalogue, isObject(context.document.facts), inCycle));
  for (const f of findings) context.report({ code: f.code, path, message: f.message, ...placed(context, path, f.index) });
  if (findings.length > 0) return { kind: "derived", ...UNSOUND };
  return { ...derivedEntry(context, name, declaration, type), expression };
}

function placed(context: CheckContext, path: Path, index: number): { offset?: number } {
  const offset = context.offsetInString(path, index);
  return offset === undefined ? {} : { offset };
}

function derivedEntry(context: CheckContext, name: string, declaration: JsonObject, type: ValueType): CatalogueEntry {
  const fallback = declaration.default;
  const own = type.type === "null" ? (fallback === undefined ? "number" : typeof fallback) : type.type;
  const usable = fallback !== undefined && !context.broken(["derived", name, "default"]);
  if (usable && own !== "unknown" && typeof fallback !== own) {
    context.report({
      code: "value-type",
      path: ["derived", name, "default"],
      message: `the default ${shown(fallback)} is a ${typeof fallback}, but the expression gives a ${own}; make them agree`,
    });
  }
  const magnitude = typeof fallback === "number" ? Math.max(type.magnitude, Math.abs(fallback)) : type.magnitude;
  return {
    kind: "derived",
    type: own as FactType | "unknown",
    nullable: type.nullable && fallback === undefined,
    values: null,
    protected: false,
    magnitude: Number.isFinite(magnitude) ? magnitude : Number.MAX_VALUE,
  };
}

function scopeOf(catalogue: Catalogue, catalogued: boolean, inCycle: ReadonlySet<string>): Scope {
  return (name) => {
    const entry = catalogue.get(name);
    if (entry === undefined && catalogued && !inCycle.has(name))
      return { code: "unknown-fact", refused: `unknown fact \`${name}\`${suggestion(name, knownNames(catalogue))}` };
    if (entry === undefined || entry.type === "unknown") return { type: "unknown", nullable: true, magnitude: Infinity };
    if (entry.protected) return { code: "protected-fact", refused: `\`${name}\` is protected: no expression may read it; remove it here` };
    if (entry.type === "strings")
      return {
        code: "expression-type",
        refused: `\`${name}\` is a list of texts, which expressions do not take; test it with \`contains\` in a condition`,
      };
    const type = NUMERIC.has(entry.type) ? "number" : (entry.type as "boolean" | "string");
    return { type, nullable: entry.nullable, magnitude: entry.magnitude };
  };
}

const NAMES = new WeakMap<Catalogue, { readonly size: number; readonly names: readonly string[] }>();

/** The catalogue's names, listed once for each size that it has had. */
export function knownNames(catalogue: Catalogue): readonly string[] {
  const cached = NAMES.get(catalogue);
  if (cached?.size === catalogue.size) return cached.names;
  const names = [...catalogue.keys()];
  NAMES.set(catalogue, { size: catalogue.size, names });
  return names;
}
