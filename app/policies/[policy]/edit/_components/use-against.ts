"use client";

import { useCallback } from "react";
import { useUrlState } from "../../../../_components/use-url-state";
import type { VersionLine } from "../queries";

/** The version compared with, kept in the URL; the published one unless another is chosen. */
export function useAgainst(versions: readonly VersionLine[], latest: number): [number, (number: number) => void] {
  const usual = versions.find((version) => version.published)?.number ?? latest;
  const [text, setText] = useUrlState("against", String(usual));
  const number = Number(text);
  const isVersion = Number.isSafeInteger(number) && number >= 1 && number <= latest;
  const set = useCallback((next: number) => setText(String(next)), [setText]);
  return [isVersion ? number : usual, set];
}
