"use client";

/**
 * The editor of a policy document. The text lives in Monaco's model from creation on: `initialText` is read once,
 * later texts go in through the handle, so that undo, selection and scroll outlast every save and every check.
 */
import type { editor } from "monaco-editor/editor";
import { useEffect, useRef } from "react";
import type { TextEdit } from "#rules/editing";
import type { BorrowersSummary } from "#rules/hints";
import type { PlacedProblem } from "./check-policy";
import { addFixAction, addLensAction, addRuleActions, explain } from "./language/actions";
import { ChangeMarks, type RuleChanges } from "./language/change-marks";
import { markDecisions } from "./language/decision-marks";
import { Lenses, type RuleLenses } from "./language/lenses";
import { ProblemMarks } from "./language/problem-marks";
import { RuleTracker } from "./language/rule-tracker";
import "./language/rules.css";
import { languageClient, monaco } from "./monaco";
import { commonOptions } from "./options";
import { useLatest } from "../use-latest";
import { useMonacoTheme } from "./use-monaco-theme";

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A change by the user, undo and redo included. */
export interface TextChange {
  /** In terms of the text before; null where it is another text altogether. */
  readonly edits: readonly TextEdit[] | null;
  /** Gives the text as it now is, which takes a moment where it is long; once read it is known. */
  readonly read: () => string;
}

export interface UndoState {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Those that the palette offers as well, by what Monaco calls them. */
const ACTIONS = {
  complete: "editor.action.triggerSuggest",
  fix: "limen.quickFix",
  definition: "editor.action.revealDefinition",
  references: "editor.action.goToReferences",
  rename: "editor.action.rename",
  find: "actions.find",
  replace: "editor.action.startFindReplaceAction",
  foldRules: "limen.foldRules",
  unfold: "editor.unfoldAll",
  borrowers: "limen.ruleBorrowers",
} as const;
export type EditorAction = keyof typeof ACTIONS;

/** What the page may ask of a live editor. */
export interface CodeEditorHandle {
  text(): string;
  /** Replaces the whole text as one step that can be undone; `onChange` is not called. `edits`, where they are known: of the text as it is, none beside another. */
  replaceText(text: string, edits?: readonly TextEdit[]): void;
  /** Shows a place, puts the cursor there and the focus in the editor. */
  reveal(place: Place): void;
  position(): { readonly line: number; readonly column: number };
  undo(): void;
  redo(): void;
  format(): Promise<void>;
  /** Shows a problem's or hint's place and offers its quick fixes. */
  quickFix(place: Place): void;
  /** Shows what the cursor stands on, as hovering would. */
  explain(): void;
  /** One of the editor's own actions, at the cursor. */
  act(action: EditorAction): void;
  focus(): void;
  /** Tells of the cursor's line whenever it is another, at once of the one where it is. Gives what ends it. */
  onLine(listener: (line: number) => void): () => void;
  /** Says above each rule what it does to the borrowers at hand; null takes the lines away. */
  showLenses(lenses: RuleLenses | null): void;
  /** Marks what differs from the version compared with; null where that is not known. */
  showChanges(changes: RuleChanges | null): void;
}

export interface CodeEditorProps {
  readonly initialText: string;
  /** Ends in `.policy.json`, by which the schema is found. */
  readonly fileName: string;
  readonly label: string;
  readonly problems: readonly PlacedProblem[];
  readonly hints: readonly PlacedProblem[];
  /** Of whom completion, hover and quick fixes tell. */
  readonly borrowers: BorrowersSummary | null;
  readonly onReady: (handle: CodeEditorHandle) => void;
  readonly onChange: (change: TextChange) => void;
  /** Where it differs from the state before; at first there is nothing to undo or redo. */
  readonly onUndoState: (state: UndoState) => void;
}

export function CodeEditor(props: CodeEditorProps) {
  useMonacoTheme();
  const box = useRef<HTMLDivElement>(null);
  const model = useRef<editor.ITextModel>(null);
  const marks = useRef<ProblemMarks>(null);
  const latest = useLatest(props);
  useEffect(() => {
    if (!box.current) return;
    const { initialText, fileName, label } = latest.current;
    const made = createCodeEditor(box.current, initialText, fileName, label, () => latest.current);
    model.current = made.model;
    marks.current = made.marks;
    return () => {
      model.current = null;
      marks.current = null;
      made.dispose();
    };
  }, [latest]);
  useEffect(() => {
    marks.current?.show([...props.problems.map(problemMarker), ...props.hints.map(hintMarker)]);
  }, [props.problems, props.hints]);
  useEffect(() => {
    if (model.current) languageClient.setBorrowers(model.current, props.borrowers);
  }, [props.borrowers]);
  return <div ref={box} className="h-full w-full overflow-hidden" />;
}

type Events = () => Pick<CodeEditorProps, "onReady" | "onChange" | "onUndoState">;

function createCodeEditor(box: HTMLElement, text: string, fileName: string, label: string, events: Events) {
  const uri = monaco.Uri.parse(`inmemory://limen/${fileName}`);
  monaco.editor.getModel(uri)?.dispose();
  const model = monaco.editor.createModel(text, "json", uri);
  // Monaco would keep all pairs of brackets as marks of the text even where no editor shows their colours.
  const bracketColorizationOptions = { enabled: false, independentColorPoolPerBracketType: false };
  model.updateOptions({ tabSize: 2, insertSpaces: true, bracketColorizationOptions });
  const code = monaco.editor.create(box, {
    ...commonOptions(),
    ...EDITING,
    model,
    ariaLabel: `${label}. Ctrl+M lets Tab leave the editor`,
  });
  const following = languageClient.follow(model);
  const tracker = new RuleTracker(code, model, languageClient);
  const lenses = new Lenses(code, tracker);
  const changes = new ChangeMarks(code, tracker, (token) => getComputedStyle(document.body).getPropertyValue(`--${token}`).trim());
  const marks = new ProblemMarks(monaco, code, model);
  markDecisions(code, tracker);
  addRuleActions(code, model, languageClient);
  addFixAction(monaco, code, model, languageClient);
  addLensAction(code, tracker, lenses);
  const support = [following, tracker, lenses, marks];
  let replacing = false;
  let undo: UndoState = { canUndo: false, canRedo: false };
  const marked = text.startsWith("\uFEFF") ? 1 : 0;
  let read = () => text;
  const follow = model.onDidChangeContent((event) => {
    const now = { canUndo: model.canUndo(), canRedo: model.canRedo() };
    // Told where it differs only, so that a keystroke draws no page anew.
    if (now.canUndo !== undo.canUndo || now.canRedo !== undo.canRedo) events().onUndoState(now);
    undo = now;
    read = once(() => textOf(model));
    if (!replacing) events().onChange({ edits: event.isFlush || event.isEolChange ? null : editsOf(event.changes, marked), read });
  });
  const replace = (next: string, edits: readonly TextEdit[] = []) => {
    replacing = true;
    replaceText(code, model, next, edits, marked);
    replacing = false;
  };
  events().onReady({
    ...handleOf(code, model, marks, replace),
    showLenses: (shown) => lenses.show(shown),
    showChanges: (shown) => changes.show(shown),
  });
  const dispose = () => {
    // Whoever still wants the text can no longer read it from the model.
    read();
    follow.dispose();
    for (const part of support) part.dispose();
    code.dispose();
    model.dispose();
  };
  return { model, marks, dispose };
}

const EDITING: editor.IStandaloneEditorConstructionOptions = {
  glyphMargin: true,
  lineNumbersMinChars: 4,
  "semanticHighlighting.enabled": true,
  quickSuggestions: { strings: true, other: true, comments: false },
  // A worker is asked once the keys pause: at every key it would take the time that the keys need where cores are few.
  quickSuggestionsDelay: 100,
  suggest: { showWords: false, showStatusBar: true },
  wordBasedSuggestions: "off",
  // Of thousands the outermost, all rules among them: Monaco goes through all of them at every key.
  foldingMaximumRegions: 1_500,
  links: false,
  // Nobody offers any, and Monaco would look for them at every key.
  inlineSuggest: { enabled: false },
  inlayHints: { enabled: "on", fontSize: 11.5, fontFamily: "var(--font-geist-sans), system-ui, sans-serif", padding: true },
  colorDecorators: false,
  formatOnPaste: false,
  // A quote typed over a selected text replaces it; JSON has no use for a text in two pairs of quotes.
  autoSurround: "brackets",
  acceptSuggestionOnCommitCharacter: false,
  renderWhitespace: "selection",
};

function handleOf(
  code: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
  marks: ProblemMarks,
  replace: CodeEditorHandle["replaceText"],
): Omit<CodeEditorHandle, "showLenses" | "showChanges"> {
  return {
    text: () => textOf(model),
    replaceText: replace,
    reveal: (place) => reveal(code, place),
    position: () => ({ line: code.getPosition()?.lineNumber ?? 1, column: code.getPosition()?.column ?? 1 }),
    undo: () => run(code, "undo"),
    redo: () => run(code, "redo"),
    format: async () => {
      await code.getAction("editor.action.formatDocument")?.run();
      code.focus();
    },
    quickFix: ({ line, column }) => {
      reveal(code, { line, column });
      marks.markAround(line);
      void code.getAction(ACTIONS.fix)?.run();
    },
    explain: () => explain(code),
    act: (action) => {
      code.focus();
      void code.getAction(ACTIONS[action])?.run();
    },
    focus: () => code.focus(),
    onLine: (listener) => {
      listener(code.getPosition()?.lineNumber ?? 1);
      const following = code.onDidChangeCursorPosition(({ position }) => listener(position.lineNumber));
      return () => following.dispose();
    },
  };
}

/** `marked`: characters before the model's text, which its offsets do not count. */
function editsOf(changes: readonly editor.IModelContentChange[], marked: number): TextEdit[] {
  return changes.map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset + marked, length: rangeLength, content: text }));
}

function once(make: () => string): () => string {
  let made: string | null = null;
  return () => (made ??= make());
}

/** The text byte for byte: with its own line ends, and its byte order mark if it has one. */
function textOf(model: editor.ITextModel): string {
  return model.getValue(monaco.editor.EndOfLinePreference.TextDefined, true);
}

function run(code: editor.IStandaloneCodeEditor, command: "undo" | "redo"): void {
  code.trigger("page", command, null);
  code.focus();
}

/**
 * One step to undo. First the edits that are known, then, where the text is still another, the one stretch that differs: so that the cursor,
 * the folds and all that is marked stay where they can.
 */
function replaceText(
  code: editor.IStandaloneCodeEditor,
  model: editor.ITextModel,
  text: string,
  edits: readonly TextEdit[],
  marked: number,
): void {
  code.pushUndoStop();
  makeEdits(code, model, edits, marked);
  const before = model.getValue();
  const after = text.replace(/^\uFEFF/, "").replace(/\r\n|\r|\n/g, model.getEOL());
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  if (start < before.length || start < after.length) {
    const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(before.length - end));
    code.executeEdits("page", [{ range, text: after.slice(start, after.length - end), forceMoveMarkers: true }]);
  }
  code.pushUndoStop();
}

/** Of more at once Monaco makes a single one, and all that is marked between the first and the last would have to be marked anew. */
const EDITS_AT_ONCE = 900;

/** From the last to the first, so that each finds its place. */
function makeEdits(code: editor.IStandaloneCodeEditor, model: editor.ITextModel, edits: readonly TextEdit[], marked: number): void {
  const last = edits.toSorted((a, b) => b.offset - a.offset);
  for (let at = 0; at < last.length; at += EDITS_AT_ONCE) {
    const some = last.slice(at, at + EDITS_AT_ONCE).map(({ offset, length, content }) => {
      const place = (of: number) => model.getPositionAt(of - marked);
      return { range: monaco.Range.fromPositions(place(offset), place(offset + length)), text: content, forceMoveMarkers: true };
    });
    code.executeEdits("page", some);
  }
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let n = 0;
  while (n < most && a.charCodeAt(n) === b.charCodeAt(n)) n++;
  // Not between the two characters of a line end.
  return n > 0 && a.charCodeAt(n - 1) === 0x0d ? n - 1 : n;
}

function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let n = 0;
  while (n < most && a.charCodeAt(a.length - 1 - n) === b.charCodeAt(b.length - 1 - n)) n++;
  return n > 0 && a.charCodeAt(a.length - n) === 0x0a ? n - 1 : n;
}

function reveal(code: editor.IStandaloneCodeEditor, { line, column, endLine, endColumn }: Place): void {
  const range = new monaco.Range(line, column, endLine ?? line, endColumn ?? column);
  code.setSelection(range);
  code.revealRangeInCenterIfOutsideViewport(range);
  code.focus();
}

function problemMarker(problem: PlacedProblem): editor.IMarkerData {
  return markerOf(problem, monaco.MarkerSeverity.Error);
}

/** What nothing uses is shown paler instead of underlined. */
function hintMarker(hint: PlacedProblem): editor.IMarkerData {
  if (!hint.code.startsWith("unused-")) return markerOf(hint, monaco.MarkerSeverity.Warning);
  return { ...markerOf(hint, monaco.MarkerSeverity.Hint), tags: [monaco.MarkerTag.Unnecessary] };
}

function markerOf(problem: PlacedProblem, severity: editor.IMarkerData["severity"]): editor.IMarkerData {
  return {
    severity,
    code: problem.code,
    message: problem.message,
    startLineNumber: problem.line,
    startColumn: problem.column,
    endLineNumber: problem.endLine,
    endColumn: problem.endColumn,
  };
}
