"use client";

import { useEffect, useState } from "react";
import type { FactColumn } from "#store";
import { lookAtFactColumn } from "../actions";

interface Looked {
  readonly key: string;
  readonly column: FactColumn | null;
  readonly failure: string | null;
}

/** Rests until the keys do. */
const REST_MS = 250;

/** What a new name for a fact would change in the fixtures; null while that is not known, and where there is no new name yet. */
export function useFactColumn(policy: string, from: string, to: string | null) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [again, setAgain] = useState(0);
  const key = `${from} ${to} ${again}`;
  useEffect(() => {
    if (to === null) return;
    let here = true;
    const take = (column: FactColumn | null, failure: string | null) => here && setLooked({ key, column, failure });
    const timer = setTimeout(() => {
      lookAtFactColumn({ policy, from, to }).then(
        (answer) =>
          answer.ok
            ? take(answer.column, null)
            : take(null, "message" in answer ? `${answer.message}.` : "The names are none that fixtures can have."),
        () => take(null, "The server is not reached, so that the fixtures cannot be looked at."),
      );
    }, REST_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [policy, from, to, key]);
  const known = looked?.key === key && to !== null ? looked : null;
  return { column: known?.column ?? null, failure: known?.failure ?? null, lookAgain: () => setAgain(again + 1) };
}
