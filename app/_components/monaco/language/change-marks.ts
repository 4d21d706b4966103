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
    const decorations = changes === null ? [] : this.decorationsOf(changes);
    const shown = JSON.stringify(decorations);
    if (shown === this.shown) return;
    this.shown = shown;
    this.collection.set(decorations);
  }

  private decorationsOf({ since, changed, removed }: RuleChanges): editor.IModelDeltaDecoration[] {
    const rules = this.tracker.rules();
    // Read once: to ask the page for a colour at each of a thousand rules would take longer than to draw it.
    const colours = { added: this.colour("up"), changed: this.colour("accent"), removed: this.colour("down") };
    const mark = ({ line }: TrackedRule, lastLine: number, kind: keyof typeof colours, words: string) =>
      markOf(line, lastLine, kind, words, colours[kind]);
    const marks = rules
      .flatMap((rule) => {
        const change = changed.get(rule.name);
        return change ? [{ rule, ...change }] : [];
      })
      .slice(0, SHOWN)
      .map(({ rule, kind, words }) => mark(rule, rule.lastLine, kind, `${kind} since ${since}: ${words}`));
    const gaps = [...new Set(removed.map(({ before }) => before))].flatMap((before) => {
      const next = rules.find(({ name }) => name === before) ?? rules.at(-1);
      const gone = removed.filter((rule) => rule.before === before);
      const words = `removed since ${since}: ${gone.map(({ name }) => name).join(", ")}`;
      return next ? [mark(next, next.line, "removed", words)] : [];
    });
    return [...marks, ...gaps].slice(0, SHOWN);
  }
}

function markOf(line: number, lastLine: number, kind: string, words: string, color: string): editor.IModelDeltaDecoration {
  return {
    range: { startLineNumber: line, startColumn: 1, endLineNumber: lastLine, endColumn: 1 },
    options: {
      isWholeLine: true,
      linesDecorationsClassName: `rule-change rule-${kind}`,
      linesDecorationsTooltip: words,
      overviewRuler: { color, position: 1 },
    },
  };
}
