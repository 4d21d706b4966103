/**
 * Who this tab is, and which others are still there. A tab holds a lock under its name for as long as it lives, so
 * that what a gone tab has left behind is told from what a living one is about to save. Where the browser
 * has no locks, every other tab counts as gone: its text is then taken up here, and a conflict tells of it there.
 */
import type { Unsaved } from "./local-texts";

const PREFIX = "limen/tab/";
const REMEMBERED = "limen/tab";
const WAIT_MS = 600;

let own: { readonly tab: string; readonly before: string | null } | null = null;

/** This page load's name, and the name that the same tab had before it was reloaded. */
export function thisTab(): { readonly tab: string; readonly before: string | null } {
  own ??= { tab: newName(), before: remember(null) };
  remember(own.tab);
  return own;
}

/** What was typed in tabs that are gone, this one before its reload included. */
export async function orphansOf(unsaved: readonly Unsaved[]): Promise<readonly Unsaved[]> {
  const { tab, before } = thisTab();
  if (unsaved.length === 0) return [];
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const living = (await livingTabs()) ?? NONE;
    // The lock of the page before may outlive it for a moment.
    const leaving = before !== null && living.has(before) && unsaved.some((one) => one.tab === before);
    if (!leaving || Date.now() > deadline) return unsaved.filter((one) => one.tab === tab || !living.has(one.tab));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The names of the tabs that are there; null where the browser does not know. */
export async function livingTabs(): Promise<ReadonlySet<string> | null> {
  const held = (await navigator.locks?.query().catch(() => null))?.held;
  if (!held) return null;
  return new Set(held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])));
}

function newName(): string {
  const name = Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join("");
  void navigator.locks?.request(PREFIX + name, () => new Promise(() => {})).catch(() => {});
  return name;
}

function remember(name: string | null): string | null {
  try {
    const before = sessionStorage.getItem(REMEMBERED);
    if (name !== null) sessionStorage.setItem(REMEMBERED, name);
    return before;
  } catch {
    return null;
  }
}
