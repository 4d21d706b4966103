/**
 * Meaning of a document whose shape is known: names resolve, types agree, identities are unique.
 * Works on the raw value and passes over whatever already has a problem, so that one mistake is
 * one problem and all mistakes are found in one go.
 */
import { type Catalogue, type CheckContext, NUMERIC, readCatalogue } from "./catalogue.ts";
import { ConditionChecker } from "./conditions.ts";
import type { Path } from "./json-text.ts";
import { RESERVED_NAMES, suggestion } from "./names.ts";
import { isObject, shown } from "./shape.ts";
import type { Json } from "./types.ts";

/** Reports every problem of meaning; gives the typed catalogue. */
export function checkMeaning(context: CheckContext): Catalogue {
  const catalogue = readCatalogue(context);
  const conditions = new ConditionChecker(context, catalogue);
  const checker = new MeaningChecker(context, catalogue, conditions);
  checker.checkLimit();
  conditions.checkShared();
  checker.checkRules();
  checker.checkGuardrails();
  checker.checkReasons();
  return catalogue;
}

class MeaningChecker {
  /** Codes with a text; null where the section itself is a problem, so that no code is blamed for it. */
  private readonly reasons: readonly string[] | null;

  constructor(
    private readonly context: CheckContext,
    private readonly catalogue: Catalogue,
    private readonly conditions: ConditionChecker,
  ) {
    this.reasons = isObject(context.document.reasons) ? Object.keys(context.document.reasons) : null;
  }

  checkLimit(): void {
    const { limit } = this.context.document;
    if (!isObject(limit)) return;
    for (const key of ["fact", "balance"] as const) this.checkLimitFact(key, limit[key]);
  }

  private checkLimitFact(key: "fact" | "balance", name: Json | undefined): void {
    if (typeof name !== "string") return;
    const path = ["limit", key];
    const entry = this.catalogue.get(name);
    const report = (code: string, message: string) => this.context.report({ code, path, message });
    if (entry === undefined && !isObject(this.context.document.facts)) return;
    if (entry === undefined)
      report(
        "unknown-fact",
        `unknown fact ${shown(name)}${suggestion(
          name,
          [...this.catalogue].filter(([, e]) => e.type === "money").map(([n]) => n),
        )}`,
      );
    else if (entry.type === "unknown") return;
    else if (entry.kind === "derived" || entry.type !== "money")
      report(
        "value-type",
        `\`${name}\` must be a fact of type money, but it is ${entry.kind === "derived" ? "derived" : `of type ${entry.type}`}`,
      );
    else if (key === "fact" && entry.nullable)
      report("nullable-limit", `\`${name}\` holds the limit, so it must not be nullable; remove \`nullable\` from the fact`);
  }

  checkRules(): void {
    const rules = listOf(this.context.document.rules);
    this.checkUnique("rules", rules, "rule");
    rules.forEach((rule, i) => {
      if (!isObject(rule)) return;
      this.conditions.checkRoot(["rules", i, "conditions"], rule.conditions);
      const { event } = rule;
      if (!isObject(event) || !isObject(event.params)) return;
      this.checkReason(["rules", i, "event", "params", "reason"], event.params.reason);
      this.checkAmount(["rules", i, "event", "params", "amount"], event.params.amount);
    });
  }

  checkGuardrails(): void {
    const guardrails = listOf(this.context.document.guardrails);
    this.checkUnique("guardrails", guardrails, "guardrail");
    guardrails.forEach((guardrail, i) => {
      if (!isObject(guardrail)) return;
      this.conditions.checkRoot(["guardrails", i, "when"], guardrail.when);
      this.checkReason(["guardrails", i, "reason"], guardrail.reason);
      for (const key of ["atMost", "atLeast"]) this.checkAmount(["guardrails", i, key], guardrail[key]);
    });
  }

  checkReasons(): void {
    for (const code of this.reasons ?? []) {
      const path = ["reasons", code];
      if (RESERVED_NAMES.has(code))
        this.context.report({ code: "reserved-name", path, at: "key", message: `\`${code}\` is refused as a name; choose another` });
      if (code === "") this.context.report({ code: "bad-name", path, at: "key", message: "a reason needs a code" });
    }
  }

  private checkUnique(list: string, items: readonly Json[], what: string): void {
    const first = new Map<string, number>();
    items.forEach((item, i) => {
      if (!isObject(item) || typeof item.name !== "string") return;
      const before = first.get(item.name);
      if (before === undefined) first.set(item.name, i);
      else
        this.context.report({
          code: "duplicate-name",
          path: [list, i, "name"],
          message: `the ${what} name ${shown(item.name)} is taken by ${list} ${before + 1}; names are identities, choose another`,
        });
    });
  }

  private checkReason(path: Path, reason: Json | undefined): void {
    if (typeof reason !== "string" || this.reasons === null || this.reasons.includes(reason)) return;
    this.context.report({
      code: "unknown-reason",
      path,
      message: `the reason ${shown(reason)} has no text; add it to \`reasons\`${suggestion(reason, this.reasons)}`,
    });
  }

  /** An amount or bound that is another fact's value. */
  private checkAmount(path: Path, amount: Json | undefined): void {
    if (!isObject(amount) || typeof amount.fact !== "string" || this.context.broken(path)) return;
    const entry = this.conditions.readable([...path, "fact"], amount.fact);
    if (entry === null || entry.type === "unknown" || NUMERIC.has(entry.type)) return;
    this.context.report({
      code: "value-type",
      path: [...path, "fact"],
      message: `\`${amount.fact}\` is of type ${entry.type}; an amount needs money, number or integer`,
    });
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
