/** Meaning of conditions: facts that exist and may be read, operators that fit their types, values that can occur. */
import { type Catalogue, type CatalogueEntry, type CheckContext, entriesOf, inDependencyOrder, knownNames, NUMERIC } from "./catalogue.ts";
import { type Extent, extentOf, MOST_LEVELS, MOST_TESTS, NO_EXTENT } from "./condition-extent.ts";
import { circleText, reportCycles } from "./cycles.ts";
import type { Path } from "./json-text.ts";
import { hasTwoDecimals } from "./money.ts";
import { RESERVED_NAMES, suggestion } from "./names.ts";
import { isObject, shown } from "./shape.ts";
import type { FactType, Json, JsonObject, Operator } from "./types.ts";

/** Boolean nodes may nest this deep. */
export const MAX_CONDITION_DEPTH = 32;

/** Stands in for what was cut off below the greatest depth; its problem is reported where it was cut. */
export const PRUNED = "\u0000cut off";

const ORDERING: ReadonlySet<string> = new Set(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]);
const FITS: Readonly<Record<FactType, string>> = {
  number: "equal, notEqual, lessThan, lessThanInclusive, greaterThan, greaterThanInclusive, in, notIn",
  integer: "equal, notEqual, lessThan, lessThanInclusive, greaterThan, greaterThanInclusive, in, notIn",
  money: "equal, notEqual, lessThan, lessThanInclusive, greaterThan, greaterThanInclusive, in, notIn",
  boolean: "equal, notEqual, in, notIn",
  string: "equal, notEqual, in, notIn",
  strings: "contains, doesNotContain",
};

export class ConditionChecker {
  private readonly shared: ReadonlySet<string>;
  private readonly sharedNames: readonly string[];
  /** Whether the catalogue is complete: without its sections a missing name says nothing. */
  private readonly catalogued: boolean;
  private readonly extents = new Map<string, Extent>();

  constructor(
    private readonly context: CheckContext,
    private readonly catalogue: Catalogue,
  ) {
    const { facts, derived, conditions } = context.document;
    this.sharedNames = entriesOf(conditions).map(([name]) => name);
    this.shared = new Set([PRUNED, ...this.sharedNames]);
    this.catalogued = isObject(facts) && (derived === undefined || isObject(derived));
  }

  /** Shared conditions: their names, their bodies, and that none leads back to itself. */
  checkShared(): void {
    const reads = new Map<string, string[]>();
    for (const [name, condition] of entriesOf(this.context.document.conditions)) {
      const path = ["conditions", name];
      if (RESERVED_NAMES.has(name))
        this.context.report({ code: "reserved-name", path, at: "key", message: `\`${name}\` is refused as a name; choose another` });
      if (name === "") this.context.report({ code: "bad-name", path, at: "key", message: "a shared condition needs a name" });
      this.check(path, condition);
      reads.set(name, referencesIn(condition));
    }
    const circular = reportCycles(reads, (cycle) =>
      this.context.report({
        code: "condition-cycle",
        path: ["conditions", cycle[0] as string],
        message: `the condition \`${cycle[0]}\` leads back to itself: ${circleText(cycle)}; break the circle`,
      }),
    );
    const bodies = new Map(entriesOf(this.context.document.conditions));
    for (const name of inDependencyOrder(reads, circular))
      if (bodies.has(name)) this.extents.set(name, this.checkExtent(["conditions", name], bodies.get(name)));
  }

  /** The condition of a rule or guardrail, with the extent of all that it refers to. */
  checkRoot(path: Path, condition: Json | undefined): void {
    this.check(path, condition);
    this.checkExtent(path, condition);
  }

  /** Reports what reaches too far once; what refers to it is not blamed again. */
  private checkExtent(path: Path, condition: Json | undefined): Extent {
    const extent = extentOf(condition, this.extents);
    const refuse = (code: string, message: string): Extent => {
      this.context.report({ code, path, message });
      return NO_EXTENT;
    };
    if (extent.tests > MOST_TESTS)
      return refuse(
        "too-large",
        `with all that it refers to, this makes more than ${MOST_TESTS} tests; refer to each shared condition fewer times`,
      );
    if (extent.levels > MOST_LEVELS)
      return refuse("too-deep", `with all that it refers to, this nests more than ${MOST_LEVELS} deep; shorten the chain of references`);
    return extent;
  }

  check(path: Path, condition: Json | undefined): void {
    if (!isObject(condition)) return;
    for (const key of ["all", "any"] as const) {
      const list = condition[key];
      if (Array.isArray(list)) for (const [i, child] of list.entries()) this.check([...path, key, i], child as Json);
    }
    if ("not" in condition) this.check([...path, "not"], condition.not);
    const readableShared = this.context.document.conditions === undefined || isObject(this.context.document.conditions);
    if (typeof condition.condition === "string" && readableShared && !this.shared.has(condition.condition)) {
      const message = `unknown shared condition \`${condition.condition}\`${suggestion(condition.condition, this.sharedNames)}`;
      this.context.report({ code: "unknown-condition", path: [...path, "condition"], message });
    }
    if ("fact" in condition) this.checkTest(path, condition);
  }

  private checkTest(path: Path, test: JsonObject): void {
    const entry = typeof test.fact === "string" ? this.readable([...path, "fact"], test.fact) : null;
    if (entry === null || entry.type === "unknown" || this.context.broken(path)) {
      this.checkOperandOnly(path, test.value);
      return;
    }
    const operator = test.operator as Operator;
    const fact = test.fact as string;
    if (!operatorFits(operator, entry.type, test.value)) {
      const message = `\`${operator}\` does not fit \`${fact}\`, a fact of type ${entry.type}; use ${FITS[entry.type]}`;
      this.context.report({ code: "operator-type", path: [...path, "operator"], message });
      this.checkOperandOnly(path, test.value);
    } else if (isObject(test.value))
      this.checkFactOperand([...path, "value", "fact"], operator, fact, entry.type, test.value.fact as string);
    else this.checkConstant([...path, "value"], operator, fact, entry, test.value as Json);
  }

  /** Where the left side is already a problem, the right side's name can still be one of its own. */
  private checkOperandOnly(path: Path, value: Json | undefined): void {
    if (isObject(value) && typeof value.fact === "string" && !this.context.broken([...path, "value"]))
      this.readable([...path, "value", "fact"], value.fact);
  }

  /** The catalogue's entry of a name that may be read; else a problem, and null. */
  readable(path: Path, name: string): CatalogueEntry | null {
    const entry = this.catalogue.get(name);
    if (entry === undefined && !this.catalogued) return null;
    if (entry === undefined)
      this.context.report({
        code: "unknown-fact",
        path,
        message: `unknown fact ${shown(name)}${suggestion(name, knownNames(this.catalogue))}`,
      });
    else if (entry.protected)
      this.context.report({
        code: "protected-fact",
        path,
        message: `\`${name}\` is protected: no rule, condition, guardrail or expression may read it; remove the test`,
      });
    else return entry;
    return null;
  }

  private checkFactOperand(path: Path, operator: Operator, fact: string, type: FactType, other: string): void {
    const entry = this.readable(path, other);
    if (entry === null || entry.type === "unknown") return;
    if (!comparable(operator, type, entry.type)) {
      this.context.report({
        code: "value-type",
        path,
        message: `\`${other}\` is a fact of type ${entry.type}, which \`${operator}\` cannot compare with \`${fact}\` of type ${type}`,
      });
    } else if (entry.nullable) {
      const mend = entry.kind === "derived" ? "give it a `default`" : "compare with a derived fact that has a `default`";
      this.context.report({
        code: "nullable-operand",
        path,
        message: `\`${other}\` can be null, so it cannot stand on the right side; ${mend}`,
      });
    }
  }

  private checkConstant(path: Path, operator: Operator, fact: string, entry: CatalogueEntry, value: Json): void {
    if (operator === "in" || operator === "notIn") {
      if (!Array.isArray(value))
        this.context.report({ code: "value-type", path, message: `\`${operator}\` needs a list, not ${shown(value)}; write [ … ]` });
      else for (const [i, element] of value.entries()) this.checkElement([...path, i], fact, entry, element as Json, true);
    } else if (Array.isArray(value)) {
      this.context.report({ code: "value-type", path, message: `\`${operator}\` needs one value, not a list; use \`in\` for a list` });
    } else if (ORDERING.has(operator)) {
      if (typeof value !== "number")
        this.context.report({ code: "value-type", path, message: `\`${operator}\` needs a number, not ${shown(value)}` });
    } else this.checkElement(path, fact, entry, value, operator === "equal" || operator === "notEqual");
  }

  private checkElement(path: Path, fact: string, entry: CatalogueEntry, value: Json, nullAllowed: boolean): void {
    if (value === null && nullAllowed) return;
    const type = entry.type as FactType;
    if (!isOfType(type, value)) {
      this.context.report({
        code: "value-type",
        path,
        message: `${shown(value)} is not a value of \`${fact}\`, a fact of type ${type}${decimalHint(type, value)}`,
      });
    } else if (entry.values !== null && !entry.values.includes(value as string)) {
      this.context.report({
        code: "value-not-allowed",
        path,
        message: `${shown(value)} is not among the values of \`${fact}\`${suggestion(String(value), entry.values)}`,
      });
    }
  }
}

function decimalHint(type: FactType, value: Json): string {
  if (typeof value !== "number") return "";
  return type === "integer" ? "; use a whole number" : type === "money" ? "; use at most 2 decimals" : "";
}

function operatorFits(operator: Operator, type: FactType, value: Json | undefined): boolean {
  if (operator === "contains" || operator === "doesNotContain") return type === "strings";
  if (ORDERING.has(operator)) return NUMERIC.has(type);
  if (type === "strings") return (operator === "equal" || operator === "notEqual") && value === null;
  return true;
}

/** Whether one element fits the fact's type: for `strings`, one of its texts. */
function isOfType(type: FactType, value: Json): boolean {
  switch (type) {
    case "number":
      return typeof value === "number";
    case "integer":
      return Number.isSafeInteger(value);
    case "money":
      return typeof value === "number" && hasTwoDecimals(value);
    case "boolean":
      return typeof value === "boolean";
    case "string":
    case "strings":
      return typeof value === "string";
    default:
      return type satisfies never;
  }
}

function comparable(operator: Operator, left: FactType, right: FactType): boolean {
  if (operator === "in" || operator === "notIn") return left === "string" && right === "strings";
  if (operator === "contains" || operator === "doesNotContain") return right === "string";
  if (ORDERING.has(operator)) return NUMERIC.has(right);
  return left === right || (NUMERIC.has(left) && NUMERIC.has(right));
}

function referencesIn(condition: Json | undefined): string[] {
  if (!isObject(condition)) return [];
  const children = [
    ...(Array.isArray(condition.all) ? condition.all : []),
    ...(Array.isArray(condition.any) ? condition.any : []),
    condition.not,
  ];
  const own = typeof condition.condition === "string" ? [condition.condition] : [];
  return [...own, ...children.flatMap((child) => referencesIn(child as Json | undefined))];
}
