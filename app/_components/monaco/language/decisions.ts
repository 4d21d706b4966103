/** What each rule decides, and where it stands: what the marks and lenses beside the text go by. */
import { lineStarts, placeOf } from "#rules/policy";
import type { Answers } from "./protocol";
import { childAt, elementsOf, type PolicyText, textValue } from "./policy-text";

export const EVENT_TYPES = ["freeze", "refer", "decrease", "hold", "set", "increase"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface RuleMark {
  readonly name: string;
  /** Of its first key, which is mostly its name. */
  readonly line: number;
  readonly lastLine: number;
  /** Null where it has none that is known. */
  readonly type: EventType | null;
  readonly isDisabled: boolean;
}

export function ruleMarks({ text, root }: PolicyText): RuleMark[] {
  const starts = lineStarts(text);
  const lineAt = (offset: number) => placeOf(starts, offset).line;
  return elementsOf(childAt(root, "rules")).map((rule) => {
    const type = textValue(childAt(childAt(rule, "event"), "type"));
    return {
      name: textValue(childAt(rule, "name")) ?? "",
      line: lineAt((rule.children?.[0] ?? rule).offset),
      lastLine: lineAt(rule.offset + rule.length),
      type: isEventType(type) ? type : null,
      isDisabled: childAt(rule, "enabled")?.value === false,
    };
  });
}

function isEventType(type: string | null): type is EventType {
  return (EVENT_TYPES as readonly (string | null)[]).includes(type);
}

/** Marks as they were told last: while one types in a line, a thousand of them stay as they are, and need not be sent again. */
export class ToldMarks {
  /** Never one of an earlier worker's. */
  private id = Date.now();
  private told = "";

  answer(document: PolicyText, known: number): Answers["mark"] {
    const marks = ruleMarks(document);
    const now = JSON.stringify(marks);
    if (now !== this.told) this.id += 1;
    this.told = now;
    return { marks: this.id === known ? null : marks, id: this.id, isBroken: document.catalogue.isBroken };
  }
}
