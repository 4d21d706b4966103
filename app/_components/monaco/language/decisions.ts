/** What each rule decides, and where it stands: what the marks and lenses beside the text go by. */
import { childAt, elementsOf, type PolicyText, type Stretch, textValue } from "./policy-text";

export const EVENT_TYPES = ["freeze", "refer", "decrease", "hold", "set", "increase"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface RuleMark {
  readonly name: string;
  /** Of its first key, which is mostly its name. */
  readonly offset: number;
  readonly whole: Stretch;
  /** Null where it has none that is known. */
  readonly type: EventType | null;
  readonly isDisabled: boolean;
}

export function ruleMarks({ root }: PolicyText): RuleMark[] {
  return elementsOf(childAt(root, "rules")).map((rule) => {
    const type = textValue(childAt(childAt(rule, "event"), "type"));
    return {
      name: textValue(childAt(rule, "name")) ?? "",
      offset: (rule.children?.[0] ?? rule).offset,
      whole: { offset: rule.offset, length: rule.length },
      type: isEventType(type) ? type : null,
      isDisabled: childAt(rule, "enabled")?.value === false,
    };
  });
}

function isEventType(type: string | null): type is EventType {
  return (EVENT_TYPES as readonly (string | null)[]).includes(type);
}
