"use client";

import { useEffect, useState } from "react";
import type { RenamedFact } from "#rules/editing";
import type { FactColumn } from "#store";
import { lookAtFactColumn } from "../actions";

export interface RenamedColumn extends RenamedFact {
  readonly column: FactColumn;
}

/** Facts that the draft renames and that fixtures have under the old name only; none while that is not known. */
export function useRenamedColumns(policy: string, renamed: readonly RenamedFact[]) {
  const key = renamed.map(({ from, to }) => `${from} ${to}`).join("\n");
  const [columns, setColumns] = useState<readonly RenamedColumn[]>([]);
  const [looked, setLooked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is renamed; the list is another one at every check
  useEffect(() => {
    let here = true;
    const look = async ({ from, to }: RenamedFact): Promise<RenamedColumn[]> => {
      const answer = await lookAtFactColumn({ policy, from, to });
      return answer.ok && answer.column.sets.length > 0 ? [{ from, to, column: answer.column }] : [];
    };
    Promise.all(renamed.map(look)).then(
      (found) => here && setColumns(found.flat()),
      () => here && setColumns([]),
    );
    return () => {
      here = false;
    };
  }, [policy, key, looked]);
  return { columns: renamed.length === 0 ? NONE : columns, lookAgain: () => setLooked(looked + 1) };
}

const NONE: readonly RenamedColumn[] = [];
