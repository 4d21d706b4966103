"use client";

import { Pill } from "../../../_components/pill";
import { useDraftBase } from "./draft-news";

/** `base`: the version that the author's draft starts from, as the server says; null where there is no draft. */
export function DraftPill({ policy, base: given }: { policy: string; base: number | null }) {
  const base = useDraftBase(policy, given);
  return base === null ? null : <Pill title="Your own draft; others do not see it">draft from v{base}</Pill>;
}
