/**
 * Texts kept in this browser, per policy and author: what a tab has typed and the server has not confirmed yet, and
 * copies of texts that were replaced, so that they can be had back. Every tab writes under a key of its own.
 * Storage may be full or forbidden: then writing answers false, never throws.
 */
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

const COPIES_KEPT = 12;
const DAYS_KEPT = 30;
const DAY = 86_400_000;

export class LocalTexts {
  private readonly unsavedPrefix: string;
  private readonly copyPrefix: string;

  constructor(
    private readonly storage: () => Storage,
    owner: { readonly policy: string; readonly author: string },
    readonly tab: string,
  ) {
    const who = `${owner.policy}/${encodeURIComponent(owner.author)}`;
    this.unsavedPrefix = `limen/unsaved/${who}/`;
    this.copyPrefix = `limen/copy/${who}/`;
  }

  /** Keeps what this tab has typed, making room at the cost of the oldest copies if need be. */
  keep(unsaved: Omit<Unsaved, "tab">): boolean {
    const value = written(unsaved);
    for (;;) {
      if (this.write(this.unsavedPrefix + this.tab, value)) return true;
      const oldest = this.copies().at(-1);
      if (!oldest) return false;
      this.removeCopy(oldest.id);
    }
  }

  forget(tab = this.tab): void {
    this.attempt((storage) => storage.removeItem(this.unsavedPrefix + tab));
  }

  /** Of all tabs, newest first. */
  unsaved(): Unsaved[] {
    return this.read<Omit<Unsaved, "tab">>(this.unsavedPrefix)
      .map(([tab, rest]) => ({ tab, ...rest }))
      .sort((a, b) => b.at - a.at);
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
    this.attempt((storage) => {
      for (let i = 0; i < storage.length; i++) {
        const key = storage.key(i);
        const value = key?.startsWith(prefix) ? parsed<Value>(storage.getItem(key)) : null;
        if (key && value) found.push([key.slice(prefix.length), value]);
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

/** What is known of a text as one line of JSON, then the text as it is: cheap enough for every key in a large document. */
function written({ text, ...known }: Omit<Unsaved, "tab"> | Omit<TextCopy, "id">): string {
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
