"use client";

import { ListTree } from "lucide-react";
import { memo } from "react";
import { textOfParts } from "#rules/policy";
import { IconButton } from "../../../../_components/button";
import { cn } from "../../../../_components/class-names";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { CheckBox } from "../../../../_components/field";
import { Tag } from "../../../../_components/pill";
import { RuleName } from "../../../../_components/trace/rule-name";
import type { ConditionPlace } from "../views/condition-draft";
import { conditionPlaceOf, type ShownSentence } from "../views/sentence-groups";
import { isValueToken, switchRule } from "../views/token-edit";
import type { DraftAccess } from "./use-viewed-draft";
import { ValueTokenButton } from "./value-token-button";

interface SentenceRowProps {
  sentence: ShownSentence;
  access: DraftAccess;
  isEditable: boolean;
  onCondition: (place: ConditionPlace) => void;
}

/** One definition as a sentence; its name leads to the text. Drawn again only where it says something else. */
export const SentenceRow = memo(
  function SentenceRow({ sentence, access, isEditable, onCondition }: SentenceRowProps) {
    const { kind, name, pointer, enabled, parts, source } = sentence;
    const place = conditionPlaceOf(sentence);
    return (
      <li className="flex gap-3 border-t border-line px-3.25 py-2 [contain-intrinsic-size:auto_64px] [content-visibility:auto]">
        {kind === "rule" ? (
          <CheckBox
            className="mt-0.5"
            aria-label={`${name} is on`}
            title={enabled ? "Switch this rule off" : "Switch this rule on"}
            checked={enabled}
            disabled={!isEditable}
            onChange={(on) => access.act((draft) => switchRule(draft, pointer, on))}
          />
        ) : null}
        <div className={cn("min-w-0 flex-1", !enabled && "text-mute")}>
          <div className="flex min-w-0 items-center gap-2">
            <button
              type="button"
              title="Show in the text"
              className="inline-flex min-w-0 rounded-sm hover:text-accent hover:underline"
              onClick={() => access.show(pointer)}
            >
              <RuleName name={name} />
            </button>
            <Decision sentence={sentence} />
            {enabled ? null : <Tag tone="amber">off</Tag>}
            {place === null ? null : (
              <IconButton
                size="small"
                className="-my-1"
                label={`Edit the conditions of ${name}`}
                disabled={!isEditable}
                onClick={() => onCondition(place)}
              >
                <ListTree aria-hidden />
              </IconButton>
            )}
          </div>
          {parts === null ? (
            <code className="line-clamp-3 font-mono text-sm text-mute">{source}</code>
          ) : (
            <p className="leading-6 wrap-anywhere">
              {parts.map((part) =>
                isValueToken(part) ? (
                  <ValueTokenButton key={part.pointer} token={part} access={access} isEditable={isEditable} />
                ) : part.kind === "event" ? (
                  <span key={part.pointer} className="font-medium">
                    {part.text}
                  </span>
                ) : (
                  part.text
                ),
              )}
            </p>
          )}
        </div>
      </li>
    );
  },
  (before, after) =>
    before.access === after.access && before.isEditable === after.isEditable && saysTheSame(before.sentence, after.sentence),
);

function Decision({ sentence: { kind, decision, priority } }: { sentence: ShownSentence }) {
  if (kind !== "rule") return null;
  return (
    <>
      {decision === null ? <Tag>set</Tag> : <DecisionBadge decision={decision} />}
      <span className="ml-auto text-sm whitespace-nowrap text-faint tabular-nums">priority {priority}</span>
    </>
  );
}

function saysTheSame(a: ShownSentence, b: ShownSentence): boolean {
  if (a === b) return true;
  return (
    a.pointer === b.pointer &&
    a.source === b.source &&
    a.enabled === b.enabled &&
    (a.parts === null) === (b.parts === null) &&
    textOfParts(a.parts ?? []) === textOfParts(b.parts ?? [])
  );
}
