"use client";

import { useEffect, useRef } from "react";
import { monaco } from "./monaco";
import { commonOptions } from "./options";
import { useMonacoTheme } from "./use-monaco-theme";

export interface TextViewProps {
  readonly text: string;
  readonly language?: "json" | "plaintext";
  /** Name of the text for a screen reader: "Text of v2". */
  readonly label: string;
}

/** A text to read, search and copy, not to change. */
export function TextView({ text, language = "json", label }: TextViewProps) {
  useMonacoTheme();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    const model = monaco.editor.createModel(text, language);
    const view = monaco.editor.create(box.current, { ...commonOptions(), model, readOnly: true, domReadOnly: true, ariaLabel: label });
    return () => {
      view.dispose();
      model.dispose();
    };
  }, [text, language, label]);
  return <div ref={box} className="h-full w-full overflow-hidden" />;
}
