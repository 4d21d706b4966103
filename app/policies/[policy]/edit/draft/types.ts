/** What page and server say to each other about a draft. Times are milliseconds since 1970. */

export interface ServerDraft {
  readonly text: string;
  /** The version that it started from. */
  readonly base: SavedVersion;
  readonly revision: number;
  readonly updatedAt: number;
}

/** A saved version as the editor needs it. */
export interface SavedVersion {
  readonly number: number;
  readonly text: string;
  readonly author: string;
  readonly message: string;
  readonly createdAt: number;
}

/** What the server knows now. */
export interface ServerState {
  readonly draft: ServerDraft | null;
  readonly latest: SavedVersion;
}

export type SaveDraftAnswer =
  | { readonly ok: true; readonly revision: number; readonly updatedAt: number }
  | { readonly ok: false; readonly reason: "conflict"; readonly draft: ServerDraft | null }
  | Refused;

export type DiscardAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: "conflict"; readonly draft: ServerDraft }
  | Refused;

export type SaveVersionAnswer =
  | { readonly ok: true; readonly version: SavedVersion }
  | { readonly ok: false; readonly reason: "stale"; readonly latest: SavedVersion }
  | { readonly ok: false; readonly reason: "unchanged" }
  | { readonly ok: false; readonly reason: "invalid"; readonly problems: number }
  | Refused;

/** The server answered, and will not do it however often it is asked. */
export interface Refused {
  readonly ok: false;
  readonly reason: "refused";
  readonly message: string;
}

/** The server as the keeper of a draft sees it. A promise that rejects means: not reached, try again. */
export interface DraftServer {
  look(): Promise<ServerState>;
  save(given: { text: string; base: number; expectedRevision: number | null }): Promise<SaveDraftAnswer>;
  discard(given: { expectedRevision: number }): Promise<DiscardAnswer>;
  saveVersion(given: {
    text: string;
    message: string;
    base: number;
    restoredFrom: number | null;
    draftRevision: number | null;
  }): Promise<SaveVersionAnswer>;
}
