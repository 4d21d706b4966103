/** In the gutter and the overview ruler: rules that differ from the version compared with, and where rules were that it has and the text has not. */
import type { editor } from "monaco-editor/editor";
import type { RuleTracker, TrackedRule } from "./rule-tracker";

export interface RuleChanges {
  /** Of the version, such as "v1". */
  readonly since: string;
  /** By the rule's name: what differs, in words. */
  readonly changed: ReadonlyMap<string, { readonly kind: "added" | "changed"; readonly words: string }>;
  /** With the name of the rule before which each stood; null at the end. */
  readonly removed: readonly { readonly name: string; readonly before: string | null }[];
}

/** More would make the gutter slow and say nothing. */
const SHOWN = 300;

export class ChangeMarks {
  private readonly collection: editor.IEditorDecorationsCollection;
  private changes: RuleChanges | null = null;
  private shown = "";

  constructor(
    code: editor.IStandaloneCodeEditor,
    private readonly tracker: RuleTracker,
    private readonly colour: (token: string) => string,
  ) {
    this.collection = code.createDecorationsCollection();
    tracker.subscribe(() => this.lay());
  }

  show(changes: RuleChanges | null): void {
    this.changes = changes;
    this.lay();
  }

  private lay(): void {
    const { changes } = this;
    const decorations = changes === null ? [] : this.decorationsOf(changes).slice(0, SHOWN);
    const shown = JSON.stringify(decorations);
    if (shown === this.shown) return;
    this.shown = shown;
    this.collection.set(decorations);
  }

  private decorationsOf({ since, changed, removed }: RuleChanges): editor.IModelDeltaDecoration[] {
    const rules = this.tracker.rules();
    const marks = rules.flatMap((rule) => {
      const change = changed.get(rule.name);
      return change ? [this.mark(rule, rule.lastLine, change.kind, `${change.kind} since ${since}: ${change.words}`)] : [];
    });
    const gaps = [...new Set(removed.map(({ before }) => before))].flatMap((before) => {
      const next = rules.find(({ name }) => name === before) ?? rules.at(-1);
      const gone = removed.filter((rule) => rule.before === before);
      const words = `removed since ${since}: ${gone.map(({ name }) => name).join(", ")}`;
      return next ? [this.mark(next, next.line, "removed", words)] : [];
    });
    return [...marks, ...gaps];
  }

  private mark(
    { line }: TrackedRule,
    lastLine: number,
    kind: "added" | "changed" | "removed",
    words: string,
  ): editor.IModelDeltaDecoration {
    return {
      range: { startLineNumber: line, startColumn: 1, endLineNumber: lastLine, endColumn: 1 },
      options: {
        isWholeLine: true,
        linesDecorationsClassName: `rule-change rule-${kind}`,
        linesDecorationsTooltip: words,
        overviewRuler: { color: this.colour(TOKENS[kind]), position: 1 },
      },
    };
  }
}

const TOKENS = { added: "up", changed: "accent", removed: "down" } as const;
