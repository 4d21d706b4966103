/** In the gutter and the overview ruler: rules that differ from the version compared with, and where rules were that it has and the text has not. */
import type { editor } from "monaco-editor/editor";
import type { RuleTracker, TrackedRule } from "./rule-tracker";
import { rulerMarks } from "./ruler";

export interface RuleChanges {
  /** Of the version, such as "v1". */
  readonly since: string;
  /** By the rule's name: what differs, in words. */
  readonly changed: ReadonlyMap<string, { readonly kind: "added" | "changed"; readonly words: string }>;
  /** With the name of the rule before which each stood; null at the end. */
  readonly removed: readonly { readonly name: string; readonly before: string | null }[];
}

/** A bar beside the lines of the rules in sight; the ruler tells of all. */
export class ChangeMarks {
  private readonly collection: editor.IEditorDecorationsCollection;
  private changes: RuleChanges | null = null;
  private shown = "";
  /** Where the rules stand that the marks are of; null where the changes are others. */
  private placed: readonly TrackedRule[] | null = null;
  private marks: readonly Mark[] = [];
  private ruled: readonly editor.IModelDeltaDecoration[] = [];

  constructor(
    private readonly code: editor.IStandaloneCodeEditor,
    private readonly tracker: RuleTracker,
    private readonly colour: (token: string) => string,
  ) {
    this.collection = code.createDecorationsCollection();
    tracker.subscribe(() => this.lay());
  }

  show(changes: RuleChanges | null): void {
    this.changes = changes;
    this.placed = null;
    this.lay();
  }

  /** While one scrolls, rules come in sight and none moves. */
  private lay(): void {
    const rules = this.tracker.rules();
    if (rules !== this.placed) {
      this.placed = rules;
      this.marks = this.changes === null ? [] : marksOf(this.changes, rules);
      this.ruled = this.rulerOf(this.marks);
    }
    const seen = new Set(this.tracker.inSight());
    const decorations = [...this.marks.filter(({ rule }) => seen.has(rule)).map(decorationOf), ...this.ruled];
    const shown = JSON.stringify(decorations);
    if (shown === this.shown) return;
    this.shown = shown;
    this.collection.set(decorations);
  }

  private rulerOf(marks: readonly Mark[]): editor.IModelDeltaDecoration[] {
    return Object.entries(COLOURS).flatMap(([kind, token]) => {
      const stretches = marks.filter((mark) => mark.kind === kind).map(({ rule, lastLine }) => ({ first: rule.line, last: lastLine }));
      return stretches.length === 0 ? [] : rulerMarks(this.code, stretches, { color: this.colour(token), position: 1 });
    });
  }
}

interface Mark {
  readonly rule: TrackedRule;
  readonly lastLine: number;
  readonly kind: keyof typeof COLOURS;
  readonly words: string;
}

const COLOURS = { added: "up", changed: "accent", removed: "down" } as const;

function marksOf({ since, changed, removed }: RuleChanges, rules: readonly TrackedRule[]): Mark[] {
  const marks = rules.flatMap((rule): Mark[] => {
    const change = changed.get(rule.name);
    if (!change) return [];
    const { kind, words } = change;
    return [{ rule, lastLine: rule.lastLine, kind, words: `${kind} since ${since}: ${words}` }];
  });
  const gaps = [...new Set(removed.map(({ before }) => before))].flatMap((before): Mark[] => {
    const next = rules.find(({ name }) => name === before) ?? rules.at(-1);
    const gone = removed.filter((rule) => rule.before === before);
    const words = `removed since ${since}: ${gone.map(({ name }) => name).join(", ")}`;
    return next ? [{ rule: next, lastLine: next.line, kind: "removed", words }] : [];
  });
  return [...marks, ...gaps];
}

function decorationOf({ rule, lastLine, kind, words }: Mark): editor.IModelDeltaDecoration {
  return {
    range: { startLineNumber: rule.line, startColumn: 1, endLineNumber: lastLine, endColumn: 1 },
    options: { isWholeLine: true, linesDecorationsClassName: `rule-change rule-${kind}`, linesDecorationsTooltip: words },
  };
}
