"use client";

import { useMemo } from "react";
import { type ParseResult, parsePolicy } from "#rules/policy";
import { type Loaded, useLoaded } from "../../../../_components/use-loaded";
import { textAddress } from "../addresses";
import type { Choices } from "../queries";
import type { VersionKey } from "../url-state";

export interface Side {
  readonly key: VersionKey;
  /** "v2", "draft". */
  readonly title: string;
  readonly loaded: Loaded<{ readonly text: string }>;
  readonly text: string | null;
  readonly parsed: ParseResult | null;
}

export function sideTitle(key: VersionKey): string {
  return key === "draft" ? "draft" : `v${key}`;
}

/** One side's text and policy. A version never changes; a draft is read anew with each revision. */
export function useSide(choices: Choices, key: VersionKey): Side {
  const loaded = useLoaded<{ readonly text: string }>(
    textAddress(choices.policy, key),
    key === "draft" ? String(choices.draft?.revision) : "",
  );
  const text = loaded.value?.text ?? null;
  const parsed = useMemo(() => (text === null ? null : parsePolicy(text)), [text]);
  return { key, title: sideTitle(key), loaded, text, parsed };
}
