"use client";

import { useEffect, useState } from "react";
import type { Answers, QuestionKind, Questions } from "../desk/answers";
import { askDesk } from "../desk/desk";

export interface Answered<Kind extends QuestionKind> {
  /** To this question, or, until that is there, to the one before; null before the first. */
  readonly answer: Answers[Kind] | null;
  /** Whether the answer is to this question. */
  readonly isSettled: boolean;
  /** Why there is none, in words. */
  readonly failure: string | null;
}

/** The desk's answer to a question; the latest wins. Keep the question the same object as long as it asks the same; null asks nothing. */
export function useAnswer<Kind extends QuestionKind>(kind: Kind, question: Questions[Kind] | null): Answered<Kind> {
  const [last, setLast] = useState<{
    readonly to: Questions[Kind];
    readonly answer: Answers[Kind] | null;
    readonly failure: string | null;
  }>();
  useEffect(() => {
    if (question === null) return;
    return askDesk(kind, question, {
      onAnswer: (answer) => setLast({ to: question, answer, failure: null }),
      onFailed: (failure) => setLast({ to: question, answer: null, failure }),
    });
  }, [kind, question]);
  return { answer: last?.answer ?? null, isSettled: last !== undefined && last.to === question, failure: last?.failure ?? null };
}
