"use client";

import { useEffect, useRef, useState } from "react";

const LOOK_EVERY_MS = 500;

export type Upload =
  | { readonly phase: "idle" }
  | { readonly phase: "sending"; readonly sent: number; readonly total: number }
  /** All is sent; the server reads it through. How many values it has read is null until it says so. */
  | { readonly phase: "reading"; readonly progress: { readonly done: number; readonly total: number } | null }
  | { readonly phase: "failed"; readonly message: string };

export interface NewFile {
  readonly file: File;
  readonly name: string;
  readonly title: string;
}

/** Sends a file as it is, chunk by chunk, telling how far it is. `onDone` gets the portfolio's name. */
export function useUpload(onDone: (name: string) => void) {
  const [upload, setUpload] = useState<Upload>({ phase: "idle" });
  const request = useRef<XMLHttpRequest | null>(null);
  const [name, setName] = useState("");
  useEffect(() => () => request.current?.abort(), []);
  useReadingProgress(upload.phase === "reading" ? name : null, (progress) =>
    setUpload((now) => (now.phase === "reading" ? { ...now, progress } : now)),
  );
  const send = ({ file, name, title }: NewFile) => {
    const xhr = new XMLHttpRequest();
    setName(name);
    request.current = xhr;
    const fail = (message: string) => setUpload({ phase: "failed", message });
    xhr.upload.onprogress = ({ loaded, total }) => setUpload({ phase: "sending", sent: loaded, total });
    xhr.upload.onload = () => setUpload({ phase: "reading", progress: null });
    xhr.onabort = () => setUpload({ phase: "idle" });
    xhr.onerror = () => fail("the connection broke before the file was whole; nothing was kept. Try again");
    xhr.onload = () => (xhr.status < 300 ? onDone(name) : fail(problemOf(xhr.status, xhr.responseText)));
    setUpload({ phase: "sending", sent: 0, total: file.size });
    xhr.open("POST", `/api/portfolios?${new URLSearchParams({ name, title, file: file.name })}`);
    xhr.setRequestHeader("content-type", "application/octet-stream");
    xhr.send(file);
  };
  return { upload, send, cancel: () => request.current?.abort(), forget: () => setUpload({ phase: "idle" }) };
}

/** Asks now and then how much of a portfolio the server has read, while there is one to ask of. */
function useReadingProgress(name: string | null, onProgress: (progress: { done: number; total: number }) => void): void {
  const told = useRef(onProgress);
  told.current = onProgress;
  useEffect(() => {
    if (name === null) return;
    const stop = new AbortController();
    const look = async () => {
      const response = await fetch(`/api/portfolios/${name}`, { signal: stop.signal });
      const { profiling } = (await response.json()) as { profiling?: { done: number; total: number | null } };
      if (profiling?.total) told.current({ done: profiling.done, total: profiling.total });
    };
    const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [name]);
}

/** What the server says is wrong, all of it. */
export function problemOf(status: number, text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string; problems?: readonly { message: string }[] } };
    const words = [error?.message, ...(error?.problems ?? []).map((problem) => problem.message)].filter(Boolean);
    if (words.length > 0) return words.join(": ");
  } catch {
    // Not from the API: a proxy in between, say.
  }
  return `the server answered ${status}`;
}
