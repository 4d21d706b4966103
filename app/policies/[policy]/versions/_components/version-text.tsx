"use client";

import { TextView } from "../../../../_components/monaco";

/** The document's text, read-only. */
export function VersionText({ text, label }: { text: string; label: string }) {
  return (
    <section aria-label={label} className="min-h-100 flex-1 overflow-hidden rounded-lg border border-line bg-card">
      <TextView text={text} language="json" label={label} />
    </section>
  );
}
