"use client";

import { useCallback, useDeferredValue, useMemo, useState } from "react";
import { type ConditionEdit, type Draft, readCondition } from "#rules/editing";
import type { Json } from "#rules/policy";
import { useLocale } from "../../../../_components/locale";
import { type ConditionPlace, readConditionDraft } from "../views/condition-draft";
import type { DraftAccess } from "./use-viewed-draft";

/** A condition in hand: its tree, its history, its words and problems, and the node that has the focus next. */
export function useCondition(place: ConditionPlace, access: DraftAccess) {
  const locale = useLocale();
  const [draft] = useState(() => access.draft());
  const [first] = useState((): Json => draft.root?.at(place.pointer)?.value ?? {});
  const [history, setHistory] = useState<readonly Json[]>([first]);
  const [focus, setFocus] = useState<string | null>(null);
  /** What is typed and means nothing yet, by its node. */
  const [unread, setUnread] = useState<ReadonlyMap<string, string>>(NOTHING_UNREAD);
  const json = history.at(-1) as Json;
  const read = useDeferredValue(json);
  const reading = useMemo(() => readConditionDraft(draft, place, read, locale), [draft, place, read, locale]);
  const node = useMemo(() => readCondition(json), [json]);
  /** Takes an edit over; the node that it gives has the focus then, unless it has it already. */
  const apply = (edit: ConditionEdit, focused: string | null = edit.pointer) => {
    if (edit.json !== json) setHistory([...history, edit.json]);
    setFocus(focused);
  };
  const tellUnread = useCallback((pointer: string, message: string | null) => {
    setUnread((all) => {
      const next = new Map(all);
      if (message === null) next.delete(pointer);
      else next.set(pointer, message);
      return next.size === 0 ? NOTHING_UNREAD : next;
    });
  }, []);
  const ownerOf = (text: Draft) => text.root?.at(place.pointer)?.parent?.source ?? null;
  return {
    draft,
    /** Whether a draft has this condition, and what it belongs to, as it was when it was taken in hand. */
    isOf: (now: Draft) => ownerOf(now) === ownerOf(draft),
    json,
    unread,
    tellUnread,
    node,
    reading,
    /** The problems are those of the condition as it is. */
    isSettled: read === json,
    isChanged: JSON.stringify(json) !== JSON.stringify(first),
    focus,
    focused: () => setFocus(null),
    apply,
    undo: history.length > 1 ? () => setHistory(history.slice(0, -1)) : null,
  };
}

const NOTHING_UNREAD: ReadonlyMap<string, string> = new Map();

export type ConditionInHand = ReturnType<typeof useCondition>;
