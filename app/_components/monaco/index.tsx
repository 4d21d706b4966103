"use client";

/**
 * Text editors for the rest of the site. Each loads Monaco when first shown and fills the box it is put in:
 * give the box its size. `CodeEditor` edits a policy document, `TextView` shows a text,
 * `DiffView` shows two texts side by side, or inline where it is narrower than 900 px.
 */
import dynamic from "next/dynamic";
import { EditorSkeleton } from "./editor-skeleton";

export type { RuleChanges } from "./language/change-marks";
export type { LensPart, RuleLenses } from "./language/lenses";
export type { CodeEditorHandle, CodeEditorProps, EditorAction, Place, TextChange, UndoState } from "./code-editor";
export type { CheckedChange, CheckedChanges, OutlineEntry, PlacedProblem, PolicyCheck } from "./check-policy";
export { type PolicyCheckState, PolicyChecker } from "./policy-checker";

const loading = () => <EditorSkeleton />;

export const CodeEditor = dynamic(() => import("./code-editor").then((module) => module.CodeEditor), { ssr: false, loading });
export const TextView = dynamic(() => import("./text-view").then((module) => module.TextView), { ssr: false, loading });
export const DiffView = dynamic(() => import("./diff-view").then((module) => module.DiffView), { ssr: false, loading });
