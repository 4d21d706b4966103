/**
 * Texts kept in this browser, per policy and author: what a tab has typed and the server has not confirmed yet, and
 * copies of texts that were replaced, so that they can be had back. Every tab writes under keys of its own.
 * To write a long text at every key would make the keys wait: a tab writes it once, and at each key the edits since, some bytes;
 * who reads puts them together. Storage may be full or forbidden: then writing answers false, never throws.
 */
import { applyEdits, type TextEdit } from "#rules/editing";

export interface Unsaved {
  readonly tab: string;
  readonly text: string;
  readonly base: number;
  /** Revision of the server's draft that the text was typed on; null where there was none. */
  readonly revision: number | null;
  /** Fingerprints of texts sent whose answers never came: what of them the server has is from here. */
  readonly sent: readonly string[];
  readonly at: number;
}

export interface TextCopy {
  readonly id: string;
  readonly text: string;
  /** What became of it: "replaced by the draft of another tab". */
  readonly why: string;
  readonly at: number;
}

type Known = Omit<Unsaved, "tab" | "text">;

/** Edits in the order in which they were made, each in terms of the text that it found: offset, characters taken out, text put in. */
type Journal = readonly (readonly [number, number, string])[];

/** What stands under a tab's key, before its text: without `of` the text follows, else it is that one with its edits. */
interface Written extends Known {
  readonly of?: string;
  readonly edits?: Journal;
}

/** A text as it is kept whole, under a key of its own, and what was typed since. */
interface Anchor {
  readonly id: string;
  readonly text: string;
  readonly edits: [number, number, string][];
}

/** More edits, or more characters in them, are better kept as a whole text. */
const EDITS_KEPT = 40;
const CHARACTERS_KEPT = 20_000;
const COPIES_KEPT = 12;
const DAYS_KEPT = 30;
const DAY = 86_400_000;

export class LocalTexts {
  private readonly unsavedPrefix: string;
  private readonly textPrefix: string;
  private readonly copyPrefix: string;
  private anchor: Anchor | null = null;

  constructor(
    private readonly storage: () => Storage,
    owner: { readonly policy: string; readonly author: string },
    readonly tab: string,
  ) {
    const who = `${owner.policy}/${encodeURIComponent(owner.author)}`;
    this.unsavedPrefix = `limen/unsaved/${who}/`;
    this.copyPrefix = `limen/copy/${who}/`;
    this.textPrefix = `limen/text/${who}/`;
  }

  /** Writes a text whole before anything is typed, so that the first key need not. */
  prepare(text: string): void {
    if (this.text() !== text) this.takeAnchor(text);
  }

  /** Keeps what this tab has typed, making room at the cost of the oldest copies if need be. */
  keep({ text, ...known }: Omit<Unsaved, "tab">): boolean {
    if (!this.isLong && this.text() === text && this.note(known)) return true;
    if (!this.takeAnchor(text) || !this.note(known)) return false;
    this.removeTexts(this.isOlder);
    return true;
  }

  /** Keeps some edits of the text that was kept or prepared last; false where a whole text is to be kept instead. */
  keepEdits(edits: readonly TextEdit[], known: Known): boolean {
    if (this.anchor === null) return false;
    const { edits: journal } = this.anchor;
    // Several edits of one change are in terms of the text before: from the last on, each finds its place as it was.
    for (const edit of edits.toSorted((a, b) => b.offset - a.offset)) addTo(journal, edit);
    return !this.isLong && this.note(known);
  }

  /** Whether so much was typed since a text was written whole that it is time to do so again. */
  private get isLong(): boolean {
    const edits = this.anchor?.edits ?? [];
    return edits.length > EDITS_KEPT || edits.reduce((sum, [, , content]) => sum + content.length, 0) > CHARACTERS_KEPT;
  }

  /** The server has what a tab has typed. This tab's text stays for the edits to come; that of a tab that is gone goes. */
  forget(tab = this.tab): void {
    this.attempt((storage) => storage.removeItem(this.unsavedPrefix + tab));
    if (tab !== this.tab) this.removeTexts((key) => key.startsWith(`${tab}/`));
  }

  /** Does away with the texts of tabs that are gone and left nothing unsaved. */
  sweep(living: ReadonlySet<string>): void {
    const owed = new Set(this.unsaved().map(({ tab }) => tab));
    this.removeTexts((key) => {
      const tab = key.slice(0, key.indexOf("/"));
      return tab !== this.tab && !living.has(tab) && !owed.has(tab);
    });
  }

  /** Of all tabs, newest first. */
  unsaved(): Unsaved[] {
    return this.read<Written & { readonly text: string }>(this.unsavedPrefix)
      .flatMap(([tab, { of, edits, text: own, ...known }]) => {
        const text = of === undefined ? own : this.textOf(`${tab}/${of}`);
        return text === null ? [] : [{ tab, ...known, text: replayed(text, edits ?? []) }];
      })
      .sort((a, b) => b.at - a.at);
  }

  /** What is kept now, without what is known of it; null where nothing is. */
  private text(): string | null {
    return this.anchor && replayed(this.anchor.text, this.anchor.edits);
  }

  private note(known: Known): boolean {
    if (this.anchor === null) return false;
    const { id, edits } = this.anchor;
    const value: Written = { ...known, of: id, edits };
    return this.makingRoom(() => this.write(this.unsavedPrefix + this.tab, `${JSON.stringify(value)}\n`));
  }

  /** Beside the text before where there is room, so that there is always one that the tab's key means. */
  private takeAnchor(text: string): boolean {
    const id = String(Number(this.anchor?.id ?? 0) + 1);
    const write = () => this.write(`${this.textPrefix}${this.tab}/${id}`, text);
    this.anchor = { id, text, edits: [] };
    if (this.makingRoom(write)) return true;
    this.removeTexts(this.isOlder);
    if (write()) return true;
    this.anchor = null;
    return false;
  }

  /** Whether a text is this tab's and not its latest. */
  private readonly isOlder = (key: string): boolean => key.startsWith(`${this.tab}/`) && key !== `${this.tab}/${this.anchor?.id}`;

  private makingRoom(write: () => boolean): boolean {
    for (;;) {
      if (write()) return true;
      const oldest = this.copies().at(-1);
      if (!oldest) return false;
      this.removeCopy(oldest.id);
    }
  }

  private textOf(key: string): string | null {
    let text: string | null = null;
    this.attempt((storage) => {
      text = storage.getItem(this.textPrefix + key);
    });
    return text;
  }

  private removeTexts(isMeant: (key: string) => boolean): void {
    for (const key of this.keys(this.textPrefix).filter(isMeant)) this.attempt((storage) => storage.removeItem(this.textPrefix + key));
  }

  /** Newest first. */
  copies(): TextCopy[] {
    return this.read<Omit<TextCopy, "id">>(this.copyPrefix)
      .map(([id, rest]) => ({ id, ...rest }))
      .sort((a, b) => b.at - a.at);
  }

  /** Keeps a copy; the same text is not kept twice. */
  addCopy(text: string, why: string, at: number): boolean {
    const others = this.copies();
    for (const copy of others.filter((copy) => copy.text === text)) this.removeCopy(copy.id);
    const kept = this.write(`${this.copyPrefix}${at.toString(36)}-${this.tab}-${others.length}`, written({ text, why, at }));
    for (const old of this.copies().filter((copy, place) => place >= COPIES_KEPT || at - copy.at > DAYS_KEPT * DAY))
      this.removeCopy(old.id);
    return kept;
  }

  removeCopy(id: string): void {
    this.attempt((storage) => storage.removeItem(this.copyPrefix + id));
  }

  private read<Value>(prefix: string): (readonly [string, Value])[] {
    const found: (readonly [string, Value])[] = [];
    for (const key of this.keys(prefix))
      this.attempt((storage) => {
        const value = parsed<Value>(storage.getItem(prefix + key));
        if (value) found.push([key, value]);
      });
    return found;
  }

  /** Behind the prefix. */
  private keys(prefix: string): string[] {
    const found: string[] = [];
    this.attempt((storage) => {
      for (let i = 0; i < storage.length; i++) {
        const key = storage.key(i);
        if (key?.startsWith(prefix)) found.push(key.slice(prefix.length));
      }
    });
    return found;
  }

  private write(key: string, value: string): boolean {
    return this.attempt((storage) => storage.setItem(key, value));
  }

  private attempt(use: (storage: Storage) => void): boolean {
    try {
      use(this.storage());
      return true;
    } catch {
      return false;
    }
  }
}

/** What is typed on, or taken back, at the end of the last edit becomes part of it, so that a burst of keys is one edit. */
function addTo(journal: [number, number, string][], { offset, length, content }: TextEdit): void {
  const last = journal.at(-1);
  const end = last === undefined ? -1 : last[0] + last[2].length;
  if (last !== undefined && offset >= last[0] && offset + length === end) last[2] = last[2].slice(0, offset - last[0]) + content;
  else journal.push([offset, length, content]);
}

function replayed(text: string, edits: Journal): string {
  return edits.reduce((before, [offset, length, content]) => applyEdits(before, [{ offset, length, content }]), text);
}

/** What is known of a text as one line of JSON, then the text as it is. */
function written({ text, ...known }: Omit<TextCopy, "id">): string {
  return `${JSON.stringify(known)}\n${text}`;
}

function parsed<Value>(value: string | null): Value | null {
  const end = value?.indexOf("\n") ?? -1;
  if (value === null || end < 0) return null;
  try {
    const known = JSON.parse(value.slice(0, end));
    return typeof known?.at === "number" ? { ...known, text: value.slice(end + 1) } : null;
  } catch {
    return null;
  }
}

/** Tells texts apart; not secret, not proof. */
export function fingerprint(text: string): string {
  let [a, b] = [17, 31];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = (Math.imul(a, 65_599) + code) | 0;
    b = (Math.imul(b ^ code, 16_777_619) + (b >>> 15)) | 0;
  }
  return [text.length, a >>> 0, b >>> 0].map((part) => part.toString(36)).join("-");
}
