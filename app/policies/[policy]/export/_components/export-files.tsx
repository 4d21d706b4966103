"use client";

import { useEffect, useState } from "react";
import { cn } from "../../../../_components/class-names";
import { ErrorState } from "../../../../_components/error-state";
import { countOf, formatBytes } from "../../../../_components/format";
import { TextView } from "../../../../_components/monaco";
import { Spinner } from "../../../../_components/spinner";

interface ExportFilesProps {
  files: readonly { path: string; bytes: number; sha256: string }[];
  /** Where the zip is; with `file` it gives one file's text. */
  address: string;
}

/** The files of the export at the left, the chosen one's text at the right. */
export function ExportFiles({ files, address }: ExportFilesProps) {
  const [open, setOpen] = useState(files[0]?.path ?? "");
  const text = useFileText(address, open);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="grid min-h-110 flex-1 grid-cols-[minmax(260px,340px)_minmax(0,1fr)] gap-3 max-lg:grid-cols-1">
      <section aria-label="Files" className="self-start overflow-hidden rounded-lg border border-line bg-card">
        <ul>
          {files.map((file) => (
            <li key={file.path} className="border-b border-line">
              <button
                type="button"
                aria-pressed={file.path === open}
                title={`sha256 ${file.sha256}`}
                onClick={() => setOpen(file.path)}
                className={cn(
                  "flex w-full items-center gap-3 px-3 py-1.75 text-left outline-offset-[-2px] hover:bg-bg",
                  file.path === open && "bg-soft font-medium text-accent hover:bg-soft",
                )}
              >
                <span className="min-w-0 flex-1 truncate font-mono text-sm">{file.path}</span>
                <span className="font-normal text-mute">{formatBytes(file.bytes)}</span>
              </button>
            </li>
          ))}
        </ul>
        <p className="flex justify-between px-3 py-1.75 text-mute">
          <span>{countOf(files.length, "file")}</span>
          <span>{formatBytes(total)}</span>
        </p>
      </section>
      <section aria-label={`Text of ${open}`} className="min-h-110 overflow-hidden rounded-lg border border-line bg-card">
        {text.state === "ready" ? (
          <TextView text={text.text} language={open.endsWith(".json") ? "json" : "plaintext"} label={`Text of ${open}`} />
        ) : null}
        {text.state === "reading" ? <Spinner words={`Reading ${open}…`} className="animate-late p-4" /> : null}
        {text.state === "failed" ? (
          <ErrorState title={`${open} could not be read`} className="m-3">
            Choose it again, or download the zip.
          </ErrorState>
        ) : null}
      </section>
    </div>
  );
}

type FileText = { state: "reading" | "failed" } | { state: "ready"; text: string };

function useFileText(address: string, path: string): FileText {
  const [read, setRead] = useState<{ path: string; text: FileText }>({ path: "", text: { state: "reading" } });
  useEffect(() => {
    const stop = new AbortController();
    fetch(`${address}&file=${encodeURIComponent(path)}`, { signal: stop.signal })
      .then(async (response) => (response.ok ? { state: "ready" as const, text: await response.text() } : { state: "failed" as const }))
      .catch(() => ({ state: "failed" as const }))
      .then((text) => !stop.signal.aborted && setRead({ path, text }));
    return () => stop.abort();
  }, [address, path]);
  return read.path === path ? read.text : { state: "reading" };
}
