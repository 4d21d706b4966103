/** The document's text, read-only. */
export function VersionText({ text, label }: { text: string; label: string }) {
  return (
    <section aria-label={label} className="min-h-100 flex-1 overflow-auto rounded-lg border border-line bg-card p-3">
      <pre className="font-mono text-sm">{text}</pre>
    </section>
  );
}
