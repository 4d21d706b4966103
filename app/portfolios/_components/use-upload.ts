"use client";

import { useEffect, useRef, useState } from "react";

export type Upload =
  | { readonly phase: "idle" }
  | { readonly phase: "sending"; readonly sent: number; readonly total: number }
  /** All is sent; the server reads it through. */
  | { readonly phase: "reading" }
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
  useEffect(() => () => request.current?.abort(), []);
  const send = ({ file, name, title }: NewFile) => {
    const xhr = new XMLHttpRequest();
    request.current = xhr;
    const fail = (message: string) => setUpload({ phase: "failed", message });
    xhr.upload.onprogress = ({ loaded, total }) => setUpload({ phase: "sending", sent: loaded, total });
    xhr.upload.onload = () => setUpload({ phase: "reading" });
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
