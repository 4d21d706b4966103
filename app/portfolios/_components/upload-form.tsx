"use client";

import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../_components/button";
import { cn } from "../../_components/class-names";
import { ErrorState } from "../../_components/error-state";
import { formatBytes } from "../../_components/format";
import { ProgressBar } from "../../_components/progress-bar";
import { Spinner } from "../../_components/spinner";
import { NameFields, useNaming } from "./name-fields";
import { formatOfFile, titleOfFile } from "./names";
import { type Upload, useUpload } from "./use-upload";

interface UploadFormProps {
  initial: File | null;
  taken: readonly string[];
  onDone: (name: string) => void;
  onBusy: (busy: boolean) => void;
}

/** A file of the reader's, sent as it is; nothing is kept before the whole of it has arrived and can be read. */
export function UploadForm({ initial, taken, onDone, onBusy }: UploadFormProps) {
  const [file, setFile] = useState(initial);
  const naming = useNaming(file ? titleOfFile(file.name) : "", taken);
  const { upload, send, cancel, forget } = useUpload(onDone);
  const busy = upload.phase === "sending" || upload.phase === "reading";
  useEffect(() => onBusy(busy), [busy, onBusy]);
  const format = file === null ? null : formatOfFile(file.name);
  const ready = file !== null && format !== null && naming.problem === undefined && naming.valid;
  const choose = (next: File | undefined) => {
    if (!next) return;
    forget();
    setFile(next);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) send({ file, name: naming.name, title: naming.title.trim() });
      }}
    >
      <FileChoice file={file} disabled={busy} onChoose={choose} />
      {file !== null && format === null ? (
        <p role="alert" className="text-down">
          {file.name} is neither CSV nor Parquet by its name; choose a .csv or .parquet file.
        </p>
      ) : null}
      {file === null ? null : <NameFields naming={naming} disabled={busy} />}
      <UploadState upload={upload} onCancel={cancel} />
      {busy ? null : (
        <div className="flex justify-end">
          <Button type="submit" look="primary" disabled={!ready}>
            Upload{file === null ? "" : ` ${formatBytes(file.size)}`}
          </Button>
        </div>
      )}
    </form>
  );
}

function FileChoice({ file, disabled, onChoose }: { file: File | null; disabled: boolean; onChoose: (file: File | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button in it is the first
    <div
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed border-edge px-4 py-6 text-center",
        over && "border-accent bg-soft",
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) onChoose(event.dataTransfer.files[0]);
      }}
    >
      {file === null ? null : (
        <p className="max-w-full truncate">
          <span className="font-semibold">{file.name}</span> <span className="text-faint">{formatBytes(file.size)}</span>
        </p>
      )}
      <Button look={file === null ? "primary" : "plain"} disabled={disabled} onClick={() => input.current?.click()}>
        <FileUp aria-hidden /> {file === null ? "Choose a file" : "Choose another"}
      </Button>
      <p className="text-mute">or drop it here: .csv, .parquet</p>
      <input
        ref={input}
        type="file"
        aria-label="Portfolio file"
        accept=".csv,.parquet"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
    </div>
  );
}

function UploadState({ upload, onCancel }: { upload: Upload; onCancel: () => void }) {
  switch (upload.phase) {
    case "idle":
      return null;
    case "failed":
      return <ErrorState title="The file was not taken">{upload.message}.</ErrorState>;
    case "reading":
      return <Reading progress={upload.progress} onCancel={onCancel} />;
    case "sending":
      return <Sending sent={upload.sent} total={upload.total} onCancel={onCancel} />;
    default:
      return upload satisfies never;
  }
}

function Reading({ progress, onCancel }: { progress: Extract<Upload, { phase: "reading" }>["progress"]; onCancel: () => void }) {
  if (progress !== null) return <ProgressBar words="Profiling the columns:" {...progress} unit="values" onCancel={onCancel} />;
  return (
    <div className="flex h-7.5 items-center justify-between gap-3">
      <Spinner words="The file has arrived; the server reads it…" />
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

function Sending({ sent, total, onCancel }: { sent: number; total: number; onCancel: () => void }) {
  const percent = total === 0 ? 0 : Math.floor((100 * sent) / total);
  return (
    <div className="flex h-7.5 items-center gap-3">
      <span role="status" className="text-mute whitespace-nowrap">
        Uploading {formatBytes(sent)} of {formatBytes(total)}
      </span>
      <div
        role="progressbar"
        aria-label="Uploading"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 min-w-24 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
