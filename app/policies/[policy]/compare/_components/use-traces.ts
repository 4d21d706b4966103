"use client";

import { useEffect, useState } from "react";
import type { TracedEvaluation } from "#rules/evaluate";
import type { Facts } from "#rules/policy";
import { traceBorrower } from "../../../../_components/evaluation/trace-borrower";
import type { Shown } from "../shown";

export interface Traces {
  /** Whose they are; the one asked for may still be under way. */
  readonly name: string;
  readonly baseline: TracedEvaluation;
  readonly candidate: TracedEvaluation;
}

/** Both traces of one borrower. The former borrower's stay until the next one's are there. */
export function useTraces(
  { baseline, candidate }: Shown,
  name: string,
  facts: Facts | null,
): { traces: Traces | null; error: string | null } {
  const [traces, setTraces] = useState<Traces | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (facts === null) return;
    let current = true;
    const side = ({ text, scenario }: Shown["baseline"]) => traceBorrower({ policyText: text, facts, scenario });
    Promise.all([side(baseline), side(candidate)]).then(
      ([before, after]) => {
        if (!current) return;
        setError(null);
        setTraces({ name, baseline: before, candidate: after });
      },
      (reason: Error) => current && setError(reason.message),
    );
    return () => {
      current = false;
    };
  }, [baseline, candidate, name, facts]);
  return { traces, error };
}
