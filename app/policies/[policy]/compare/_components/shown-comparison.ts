"use client";

import { useState } from "react";
import type { Comparison, NamedBorrower } from "#rules/compare";
import type { Facts, ValidPolicy } from "#rules/policy";

/** One side of a finished comparison, with all that its outcomes came from. */
export interface ShownSide {
  readonly title: string;
  readonly policy: ValidPolicy;
  readonly text: string;
  readonly scenario: Facts;
}

/** A finished comparison with what it compared. */
export interface Shown {
  readonly comparison: Comparison;
  readonly baseline: ShownSide;
  readonly candidate: ShownSide;
  readonly borrowers: readonly NamedBorrower[];
  readonly setTitle: string;
}

/** The latest finished comparison; it stays while a new one runs. */
export function useShown(finished: Shown | null): { shown: Shown | null; stale: boolean } {
  const [kept, keep] = useState<Shown | null>(null);
  if (finished !== null && finished.comparison !== kept?.comparison) keep(finished);
  return { shown: finished ?? kept, stale: finished === null && kept !== null };
}
