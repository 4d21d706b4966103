/** A line above each rule that says what it does to the borrowers at hand, part by part; a click on a part asks for its borrowers. */
import type { editor, IDisposable } from "monaco-editor/editor";
import { movedLines } from "./moved-lines";
import type { RuleTracker, TrackedRule } from "./rule-tracker";

export interface LensPart {
  readonly text: string;
  readonly tone?: "up" | "down" | "amber";
  /** What a click asks for; none where there is nothing to show. */
  readonly action?: string;
  readonly title?: string;
}

export interface RuleLenses {
  /** By the rule's name; asked for those in sight only. */
  readonly of: (rule: string) => readonly LensPart[] | undefined;
  /** Said of a rule that is not among them, such as one typed just now. */
  readonly otherwise: string;
  /** The figures are those of an earlier text. */
  readonly isStale: boolean;
  /** A part was clicked. */
  readonly onAction: (rule: string, action: string) => void;
}

interface Zone {
  readonly id: string;
  readonly node: HTMLElement;
  /** Of the rule's first key. */
  line: number;
  shown: string;
}

/** The lines stay where they are while one types: they are laid out anew only where rules come, go or move. */
export class Lenses implements IDisposable {
  private zones: Zone[] = [];
  private lenses: RuleLenses | null = null;
  private readonly following: IDisposable;
  /** Lines around which lines were put in or taken out since the zones were laid out. */
  private torn: number[] = [];

  constructor(
    private readonly code: editor.IStandaloneCodeEditor,
    private readonly tracker: RuleTracker,
  ) {
    tracker.subscribe(() => this.lay());
    this.following = code.onDidChangeModelContent(({ changes }) => {
      for (const change of changes) this.tear(change);
    });
  }

  /** Null: there are no borrowers, and so no lines. */
  show(lenses: RuleLenses | null): void {
    this.lenses = lenses;
    this.code.getContainerDomNode().classList.toggle("lenses-stale", lenses?.isStale ?? false);
    this.lay();
  }

  /** As a click on a part of a rule's line. */
  act(rule: string, action: string): void {
    this.lenses?.onAction(rule, action);
  }

  dispose(): void {
    this.following.dispose();
  }

  private tear(change: editor.IModelContentChange): void {
    const { startLineNumber: from, endLineNumber: to } = change.range;
    const { added, moved } = movedLines(change);
    if (added === 0 && moved === 0) return;
    for (const zone of this.zones) if (zone.line > to || (zone.line === to && moved !== 0 && zone.line !== from)) zone.line += moved;
    this.torn = [...this.torn.map((line) => (line > to ? line + moved : line)), ...range(from - 1, from + added + 1)];
  }

  private lay(): void {
    const rules = this.lenses === null ? [] : this.tracker.rules();
    const torn = new Set(this.torn);
    const standing = new Map(this.zones.filter(({ line }) => !torn.has(line)).map((zone) => [zone.line, zone]));
    const kept = rules.map(({ line }) => {
      const zone = standing.get(line);
      standing.delete(line);
      return zone ?? null;
    });
    this.torn = [];
    if (kept.includes(null) || kept.length !== this.zones.length) this.layOut(rules, kept);
    this.fill();
  }

  private layOut(rules: readonly TrackedRule[], kept: readonly (Zone | null)[]): void {
    const first = this.code.getVisibleRanges()[0]?.startLineNumber ?? 1;
    const offset = this.code.getTopForLineNumber(first) - this.code.getScrollTop();
    this.code.changeViewZones((accessor) => {
      const staying = new Set(kept);
      for (const zone of this.zones) if (!staying.has(zone)) accessor.removeZone(zone.id);
      this.zones = rules.map(({ line }, i) => kept[i] ?? this.zoneAbove(line, accessor));
    });
    // What is in sight stays where it is. At the top of the text nothing is above it.
    if (this.code.getScrollTop() > 0) this.code.setScrollTop(this.code.getTopForLineNumber(first) - offset);
  }

  private zoneAbove(line: number, accessor: editor.IViewZoneChangeAccessor): Zone {
    const node = document.createElement("div");
    node.className = "rule-lens";
    const id = accessor.addZone({ afterLineNumber: line - 1, heightInLines: 1, domNode: node, showInHiddenAreas: false });
    return { id, node, line, shown: "" };
  }

  /** Only those in sight: a thousand lines of figures would take longer to write than to read. */
  private fill(): void {
    const { lenses } = this;
    if (lenses === null) return;
    const zones = new Map(this.zones.map((zone) => [zone.line, zone]));
    for (const rule of this.tracker.inSight()) {
      const zone = zones.get(rule.line);
      if (zone) this.write(zone, rule, lenses);
    }
  }

  private write(zone: Zone, rule: TrackedRule, lenses: RuleLenses): void {
    const known = lenses.of(rule.name);
    // In a broken text a name may be broken as well: its line says what it said.
    if (known === undefined && lenses.isStale && zone.shown !== "") return;
    const parts = known ?? [{ text: rule.isDisabled ? "disabled" : lenses.otherwise }];
    const indent = this.code.getModel()?.getLineFirstNonWhitespaceColumn(rule.line) ?? 1;
    const shown = JSON.stringify([rule.name, parts, indent]);
    if (zone.shown === shown) return;
    zone.shown = shown;
    zone.node.style.setProperty("--indent", `${Math.max(indent - 1, 0)}ch`);
    zone.node.dataset.rule = rule.name;
    const words = document.createElement("span");
    words.className = "lens-words";
    words.append(...parts.flatMap((part, i) => [...(i > 0 ? [" · "] : []), this.elementOf(part, rule.name)]));
    zone.node.replaceChildren(words);
  }

  private elementOf({ text, tone, action, title }: LensPart, rule: string): HTMLElement {
    const element = document.createElement("span");
    element.textContent = text;
    element.className = ["lens-part", tone && `lens-${tone}`, action && "lens-action"].filter(Boolean).join(" ");
    if (title) element.title = title;
    if (action) {
      // The editor must not take the click for one into its text.
      element.addEventListener("mousedown", (event) => event.stopPropagation());
      element.addEventListener("click", () => this.act(rule, action));
    }
    return element;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
