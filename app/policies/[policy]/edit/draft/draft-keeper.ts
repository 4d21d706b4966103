/**
 * Keeps a draft so that nothing typed is ever lost. Every change is written to this browser at once (of a key's change its few
 * characters), told once the keys rest, and after a longer rest saved to the server on the revision that it was typed on. What the server does not confirm stays
 * in the browser and is tried again. Where another tab or device was faster, both texts are kept and the author decides.
 * Knows no page: text comes in through `typed`, a text to show instead goes out through `onReplace`.
 */
import type { TextEdit } from "#rules/editing";
import { fingerprint, type LocalTexts, type TextCopy, type Unsaved } from "./local-texts";
import type { DraftServer, Refused, SavedVersion, SaveVersionAnswer, ServerDraft, ServerState } from "./types";

export type SaveState =
  /** There is no draft: the text is the base version's. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly at: number }
  /** Not reached; `kept`: the text is safe in this browser. */
  | { readonly kind: "offline"; readonly kept: boolean }
  | { readonly kind: "refused"; readonly message: string; readonly kept: boolean }
  | { readonly kind: "conflict" };

export interface DraftState {
  readonly save: SaveState;
  /** The version that the draft started from. */
  readonly base: SavedVersion;
  readonly latest: SavedVersion;
  /** Whether the text differs from the base's, or a draft is on the server. */
  readonly exists: boolean;
  /** What another tab or device saved meanwhile: a draft, or null where it did away with it. */
  readonly conflict: { readonly theirs: ServerDraft | null } | null;
  /** The version whose text the draft took up. */
  readonly restoredFrom: number | null;
  readonly copies: readonly TextCopy[];
}

export interface KeeperEvents {
  /** The editor is to show another text, as one step that can be undone. */
  readonly onReplace: (text: string) => void;
  readonly onNotice: (text: string) => void;
  /** A draft came to be or went: other parts of the page may show it. */
  readonly onExistence: () => void;
  /** Other tabs of this browser should look. */
  readonly onSaved: () => void;
}

interface Given {
  readonly server: DraftServer;
  readonly local: LocalTexts;
  readonly state: ServerState;
  readonly now?: () => number;
}

const REST_MS = 600;
const KEYS_REST_MS = 120;
const SENT_KEPT = 20;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000] as const;

export class DraftKeeper {
  private current: DraftState;
  private events: KeeperEvents | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly server: DraftServer;
  private readonly local: LocalTexts;
  private readonly now: () => number;
  private known: string;
  /** Reads the text where it was edited since it was read last. */
  private unread: (() => string) | null = null;
  /** Set while keys are typed of which nobody is told yet. */
  private resting: ReturnType<typeof setTimeout> | null = null;
  private revision: number | null;
  /** What stands at that revision, from which this tab and another one went on; null where that is not known. */
  private shared: string | null;
  private savedAt: number;
  /** Typed and not confirmed by the server. */
  private dirty = false;
  private kept = true;
  private sent: readonly string[] = [];
  private sending: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  /** Grows with every save that begins, so that an older answer is known as such. */
  private turn = 0;
  private disposed = false;

  constructor({ server, local, state, now = Date.now }: Given) {
    this.server = server;
    this.local = local;
    this.now = now;
    this.known = state.draft?.text ?? state.latest.text;
    this.revision = state.draft?.revision ?? null;
    this.shared = this.text;
    this.savedAt = state.draft?.updatedAt ?? 0;
    this.current = {
      save: { kind: "unchanged" },
      base: state.draft?.base ?? state.latest,
      latest: state.latest,
      exists: state.draft !== null,
      conflict: null,
      restoredFrom: null,
      copies: local.copies(),
    };
    this.settle();
  }

  get state(): DraftState {
    return this.current;
  }

  get currentText(): string {
    return this.text;
  }

  private get text(): string {
    if (this.unread !== null) this.text = this.unread();
    return this.known;
  }

  private set text(text: string) {
    this.unread = null;
    this.known = text;
  }

  /** The text from which mine and the other one, a draft in conflict or a newer version, both went on. */
  get ancestor(): string {
    const elsewhere = this.current.conflict?.theirs ?? null;
    return (elsewhere === null ? null : this.shared) ?? this.current.base.text;
  }

  /** Whether the only copy of something typed is in this page's memory. */
  get atRisk(): boolean {
    return this.dirty && !this.kept;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  listen(events: KeeperEvents): void {
    this.events = events;
  }

  /** Takes up what was typed here and never confirmed: silently where the server's draft is what it was typed on, else as a conflict. */
  restore(orphans: readonly Unsaved[], versions: ReadonlyMap<number, SavedVersion>): void {
    for (const orphan of orphans.filter(({ text }) => text === this.text)) this.local.forget(orphan.tab);
    const [newest, ...older] = orphans.filter(({ text }) => text !== this.text);
    if (!newest) return;
    const theirs = this.serverDraft();
    const mine = newest.revision === this.revision || (theirs !== null && newest.sent.includes(fingerprint(theirs.text)));
    this.text = newest.text;
    if (!mine) this.shared = null;
    this.sent = newest.sent;
    this.dirty = true;
    const base = versions.get(newest.base) ?? this.current.base;
    this.set({ base, exists: true, conflict: mine ? null : { theirs } });
    this.keepLocally();
    for (const orphan of older) this.keepCopy(orphan.text, "typed in another tab and not saved", orphan.at);
    for (const orphan of orphans) if (orphan.tab !== this.local.tab) this.local.forget(orphan.tab);
    if (mine) this.schedule(0);
    else this.set({ save: { kind: "conflict" } });
  }

  /** The author changed the text. */
  typed(text: string): void {
    if (text === this.text) return;
    this.text = text;
    this.dirty = true;
    this.keepLocally();
    this.tellTyped(REST_MS);
  }

  /** The author changed the text by edits of it as it was; `read` gives it as it is. Costs a key next to nothing, and loses nothing: see `LocalTexts`. */
  edited(edits: readonly TextEdit[], read: () => string): void {
    this.unread = read;
    this.dirty = true;
    clearTimeout(this.resting ?? undefined);
    this.resting = setTimeout(() => this.rest(), KEYS_REST_MS);
    if (this.local.keepEdits(edits, this.unsaved())) this.keptLocally(true);
    else this.keepLocally();
  }

  /** Writes the text whole to this browser where nothing is typed yet, so that the first key need not wait for it. */
  prepare(): void {
    if (!this.dirty) this.local.prepare(this.known);
  }

  /** Tells of the keys that were typed; for those who cannot wait until they rest. */
  rest(): void {
    if (this.resting === null) return;
    clearTimeout(this.resting);
    this.resting = null;
    this.keepLocally();
    this.tellTyped(REST_MS - KEYS_REST_MS);
  }

  /** `wait`: until it is saved to the server. */
  private tellTyped(wait: number): void {
    if (this.current.conflict) return;
    if (!this.current.exists) this.set({ exists: true });
    if (this.current.save.kind === "saved" || this.current.save.kind === "unchanged") this.set({ save: { kind: "saving" } });
    this.schedule(wait);
  }

  /** Saves now what is not saved; resolves when the server has answered or could not be reached. */
  async flush(): Promise<void> {
    this.rest();
    clearTimeout(this.timer);
    while (this.sending) await this.sending;
    if (this.dirty && !this.current.conflict) await this.send();
  }

  /** Tries again at once, as after the network came back. */
  retry(): void {
    if (this.dirty && !this.current.conflict) this.schedule(0);
  }

  /** Asks the server what is there now, and follows it, or tells of a conflict. */
  async look(): Promise<void> {
    while (this.sending) await this.sending;
    const turn = this.turn;
    const state = await this.server.look().catch(() => null);
    if (state && turn === this.turn && !this.disposed) this.reconcile(state);
  }

  /** Saves the text as it now is as a version on top of `base`, which the author has seen. */
  async saveVersion(message: string, base: number): Promise<SaveVersionAnswer> {
    const text = this.text;
    await this.flush();
    if (this.current.conflict) return CONFLICT;
    const given = { text, message, base, restoredFrom: this.current.restoredFrom, draftRevision: this.revision };
    return this.alone(async () => {
      const answer = await this.server
        .saveVersion(given)
        .catch(() => refused("the server was not reached; the text is kept in this browser, try again"));
      // The answer to an earlier try may have been lost on its way.
      const version = answer.ok ? answer.version : answer.reason === "stale" && answer.latest.text === text ? answer.latest : null;
      if (!answer.ok && answer.reason === "stale") this.set({ latest: answer.latest });
      if (!version) return answer;
      this.settleOn(version, null);
      return { ok: true, version };
    });
  }

  /** Does away with the draft and shows the latest version; the text stays as a copy. */
  async discard(): Promise<{ readonly ok: true } | Refused> {
    const text = this.text;
    await this.flush();
    if (this.current.conflict) return CONFLICT;
    return this.alone(async () => {
      const answer =
        this.revision === null
          ? DONE
          : await this.server
              .discard({ expectedRevision: this.revision })
              .catch(() => refused("the server was not reached; the draft is still there"));
      if (!answer.ok && answer.reason === "refused") return answer;
      if (!answer.ok) {
        this.tellConflict(answer.draft);
        return CONFLICT;
      }
      this.keepCopy(text, `discarded, it had started from v${this.current.base.number}`);
      this.settleOn(this.current.latest, this.current.latest.text);
      return DONE;
    });
  }

  /** Gives up the draft's own text for a version's; the draft goes on from the latest version. Mine stays as a copy. */
  startOverFrom(version: SavedVersion, restoredFrom: number | null = null): void {
    if (this.current.exists) this.keepCopy(this.text, `replaced by v${version.number}`);
    this.set({ base: this.current.latest, restoredFrom });
    this.replace(version.text);
  }

  /** Puts a copy's text in the editor; the text that it replaces stays as a copy. */
  recover(copy: TextCopy): void {
    if (this.current.exists) this.keepCopy(this.text, "replaced by a recovered text");
    this.replace(copy.text);
  }

  forgetCopy(id: string): void {
    this.local.removeCopy(id);
    this.set({ copies: this.local.copies() });
  }

  /** Of two texts in conflict mine goes on; theirs stays as a copy. */
  async keepMine(): Promise<void> {
    const theirs = this.current.conflict?.theirs ?? null;
    if (theirs) this.keepCopy(theirs.text, "saved in another tab or device, replaced by this tab's text", theirs.updatedAt);
    this.revision = theirs?.revision ?? null;
    this.dirty = true;
    this.set({ conflict: null });
    this.keepLocally();
    await this.flush();
  }

  /** Of two texts in conflict theirs goes on; mine stays as a copy. */
  takeTheirs(): void {
    const theirs = this.current.conflict?.theirs ?? null;
    this.keepCopy(this.text, "replaced by the text of another tab or device");
    this.follow(theirs);
  }

  /** A merge of mine and the other text goes on as the draft, from the version that it holds; what went into it stays as copies. */
  takeMerged(text: string, onto: SavedVersion): void {
    const { conflict } = this.current;
    this.keepCopy(this.text, "before it was merged");
    if (conflict) this.revision = conflict.theirs?.revision ?? null;
    if (conflict?.theirs)
      this.keepCopy(conflict.theirs.text, "saved in another tab or device, before it was merged", conflict.theirs.updatedAt);
    this.set({ base: onto, conflict: null, restoredFrom: null });
    this.replace(text);
  }

  /** Saves what is due, without waiting, and stops. */
  dispose(): void {
    this.rest();
    if (this.dirty) void this.flush();
    this.disposed = true;
    clearTimeout(this.timer);
    this.events = null;
  }

  // --- saving ------------------------------------------------------------------------------------

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    if (!this.disposed) this.timer = setTimeout(() => void this.flush(), delay);
  }

  private send(): Promise<void> {
    return this.alone(() => this.sendNow());
  }

  /** One change on the server at a time: what is typed meanwhile waits. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    this.turn += 1;
    const done = work();
    const sending = done.then(NOTHING, NOTHING).then(() => {
      if (this.sending === sending) this.sending = null;
    });
    this.sending = sending;
    return done.finally(() => sending);
  }

  private async sendNow(): Promise<void> {
    const [text, expectedRevision, base] = [this.text, this.revision, this.current.base.number];
    if (text === this.current.base.text) return this.dropDraft(expectedRevision);
    this.sent = [...this.sent, fingerprint(text)].slice(-SENT_KEPT);
    this.keepLocally();
    if (this.failures === 0) this.set({ save: { kind: "saving" } });
    const answer = await this.server.save({ text, base, expectedRevision }).catch(() => null);
    if (answer === null) return this.failed();
    this.failures = 0;
    if (answer.ok) this.confirmed(text, answer.revision, answer.updatedAt);
    else if (answer.reason === "conflict") this.conflicted(answer.draft);
    else this.set({ save: { kind: "refused", message: answer.message, kept: this.kept } });
  }

  /** The text is the base version's again: no draft is needed. */
  private async dropDraft(expectedRevision: number | null): Promise<void> {
    if (expectedRevision !== null) {
      const answer = await this.server.discard({ expectedRevision }).catch(() => null);
      if (answer === null) return this.failed();
      if (!answer.ok && answer.reason === "conflict") return this.conflicted(answer.draft);
      if (!answer.ok) return this.set({ save: { kind: "refused", message: answer.message, kept: this.kept } });
    }
    this.failures = 0;
    this.confirmed(this.current.base.text, null, this.now());
  }

  private confirmed(text: string, revision: number | null, at: number): void {
    const existed = this.revision !== null;
    this.revision = revision;
    this.shared = text;
    this.savedAt = at;
    this.sent = [];
    this.dirty = this.text !== text;
    if (this.dirty) {
      this.keepLocally();
      this.schedule(REST_MS);
    } else this.settle();
    if (existed !== (revision !== null)) this.events?.onExistence();
    this.events?.onSaved();
  }

  private failed(): void {
    const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 30_000;
    this.failures += 1;
    this.set({ save: { kind: "offline", kept: this.kept } });
    this.schedule(delay);
  }

  // --- other tabs, other devices, other people -----------------------------------------------------

  private reconcile({ draft, latest }: ServerState): void {
    if (latest.number !== this.current.latest.number) this.set({ latest });
    if ((draft?.revision ?? null) === this.revision) {
      if (draft === null && !this.dirty && latest.number > this.current.base.number) this.followLatest(latest);
      return;
    }
    if (this.current.conflict) this.tellConflict(draft);
    else if (this.dirty) this.conflicted(draft);
    else this.followUntold(draft);
  }

  private followUntold(draft: ServerDraft | null): void {
    this.follow(draft);
    this.events?.onNotice(
      draft
        ? "Your draft was changed in another tab or on another device. This is its text now."
        : "Your draft was saved as a version or discarded elsewhere. This is the latest version.",
    );
  }

  private followLatest(latest: SavedVersion): void {
    this.settleOn(latest, latest.text);
    this.events?.onNotice(`v${latest.number} was saved by ${latest.author}. This is its text.`);
  }

  /** Shows the server's draft, or without one the latest version. */
  private follow(draft: ServerDraft | null): void {
    const existed = this.current.exists;
    if (!draft) this.settleOn(this.current.latest, this.current.latest.text);
    else {
      this.revision = draft.revision;
      this.shared = draft.text;
      this.savedAt = draft.updatedAt;
      this.dirty = false;
      this.local.forget();
      this.set({ base: draft.base, conflict: null, exists: true, restoredFrom: null });
      this.show(draft.text);
      this.settle();
    }
    if (existed !== this.current.exists) this.events?.onExistence();
  }

  private conflicted(theirs: ServerDraft | null): void {
    // What was sent from here, its answer lost, is no stranger's; nor is the same text.
    if (theirs && (theirs.text === this.text || this.sent.includes(fingerprint(theirs.text))))
      this.confirmed(theirs.text, theirs.revision, theirs.updatedAt);
    else if (theirs === null && this.text === this.current.latest.text) this.settleOn(this.current.latest, null);
    else this.tellConflict(theirs);
  }

  private tellConflict(theirs: ServerDraft | null): void {
    clearTimeout(this.timer);
    this.keepLocally();
    this.set({ conflict: { theirs }, save: { kind: "conflict" }, exists: true });
  }

  // --- the text ------------------------------------------------------------------------------------

  /** From now on the draft starts from `version`, and there is none on the server. `text`: what to show; null leaves the editor alone. */
  private settleOn(version: SavedVersion, text: string | null): void {
    const latest = version.number > this.current.latest.number ? version : this.current.latest;
    this.revision = null;
    this.shared = version.text;
    this.sent = [];
    this.turn += 1;
    this.dirty = text === null && this.text !== version.text;
    this.set({ base: version, latest, conflict: null, restoredFrom: null });
    if (text !== null) this.show(text);
    if (this.dirty) {
      this.keepLocally();
      this.schedule(REST_MS);
    } else this.settle();
    this.events?.onExistence();
    this.events?.onSaved();
  }

  /** Changes the text as if the author had typed it. */
  private replace(text: string): void {
    this.events?.onReplace(text);
    this.typed(text);
    // Also where only what it starts from has changed.
    this.dirty = true;
    this.keepLocally();
    this.schedule(0);
  }

  private show(text: string): void {
    this.text = text;
    this.events?.onReplace(text);
  }

  /** All that was typed is with the server. */
  private settle(): void {
    this.dirty = false;
    this.local.forget();
    const exists = this.revision !== null;
    this.set({ exists, save: exists ? { kind: "saved", at: this.savedAt } : { kind: "unchanged" } });
  }

  private keepLocally(): void {
    if (!this.dirty) return;
    this.keptLocally(this.local.keep({ text: this.text, ...this.unsaved() }));
  }

  private unsaved(): Omit<Unsaved, "tab" | "text"> {
    return { base: this.current.base.number, revision: this.revision, sent: this.sent, at: this.now() };
  }

  private keptLocally(kept: boolean): void {
    this.kept = kept;
    const { save } = this.current;
    if ((save.kind === "offline" || save.kind === "refused") && save.kept !== kept) this.set({ save: { ...save, kept } });
  }

  private keepCopy(text: string, why: string, at = this.now()): void {
    this.local.addCopy(text, why, at);
    this.set({ copies: this.local.copies() });
  }

  private serverDraft(): ServerDraft | null {
    return this.revision === null ? null : { text: this.text, base: this.current.base, revision: this.revision, updatedAt: this.savedAt };
  }

  private set(change: Partial<DraftState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener();
  }
}

const NOTHING = () => {};
const DONE = { ok: true } as const;
const CONFLICT: Refused = { ok: false, reason: "refused", message: "the draft was changed elsewhere; decide first which text to keep" };

function refused(message: string): Refused {
  return { ok: false, reason: "refused", message };
}
