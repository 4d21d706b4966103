"use client";

import { useEffect, useState } from "react";
import { Button } from "../../_components/button";
import { ErrorState } from "../../_components/error-state";
import { Field, Input } from "../../_components/field";
import { Spinner } from "../../_components/spinner";
import { NameFields, useNaming } from "./name-fields";
import { formatOfFile, titleOfFile } from "./names";
import { problemOf } from "./use-upload";

interface RegisterFormProps {
  taken: readonly string[];
  onDone: (name: string) => void;
  onBusy: (busy: boolean) => void;
}

/** A file that lies where the server can read it; it stays there and is pinned by its hash. */
export function RegisterForm({ taken, onDone, onBusy }: RegisterFormProps) {
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const naming = useNaming(titleOfFile(path.trim()), taken);
  useEffect(() => onBusy(busy), [busy, onBusy]);
  const readable = formatOfFile(path.trim()) !== null;
  const ready = readable && naming.valid && naming.problem === undefined;
  const register = async () => {
    setBusy(true);
    setProblem(null);
    const failure = await post({ path: path.trim(), name: naming.name, title: naming.title.trim() });
    setBusy(false);
    if (failure === null) onDone(naming.name);
    else setProblem(failure);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) void register();
      }}
    >
      <Field
        label="Path on the server"
        required
        hint="The whole path. The file stays where it is; runs are refused once it has changed."
        problem={path.trim() === "" || readable ? undefined : "name a .csv or .parquet file"}
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono text-sm"
            placeholder="/data/cards-2005-09.parquet"
            disabled={busy}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        )}
      </Field>
      {path.trim() === "" ? null : <NameFields naming={naming} disabled={busy} />}
      {problem === null ? null : <ErrorState title="The file was not registered">{problem}.</ErrorState>}
      <div className="flex h-7.5 items-center justify-end gap-3">
        {busy ? <Spinner words="The server reads the file…" /> : null}
        <Button type="submit" look="primary" disabled={!ready || busy}>
          Register
        </Button>
      </div>
    </form>
  );
}

/** Null when it is done, else what is wrong. */
async function post(body: { path: string; name: string; title: string }): Promise<string | null> {
  try {
    const response = await fetch("/api/portfolios", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.ok ? null : problemOf(response.status, await response.text());
  } catch {
    return "the server did not answer; nothing was changed";
  }
}
