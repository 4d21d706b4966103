/** A rule or a guardrail as a sentence, on its name and on its event. */
import { getNodeValue } from "jsonc-parser";
import {
  localText,
  type Locale,
  parsePolicy,
  sentenceOfCondition,
  sentenceOfEvent,
  sentenceOfGuardrail,
  type ValidPolicy,
} from "#rules/policy";
import { escapeMarkdown, paragraphs } from "../catalogue";
import { nodeAt, type Path, type PolicyText } from "../policy-text";
import type { Hoverer } from "./types";

export const hoverRules: Hoverer = ({ document, place: { path, isKey } }) => {
  const [section, position, part, inner] = path;
  if (isKey || typeof position !== "number") return null;
  if (section === "rules" && ((path.length === 3 && part === "name") || (path.length === 4 && part === "event" && inner === "type")))
    return sentences(policyWith(document, "rules", position), ruleSentence);
  if (section === "guardrails" && path.length === 3 && part === "name")
    return sentences(policyWith(document, "guardrails", position), guardrailSentence);
  return null;
};

function sentences(policy: ValidPolicy | null, sentenceOf: (policy: ValidPolicy, locale: Locale) => string): string | null {
  return policy && paragraphs([escapeMarkdown(sentenceOf(policy, "en")), escapeMarkdown(sentenceOf(policy, "zh"))]);
}

/**
 * The policy with this rule or guardrail alone: what is wrong elsewhere among a thousand rules does not
 * matter, nor does it cost. Null where the rule itself, or what it reads, is not valid.
 */
function policyWith(document: PolicyText, section: "rules" | "guardrails", position: number): ValidPolicy | null {
  const value = (path: Path) => {
    const node = nodeAt(document, path);
    return node && getNodeValue(node);
  };
  const sections = ["format", "name", "currency", "limit", "strategy", "facts", "derived", "conditions", "reasons"];
  const whole = Object.fromEntries(sections.map((key) => [key, value([key])]));
  const parsed = parsePolicy(JSON.stringify({ ...whole, rules: [], [section]: [value([section, position])] }));
  return parsed.ok ? parsed.policy : null;
}

function ruleSentence(policy: ValidPolicy, locale: Locale): string {
  const rule = policy.rules[0];
  if (!rule) return "";
  const [when, does] = [sentenceOfCondition(policy, rule.conditions, locale), sentenceOfEvent(policy, rule.event, locale)];
  const told = localText(policy.reasons.get(rule.event.reason), locale, rule.event.reason);
  return locale === "zh" ? `当${when}时，${does}，并告知：${told}` : `When ${when}: ${does}, and tell: ${told}`;
}

function guardrailSentence(policy: ValidPolicy, locale: Locale): string {
  const [guardrail] = policy.guardrails;
  return guardrail ? sentenceOfGuardrail(policy, guardrail, locale) : "";
}
