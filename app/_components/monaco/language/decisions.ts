/** What each rule decides, and the line of its name: the marks in the gutter. */
import { childAt, elementsOf, type PolicyText, textValue } from "./policy-text";

export const EVENT_TYPES = ["freeze", "refer", "decrease", "hold", "set", "increase"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface RuleMark {
  readonly offset: number;
  readonly type: EventType;
  readonly isDisabled: boolean;
}

export function ruleMarks({ root }: PolicyText): RuleMark[] {
  return elementsOf(childAt(root, "rules")).flatMap((rule) => {
    const type = textValue(childAt(childAt(rule, "event"), "type"));
    const offset = (childAt(rule, "name") ?? rule).offset;
    return isEventType(type) ? [{ offset, type, isDisabled: childAt(rule, "enabled")?.value === false }] : [];
  });
}

function isEventType(type: string | null): type is EventType {
  return (EVENT_TYPES as readonly (string | null)[]).includes(type);
}
