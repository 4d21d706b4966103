"use client";

import { useEffect, useState } from "react";
import { loadVersion } from "../actions";
import type { SavedVersion } from "../draft/types";

/** The text of a version, loaded when first asked for; null while it is on its way. */
export function useVersionText(policy: string, number: number, known: readonly SavedVersion[]): string | null {
  const [loaded, setLoaded] = useState<ReadonlyMap<number, string>>(new Map());
  const text = known.find((version) => version.number === number)?.text ?? loaded.get(number) ?? null;
  const missing = text === null;
  useEffect(() => {
    if (!missing) return;
    let here = true;
    void loadVersion({ policy, number })
      .catch(() => null)
      .then((answer) => here && answer?.ok && setLoaded((all) => new Map(all).set(number, answer.version.text)));
    return () => {
      here = false;
    };
  }, [policy, number, missing]);
  return text;
}
