"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { editor } from "monaco-editor/editor";
import { monaco } from "./monaco";
import { commonOptions } from "./options";
import { useMonacoTheme } from "./use-monaco-theme";

export interface DiffViewProps {
  readonly original: string;
  readonly modified: string;
  /** Names of the two texts for a screen reader: "Text of v1". */
  readonly originalLabel: string;
  readonly modifiedLabel: string;
}

/** Two texts and where they differ; what is equal is folded away. */
export function DiffView({ original, modified, originalLabel, modifiedLabel }: DiffViewProps) {
  useMonacoTheme();
  const box = useRef<HTMLDivElement>(null);
  const diff = useDiffEditor(box);
  useEffect(() => {
    if (!diff.current) return;
    const texts = { original: monaco.editor.createModel(original, "json"), modified: monaco.editor.createModel(modified, "json") };
    // Its own view model, so that a comparison under way is called off before its texts go.
    const compared = diff.current.createViewModel(texts);
    diff.current.setModel(compared);
    // Monaco ignores the labels at creation.
    const labels: editor.IStandaloneDiffEditorConstructionOptions = { originalAriaLabel: originalLabel, modifiedAriaLabel: modifiedLabel };
    diff.current.updateOptions(labels);
    return () => {
      diff.current?.setModel(null);
      compared.dispose();
      texts.original.dispose();
      texts.modified.dispose();
    };
  }, [diff, original, modified, originalLabel, modifiedLabel]);
  return <div ref={box} className="h-full w-full overflow-hidden" />;
}

function useDiffEditor(box: RefObject<HTMLDivElement | null>): RefObject<editor.IStandaloneDiffEditor | null> {
  const diff = useRef<editor.IStandaloneDiffEditor>(null);
  useEffect(() => {
    if (!box.current) return;
    diff.current = monaco.editor.createDiffEditor(box.current, DIFF_OPTIONS());
    return () => {
      diff.current?.dispose();
      diff.current = null;
    };
  }, [box]);
  return diff;
}

const DIFF_OPTIONS = (): editor.IStandaloneDiffEditorConstructionOptions => ({
  ...commonOptions(),
  readOnly: true,
  domReadOnly: true,
  originalEditable: false,
  renderSideBySide: true,
  useInlineViewWhenSpaceIsLimited: true,
  renderSideBySideInlineBreakpoint: 900,
  hideUnchangedRegions: { enabled: true, contextLineCount: 4, minimumLineCount: 6, revealLineCount: 20 },
  ignoreTrimWhitespace: false,
  renderOverviewRuler: false,
  renderMarginRevertIcon: false,
  renderGutterMenu: false,
  diffAlgorithm: "advanced",
  maxComputationTime: 5000,
});
