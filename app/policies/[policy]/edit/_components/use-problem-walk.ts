"use client";

import { type RefObject, useCallback, useState } from "react";
import type { CodeEditorHandle, PlacedProblem } from "../../../../_components/monaco";

/** Goes from problem to problem: to one by its place in the list, with its quick fixes where wanted, or to the next and previous from the cursor on, around the ends. */
export function useProblemWalk(problems: readonly PlacedProblem[], editor: RefObject<CodeEditorHandle | null>) {
  const [current, setCurrent] = useState(-1);
  const open = useCallback(
    (index: number) => {
      const problem = problems[index];
      if (!problem) return;
      setCurrent(index);
      editor.current?.reveal(problem);
    },
    [problems, editor],
  );
  const fix = useCallback(
    (index: number) => {
      const problem = problems[index];
      if (!problem) return;
      setCurrent(index);
      editor.current?.quickFix(problem);
    },
    [problems, editor],
  );
  const step = (direction: 1 | -1) => {
    const at = editor.current?.position();
    if (!at || problems.length === 0) return;
    const after = (problem: PlacedProblem) => problem.line > at.line || (problem.line === at.line && problem.column > at.column);
    const before = (problem: PlacedProblem) => problem.line < at.line || (problem.line === at.line && problem.endColumn < at.column);
    const found = direction === 1 ? problems.findIndex(after) : problems.findLastIndex(before);
    open(found >= 0 ? found : direction === 1 ? 0 : problems.length - 1);
  };
  return { current: current < problems.length ? current : -1, open, fix, step };
}
