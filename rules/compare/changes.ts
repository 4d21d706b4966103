/**
 * The changes from one version to another: one per unit of difference (policy document, "Changes between
 * two versions"), each with its edits as sentences. What cannot alter outcomes is wording: renames, titles,
 * labels, reason texts, and definitions that are only added or removed, since what reads them is a change itself.
 * Order: that of the candidate document, sections and what is in them; removed ones at their old place.
 */
import {
  type EventType,
  type Guardrail,
  type Json,
  type JsonObject,
  lowerFirst,
  pointerOf,
  type Rule,
  sentenceOfCondition,
  sentenceOfEvent,
  sentenceOfGuardrail,
  type ValidPolicy,
} from "#rules/policy";
import { conditionEdits, sameCondition } from "./condition-edits.ts";
import { eventEditText, plainEditText, type Sides } from "./edit-text.ts";
import { leafEdits, sameJson } from "./json-edits.ts";
import type { Change, Changes, ChangeSubject, Edit } from "./types.ts";

type Steps = readonly (string | number)[];

/** Every change from `baseline` to `candidate`. Equal documents give none. */
export function changesBetween(baseline: ValidPolicy, candidate: ValidPolicy): Changes {
  const finder = new ChangeFinder(baseline, candidate);
  finder.find();
  const sections = mergedOrder(namesIn(candidate.document), namesIn(baseline.document));
  const inDocumentOrder = (changes: readonly Change[]) =>
    [...changes].sort((x, y) => sections.indexOf(sectionOf(x)) - sections.indexOf(sectionOf(y)));
  return { changes: inDocumentOrder(finder.changes), wording: inDocumentOrder(finder.wording) };
}

const SECTIONS: Readonly<Partial<Record<ChangeSubject, string>>> = {
  rule: "rules",
  derived: "derived",
  condition: "conditions",
  guardrail: "guardrails",
  limit: "limit",
  strategy: "strategy",
  fact: "facts",
  reason: "reasons",
};

/** The document's key that a change stands under. */
function sectionOf({ subject, edits }: Change): string {
  return SECTIONS[subject] ?? stepAfter(edits[0]?.path ?? "", 0);
}

class ChangeFinder {
  readonly changes: Change[] = [];
  readonly wording: Change[] = [];
  private readonly sides: Sides;
  private readonly a: JsonObject;
  private readonly b: JsonObject;

  constructor(
    private readonly baseline: ValidPolicy,
    private readonly candidate: ValidPolicy,
  ) {
    this.sides = { baseline, candidate };
    this.a = baseline.document;
    this.b = candidate.document;
  }

  find(): void {
    this.findPolicy();
    this.findLimit();
    this.findStrategy();
    this.findFacts();
    this.findDerived();
    this.findConditions();
    this.findRules();
    this.findGuardrails();
    this.findReasons();
  }

  // --- the head of the document ------------------------------------------------------------------

  private findPolicy(): void {
    const edits = ["name", "title", "description", "currency"].flatMap((key) => this.plainEdits(this.a[key], this.b[key], [key], key));
    if (edits.length > 0) this.wording.push({ id: "policy", kind: "changed", subject: "policy", name: this.candidate.name, edits });
  }

  private findLimit(): void {
    const [a, b] = [this.a.limit as JsonObject, this.b.limit as JsonObject];
    for (const key of mergedOrder(namesIn(b), namesIn(a))) {
      const edits = this.plainEdits(a[key], b[key], ["limit", key], LIMIT_WORDS[key] ?? key);
      if (edits.length > 0) this.changes.push({ id: `limit:${key}`, kind: "changed", subject: "limit", name: key, edits });
    }
  }

  private findStrategy(): void {
    const edits = this.plainEdits(this.a.strategy, this.b.strategy, ["strategy"], "strategy");
    if (edits.length > 0) this.changes.push({ id: "strategy", kind: "changed", subject: "strategy", name: "strategy", edits });
  }

  private plainEdits(before: Json | undefined, after: Json | undefined, steps: Steps, what: string): Edit[] {
    return leafEdits(before, after, steps)
      .filter((e) => !isExtension(e.steps))
      .map((e) => ({ ...withoutSteps(e), text: plainEditText(e, [what, ...e.steps.slice(steps.length).map(String)].join(" ")) }));
  }

  // --- facts and definitions ---------------------------------------------------------------------

  private findFacts(): void {
    const [a, b] = [this.a.facts as JsonObject, this.b.facts as JsonObject];
    for (const name of mergedOrder(namesIn(b), namesIn(a))) {
      const [before, after] = [ownOf(a, name), ownOf(b, name)];
      if (this.addedOrRemoved("fact", name, before, after, ["facts", name], this.listOf(name))) continue;
      const edits = this.plainEdits(before, after, ["facts", name], lowerFirst(name)).map((e) => ({
        edit: e,
        key: stepAfter(e.path, 2),
      }));
      this.pushSplit(
        "fact",
        name,
        edits.filter(({ key }) => EVALUATED_FACT_KEYS.has(key)).map(({ edit }) => edit),
        edits.filter(({ key }) => !EVALUATED_FACT_KEYS.has(key)).map(({ edit }) => edit),
      );
    }
  }

  private findDerived(): void {
    const [a, b] = [(this.a.derived ?? {}) as JsonObject, (this.b.derived ?? {}) as JsonObject];
    for (const name of mergedOrder(namesIn(b), namesIn(a))) {
      const [before, after] = [ownOf(a, name), ownOf(b, name)];
      if (this.addedOrRemoved("derived", name, before, after, ["derived", name], this.listOf(name))) continue;
      const edits = this.plainEdits(before, after, ["derived", name], lowerFirst(name));
      const isLabel = (e: Edit) => stepAfter(e.path, 2) === "label";
      this.pushSplit(
        "derived",
        name,
        edits.filter((e) => !isLabel(e)),
        edits.filter(isLabel),
      );
    }
  }

  private findConditions(): void {
    const [a, b] = [(this.a.conditions ?? {}) as JsonObject, (this.b.conditions ?? {}) as JsonObject];
    for (const name of mergedOrder(namesIn(b), namesIn(a))) {
      const [before, after] = [ownOf(a, name), ownOf(b, name)];
      if (this.addedOrRemoved("condition", name, before, after, ["conditions", name], this.wording)) continue;
      if (sameCondition(before, after)) continue;
      this.changes.push({
        id: `condition:${name}`,
        kind: "changed",
        subject: "condition",
        name,
        edits: conditionEdits(this.sides, before, after, ["conditions", name]),
      });
    }
  }

  /** An addition or removal is wording, unless the name lives on as another kind: then what reads it reads something else. */
  private listOf(name: string): Change[] {
    const isFact = [this.baseline, this.candidate].some((policy) => policy.facts.has(name));
    const isDerived = [this.baseline, this.candidate].some((policy) => policy.derived.has(name));
    return isFact && isDerived ? this.changes : this.wording;
  }

  private addedOrRemoved(
    subject: ChangeSubject,
    name: string,
    before: Json | undefined,
    after: Json | undefined,
    steps: Steps,
    to: Change[],
  ): boolean {
    if (before !== undefined && after !== undefined) return false;
    const kind = before === undefined ? "added" : "removed";
    to.push({
      id: `${subject}:${name}`,
      kind,
      subject,
      name,
      edits: [
        {
          path: pointerOf(steps),
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
          text: `${kind}: ${SUBJECT_WORDS[subject]} ${name}`,
        },
      ],
    });
    return true;
  }

  private pushSplit(subject: ChangeSubject, name: string, edits: readonly Edit[], wordingEdits: readonly Edit[]): void {
    const change = (of: readonly Edit[]): Change => ({ id: `${subject}:${name}`, kind: "changed", subject, name, edits: of });
    if (edits.length > 0) this.changes.push(change(edits));
    if (wordingEdits.length > 0) this.wording.push(change(wordingEdits));
  }

  // --- rules -------------------------------------------------------------------------------------

  private findRules(): void {
    const a = byName(this.a.rules);
    const b = byName(this.b.rules);
    const renamed = renamesBetween(a, b);
    const formerly = new Map([...renamed].map(([was, now]) => [now, was]));
    for (const name of mergedOrder(
      [...b.keys()],
      [...a.keys()].filter((n) => !renamed.has(n)),
    )) {
      const was = formerly.get(name);
      const [before, after] = [a.get(was ?? name), b.get(name)];
      if (was !== undefined)
        this.wording.push({
          id: `rule:${name}`,
          kind: "changed",
          subject: "rule",
          name,
          edits: [{ path: pointerOf(["rules", after?.index ?? 0, "name"]), before: was, after: name, text: `renamed from ${was}` }],
        });
      if (before === undefined || after === undefined) this.ruleAddedOrRemoved(name, before, after);
      else this.ruleChanged(name, before, after);
    }
    this.findOrder("rule", a, b, formerly);
  }

  private ruleAddedOrRemoved(name: string, before: Item | undefined, after: Item | undefined): void {
    const policy = after === undefined ? this.baseline : this.candidate;
    const kind = after === undefined ? "removed" : "added";
    const item = (after ?? before) as Item;
    const { conditions, event, enabled } = policy.rules[item.index] as Rule;
    const words = `${sentenceOfCondition(policy, conditions, "en")}: ${sentenceOfEvent(policy, event, "en")}${enabled ? "" : " (switched off)"}`;
    this.changes.push({
      id: `rule:${name}`,
      kind,
      subject: "rule",
      name,
      edits: [
        {
          path: pointerOf(["rules", item.index]),
          ...(before === undefined ? {} : { before: before.value }),
          ...(after === undefined ? {} : { after: after.value }),
          text: `${kind}: ${words}`,
        },
      ],
    });
  }

  private ruleChanged(name: string, before: Item, after: Item): void {
    const steps: Steps = ["rules", after.index];
    const [a, b] = [before.value, after.value];
    const type = (b.event as JsonObject).type as EventType;
    const edits: Edit[] = [
      ...(sameCondition(a.conditions, b.conditions)
        ? []
        : conditionEdits(this.sides, a.conditions, b.conditions, [...steps, "conditions"], ["rules", before.index, "conditions"])),
      ...leafEdits(a.event, b.event, [...steps, "event"])
        .filter((e) => !isExtension(e.steps))
        .map((e) => ({ ...withoutSteps(e), text: eventEditText(e, type) })),
      ...this.defaulted(a.priority, b.priority, 1, [...steps, "priority"], (from, to) => `priority ${String(from)} → ${String(to)}`),
      ...this.defaulted(a.enabled, b.enabled, true, [...steps, "enabled"], (_, to) => (to === true ? "switched on" : "switched off")),
    ];
    const wording = this.plainEdits(a.description, b.description, [...steps, "description"], "description");
    this.pushSplit("rule", name, edits, wording);
  }

  private defaulted(
    before: Json | undefined,
    after: Json | undefined,
    otherwise: Json,
    steps: Steps,
    text: (from: Json, to: Json) => string,
  ): Edit[] {
    const [from, to] = [before ?? otherwise, after ?? otherwise];
    return from === to ? [] : [{ path: pointerOf(steps), before: from, after: to, text: text(from, to) }];
  }

  // --- guardrails --------------------------------------------------------------------------------

  private findGuardrails(): void {
    const a = byName(this.a.guardrails);
    const b = byName(this.b.guardrails);
    for (const name of mergedOrder([...b.keys()], [...a.keys()])) {
      const [before, after] = [a.get(name), b.get(name)];
      if (before === undefined || after === undefined) this.guardrailAddedOrRemoved(name, before, after);
      else this.guardrailChanged(name, before, after);
    }
    this.findOrder("guardrail", a, b, new Map());
  }

  private guardrailAddedOrRemoved(name: string, before: Item | undefined, after: Item | undefined): void {
    const policy = after === undefined ? this.baseline : this.candidate;
    const kind = after === undefined ? "removed" : "added";
    const item = (after ?? before) as Item;
    const guardrail = policy.guardrails[item.index] as Guardrail;
    this.changes.push({
      id: `guardrail:${name}`,
      kind,
      subject: "guardrail",
      name,
      edits: [
        {
          path: pointerOf(["guardrails", item.index]),
          ...(before === undefined ? {} : { before: before.value }),
          ...(after === undefined ? {} : { after: after.value }),
          text: `${kind}: ${sentenceOfGuardrail(policy, guardrail, "en")}`,
        },
      ],
    });
  }

  private guardrailChanged(name: string, before: Item, after: Item): void {
    const steps: Steps = ["guardrails", after.index];
    const [a, b] = [before.value, after.value];
    const edits = [
      ...(sameCondition(a.when, b.when)
        ? []
        : conditionEdits(this.sides, a.when, b.when, [...steps, "when"], ["guardrails", before.index, "when"])),
      ...["applies", "atMost", "atLeast", "reason"].flatMap((key) =>
        this.plainEdits(a[key], b[key], [...steps, key], GUARDRAIL_WORDS[key] ?? key),
      ),
    ];
    this.pushSplit("guardrail", name, edits, []);
  }

  // --- order and wording -------------------------------------------------------------------------

  /** One change where the order of two matched items flipped; of rules, only where their priorities are equal on a side. */
  private findOrder(subject: "rule" | "guardrail", a: Named, b: Named, formerly: ReadonlyMap<string, string>): void {
    const after = [...b.keys()].filter((name) => a.has(formerly.get(name) ?? name));
    const was = (name: string) => a.get(formerly.get(name) ?? name) as Item;
    const before = after.toSorted((x, y) => was(x).index - was(y).index);
    const place = new Map(after.map((name, i) => [name, i]));
    const isFlippedIn = (group: (name: string) => unknown) => {
      const last = new Map<unknown, number>();
      return before.some((name) => {
        const [key, here] = [group(name), place.get(name) as number];
        const flipped = here < (last.get(key) ?? 0);
        last.set(key, here);
        return flipped;
      });
    };
    const groups =
      subject === "guardrail" ? [() => null] : [(name: string) => priorityOf(was(name)), (name: string) => priorityOf(b.get(name) as Item)];
    if (!groups.some(isFlippedIn)) return;
    const text = `order of ${subject}s: ${shortList(before)} → ${shortList(after)}`;
    this.changes.push({
      id: `${subject}-order`,
      kind: "reordered",
      subject,
      name: `${subject} order`,
      edits: [{ path: `/${subject}s`, before, after, text }],
    });
  }

  private findReasons(): void {
    const [a, b] = [this.a.reasons as JsonObject, this.b.reasons as JsonObject];
    for (const code of mergedOrder(namesIn(b), namesIn(a))) {
      const [before, after] = [ownOf(a, code), ownOf(b, code)];
      if (this.addedOrRemoved("reason", code, before, after, ["reasons", code], this.wording)) continue;
      this.pushSplit("reason", code, [], this.plainEdits(before, after, ["reasons", code], `text of ${code}`));
    }
  }
}

const EVALUATED_FACT_KEYS: ReadonlySet<string> = new Set(["type", "nullable", "min", "max", "values", "scope"]);
const SUBJECT_WORDS: Readonly<Partial<Record<ChangeSubject, string>>> = {
  fact: "fact",
  derived: "derived fact",
  condition: "shared condition",
  reason: "reason",
};
const LIMIT_WORDS: Readonly<Record<string, string>> = {
  fact: "limit fact",
  balance: "balance fact",
  step: "limits are multiples of",
  minChange: "least change",
  reviewDecreasePercent: "cuts need a person from, in percent:",
};
const GUARDRAIL_WORDS: Readonly<Record<string, string>> = {
  atMost: "a rise goes no higher than",
  atLeast: "a cut goes no lower than",
  applies: "applies to",
  reason: "reason told",
};

interface Item {
  readonly value: JsonObject;
  readonly index: number;
}
type Named = ReadonlyMap<string, Item>;

function byName(list: Json | undefined): Named {
  return new Map(((list ?? []) as readonly JsonObject[]).map((value, index) => [value.name as string, { value, index }]));
}

/** The names of rules that the candidate renames: from old to new. A rule removed and one added are one renamed if conditions, event, priority and switch are equal. */
export function renamedRules(baseline: ValidPolicy, candidate: ValidPolicy): ReadonlyMap<string, string> {
  return renamesBetween(byName(baseline.document.rules), byName(candidate.document.rules));
}

function renamesBetween(a: Named, b: Named): Map<string, string> {
  const renamed = new Map<string, string>();
  const added = [...b].filter(([name]) => !a.has(name));
  for (const [name, { value }] of a) {
    if (b.has(name)) continue;
    const match = added.findIndex(([, candidate]) => sameRule(value, candidate.value));
    if (match < 0) continue;
    renamed.set(name, (added[match] as (typeof added)[number])[0]);
    added.splice(match, 1);
  }
  return renamed;
}

function priorityOf({ value }: Item): number {
  return (value.priority as number | undefined) ?? 1;
}

function sameRule(a: JsonObject, b: JsonObject): boolean {
  return (
    (a.priority ?? 1) === (b.priority ?? 1) &&
    (a.enabled ?? true) === (b.enabled ?? true) &&
    sameJson(a.conditions, b.conditions) &&
    sameJson(a.event, b.event)
  );
}

/** The candidate's names in order, each removed one after the name that it followed in the baseline. */
export function mergedOrder(candidate: readonly string[], baseline: readonly string[]): string[] {
  const order = [...candidate];
  const names = new Set(order);
  baseline.forEach((name, i) => {
    if (names.has(name)) return;
    order.splice(i === 0 ? 0 : order.indexOf(baseline[i - 1] as string) + 1, 0, name);
  });
  return order;
}

/** The names that a section of the document defines: its keys, but for those that are ignored. */
function namesIn(section: JsonObject): string[] {
  return Object.keys(section).filter((key) => !key.startsWith("x-"));
}

/** What a section says of a name; names such as `toString` are also those of what every object inherits. */
function ownOf(section: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(section, name) ? section[name] : undefined;
}

function isExtension(steps: Steps): boolean {
  return steps.some((step) => String(step).startsWith("x-"));
}

function withoutSteps({ path, before, after }: { path: string; before?: Json; after?: Json }): Omit<Edit, "text"> {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** The step of a pointer after a number of steps; "" where it ends before. */
function stepAfter(pointer: string, steps: number): string {
  return pointer.split("/")[steps + 1] ?? "";
}

function shortList(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(", ")} … (${names.length})` : names.join(", ");
}
