/**
 * A draft's text checked: first every problem with the stretch of text that it marks, and an outline; then, where there is no problem,
 * hints, and the changes against other versions with the place of each in the draft. Pure; runs in the policy worker.
 */
import { findNodeAtOffset, type Node, parseTree } from "jsonc-parser";
import { type Change, changesBetween } from "#rules/compare";
import { type RenamedFact, renamedFacts } from "#rules/editing";
import { type Hint, type HintInput, hintsOn } from "#rules/hints";
import { scenarioFacts } from "#rules/evaluate";
import { type Fact, lineStarts, PolicyReader, placeOf, type Problem, stepsOf, type ValidPolicy } from "#rules/policy";
import { mayHaveFix } from "./language/fixes";

/** A problem, or a hint, with the stretch of text that it marks. */
export interface PlacedProblem extends Problem {
  readonly endLine: number;
  readonly endColumn: number;
  readonly mayHaveFix: boolean;
}

export interface OutlineEntry {
  readonly kind: "section" | "rule" | "guardrail";
  readonly name: string;
  readonly line: number;
}

/** A change and where its first edit stands in the draft. */
export interface CheckedChange extends Change {
  readonly line: number;
  readonly column: number;
}

export interface CheckedChanges {
  readonly changes: readonly CheckedChange[];
  readonly wording: readonly CheckedChange[];
  readonly renamed: readonly RenamedFact[];
}

export interface PolicyCheck {
  readonly text: string;
  readonly ok: boolean;
  readonly title: string | null;
  readonly problems: readonly PlacedProblem[];
  /** What a valid policy probably does not mean; none while there are problems. */
  readonly hints: readonly PlacedProblem[];
  readonly outline: readonly OutlineEntry[];
  /** What the run supplies; none while there are problems. */
  readonly scenarioFacts: readonly Fact[];
  /** By the key of the version compared with; empty while the draft is no valid policy. */
  readonly changes: Readonly<Record<string, CheckedChanges>>;
  /** Whether hints and changes are of this text, and not yet of the valid one before. */
  readonly isCompared: boolean;
}

/** What is known of borrowers when a policy is checked. */
export type Evidence = (policy: ValidPolicy) => Omit<HintInput, "policy">;

/** Checks a text, and compares it with the given versions where it is valid. */
export function checkPolicy(text: string, versions: ReadonlyMap<string, ValidPolicy>, evidence: Evidence): PolicyCheck {
  const { check, valid } = readCheck(text, new PolicyReader());
  return valid === null
    ? check
    : { ...check, hints: hintsIn(valid, evidence(valid.policy)), changes: changesIn(valid, versions), isCompared: true };
}

/** A text that is a valid policy, ready for what costs more than to tell its problems. */
export interface ValidText {
  readonly policy: ValidPolicy;
  readonly places: Places;
}

/**
 * What a text tells by itself: neither hints nor changes yet. `valid` is null where the text is no valid policy; it is of use until the
 * reader reads the next text.
 */
export function readCheck(text: string, reader: PolicyReader): { readonly check: PolicyCheck; readonly valid: ValidText | null } {
  const read = reader.read(text);
  const parsed = read.result;
  const places = new Places(text, read.root ?? treeOf(text));
  const check: PolicyCheck = {
    text,
    ok: parsed.ok,
    title: parsed.ok ? parsed.policy.title : null,
    problems: parsed.ok ? [] : parsed.problems.map((problem) => places.problem(problem)),
    hints: [],
    outline: places.outline(),
    scenarioFacts: parsed.ok ? scenarioFacts(parsed.policy) : [],
    changes: {},
    isCompared: !parsed.ok,
  };
  return { check, valid: parsed.ok ? { policy: parsed.policy, places } : null };
}

export function changesIn({ policy, places }: ValidText, versions: ReadonlyMap<string, ValidPolicy>): PolicyCheck["changes"] {
  return Object.fromEntries([...versions].map(([key, version]) => [key, changesFrom(version, policy, places)] as const));
}

export function hintsIn({ policy, places }: ValidText, evidence: Omit<HintInput, "policy">): readonly PlacedProblem[] {
  const hints = hintsOn({ policy, ...evidence }).map((hint) => places.hint(hint));
  return hints.sort((a, b) => a.line - b.line || a.column - b.column);
}

function changesFrom(version: ValidPolicy, draft: ValidPolicy, places: Places): CheckedChanges {
  const { changes, wording } = changesBetween(version, draft);
  // Without the values: their sentences say them, and whole rules weigh much on the way to the page.
  const placed = (change: Change): CheckedChange => ({
    ...change,
    edits: change.edits.map(({ path, text }) => ({ path, text })),
    ...places.of(change.edits[0]?.path ?? ""),
  });
  const renamed = renamedFacts(version.document, draft.document);
  return { changes: changes.map(placed), wording: wording.map(placed), renamed };
}

/** Finds places in one text, whose lines and syntax tree are made once. */
class Places {
  private readonly starts: readonly number[];

  constructor(
    private readonly text: string,
    private readonly root: Node | undefined,
  ) {
    this.starts = lineStarts(text);
  }

  /** Line and column of the value at a JSON pointer, or of its nearest parent that exists. */
  of(pointer: string): { line: number; column: number } {
    return this.at(this.nodeAt(pointer)?.offset ?? 0);
  }

  hint({ code, path, at, message }: Hint): PlacedProblem {
    const value = this.nodeAt(path);
    const node = at === "key" ? value?.parent?.children?.[0] : value;
    return this.problem({ code, path, message, ...this.at(node?.offset ?? 0) });
  }

  problem(problem: Problem): PlacedProblem {
    const start = (this.starts[problem.line - 1] ?? 0) + problem.column - 1;
    const lineEnd = this.lineEnd(problem.line);
    const node = this.root && findNodeAtOffset(this.root, start);
    const end = node?.offset === start && node.length > 0 ? node.offset + node.length : start + wordLength(this.text, start, node, lineEnd);
    const column = Math.max(Math.min(end, lineEnd) - start, 1) + problem.column;
    return { ...problem, endLine: problem.line, endColumn: column, mayHaveFix: mayHaveFix(problem) };
  }

  outline(): OutlineEntry[] {
    if (this.root?.type !== "object") return [];
    return (this.root.children ?? []).flatMap((property) => {
      const [key, value] = property.children ?? [];
      if (!key || !value) return [];
      const section: OutlineEntry = { kind: "section", name: String(key.value), line: this.at(property.offset).line };
      const kind = INNER[section.name];
      return kind
        ? [section, ...(value.children ?? []).map((item) => ({ kind, name: nameOf(item), line: this.at(item.offset).line }))]
        : [section];
    });
  }

  /** The value at a JSON pointer, or its nearest parent that exists. */
  private nodeAt(pointer: string): Node | undefined {
    let node = this.root;
    for (const step of stepsOf(pointer)) {
      const child: Node | undefined = node && childOf(node, step);
      if (!child) break;
      node = child;
    }
    return node;
  }

  private at(offset: number): { line: number; column: number } {
    return placeOf(this.starts, offset);
  }

  private lineEnd(line: number): number {
    const end = this.starts[line] ?? this.text.length;
    return end - (/[\r\n]+$/.exec(this.text.slice(Math.max(end - 2, 0), end))?.[0].length ?? 0);
  }
}

const INNER: Readonly<Record<string, OutlineEntry["kind"]>> = { rules: "rule", guardrails: "guardrail" };

function nameOf(item: Node): string {
  const value = childOf(item, "name")?.value;
  return typeof value === "string" && value !== "" ? value : "(no name)";
}

function childOf(node: Node, step: string): Node | undefined {
  if (node.type === "array") return node.children?.[Number(step)];
  if (node.type !== "object") return undefined;
  return node.children?.findLast((property) => property.children?.[0]?.value === step)?.children?.[1];
}

/** The tree as far as the text can be read; nothing for a text that nests too deep for the reader's stack. */
function treeOf(text: string): Node | undefined {
  try {
    return parseTree(text, [], { disallowComments: true });
  } catch {
    return undefined;
  }
}

/** Of what begins inside of a literal or outside of any: a name, a number or a sign; inside of a text without its closing quote. */
function wordLength(text: string, start: number, node: Node | undefined, lineEnd: number): number {
  if (node?.type === "string" && start < node.offset + node.length - 1)
    return /^(\w+|\\"[^"]*"?|[<>!]=|.)/.exec(text.slice(start, node.offset + node.length - 1))?.[0].length ?? 1;
  return /^[^\s,:[\]{}]+/.exec(text.slice(start, lineEnd))?.[0].length ?? 1;
}
