/**
 * Which text a view may edit: the one that was seen, and only where it has no problems. Whether it has some tells its check, or that a
 * view's own edit made it of a text without; where neither is known yet it is read. So a view never edits what it does not show.
 */
import { parsePolicy } from "#rules/policy";
import type { Taken } from "./token-edit";

export const CHANGED = "the text has just changed; look at it, then do it again";
export const BROKEN = "the text has problems; mend them in the text first";

/** Of a finished check what counts here. */
interface Checked {
  readonly text: string;
  readonly ok: boolean;
}

export class SoundText {
  private last: string | null = null;

  /** What comes of an edit of the text that was seen, where it still is the text and sound. Edits make sound texts of sound ones. */
  take(seen: string, now: string, check: Checked | null, edit: () => Taken): Taken {
    if (seen !== now) return { ok: false, message: CHANGED };
    if (!this.isSound(seen, check)) return { ok: false, message: BROKEN };
    const taken = edit();
    if (taken.ok) this.last = taken.text;
    return taken;
  }

  private isSound(text: string, check: Checked | null): boolean {
    if (check?.text === text) return check.ok;
    if (text === this.last) return true;
    const { ok } = parsePolicy(text);
    if (ok) this.last = text;
    return ok;
  }
}
