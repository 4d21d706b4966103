/** Where each rule of a text stands. Follows the text once the keys rest; meanwhile places move with their lines, and a text that cannot be read keeps those that it had. */
import type { editor, IDisposable } from "monaco-editor/editor";
import type { RuleMark } from "./decisions";
import type { LanguageClient } from "./language-client";

const REST_MS = 200;
/** Lines around those in sight that count as seen, so that scrolling a little shows nothing bare. */
const AROUND = 80;

/** A rule and the lines where it is now. */
export type TrackedRule = RuleMark;

export class RuleTracker implements IDisposable {
  private marks: readonly RuleMark[] = [];
  /** The number of these marks. */
  private known = 0;
  /** As they stand in a text of that version. */
  private tracked: { readonly version: number; readonly rules: readonly TrackedRule[] } | null = null;
  private readonly places: editor.IEditorDecorationsCollection;
  private readonly listeners = new Set<() => void>();
  private readonly parts: IDisposable[];
  private timer: ReturnType<typeof setTimeout>;
  private frame = 0;

  constructor(
    private readonly code: editor.IStandaloneCodeEditor,
    private readonly model: editor.ITextModel,
    private readonly client: LanguageClient,
  ) {
    this.places = code.createDecorationsCollection();
    this.timer = setTimeout(() => this.refresh(), 0);
    this.parts = [
      model.onDidChangeContent(() => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.refresh(), REST_MS);
      }),
      code.onDidScrollChange(({ scrollTopChanged, scrollHeightChanged }) => {
        if (scrollTopChanged || scrollHeightChanged) this.tellSoon();
      }),
    ];
  }

  /** Every rule, in the order of the text. */
  rules(): readonly TrackedRule[] {
    const version = this.model.getVersionId();
    if (this.tracked?.version === version) return this.tracked.rules;
    const ranges = this.places.getRanges();
    const rules = this.marks.flatMap((mark, i) => {
      const range = ranges[i];
      return range ? [{ ...mark, line: range.startLineNumber, lastLine: range.endLineNumber }] : [];
    });
    this.tracked = { version, rules };
    return rules;
  }

  /** Those in sight or near it. */
  inSight(): readonly TrackedRule[] {
    const seen = this.code.getVisibleRanges();
    const [first, last] = [seen[0]?.startLineNumber ?? 1, seen.at(-1)?.endLineNumber ?? 1];
    return this.rules().filter(({ line, lastLine }) => lastLine >= first - AROUND && line <= last + AROUND);
  }

  /** Where the cursor is; null outside of rules. */
  at(lineNumber: number): TrackedRule | null {
    return this.rules().find(({ line, lastLine }) => line - 1 <= lineNumber && lineNumber <= lastLine) ?? null;
  }

  /** Told when rules stand elsewhere than their lines moved to, and when others come in sight. */
  subscribe(listener: () => void): void {
    this.listeners.add(listener);
  }

  dispose(): void {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    for (const part of this.parts) part.dispose();
  }

  private async refresh(): Promise<void> {
    const answer = await this.client.ask(this.model, "mark", { known: this.known });
    if (answer === null) return;
    const { marks, id, isBroken } = answer;
    // Rules behind a broken place are there all the same.
    if (marks !== null && !(isBroken && marks.length < this.marks.length)) {
      this.marks = marks;
      this.known = id;
      this.places.set(marks.map((mark) => placeOf(this.model, mark)));
      this.tracked = null;
    }
    this.tell();
  }

  private tellSoon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.tell());
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** From the line of its first key to its last, and nothing to be seen. */
function placeOf(model: editor.ITextModel, { line, lastLine }: RuleMark): editor.IModelDeltaDecoration {
  return {
    range: { startLineNumber: line, startColumn: 1, endLineNumber: lastLine, endColumn: model.getLineMaxColumn(lastLine) },
    options: {},
  };
}
