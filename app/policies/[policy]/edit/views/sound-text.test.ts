import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDraft } from "#rules/editing";
import { BROKEN, CHANGED, SoundText } from "./sound-text";
import { switchRule, type Taken } from "./token-edit";

const VALID = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");
const INVALID = VALID.replace('"operator": "equal"', '"operator": "equall"');
const UNREADABLE = VALID.replace('"rules": [', '"rules": ');

const off = (text: string) => (): Taken => switchRule(readDraft(text), "/rules/0", false);
const never = (): Taken => {
  throw new Error("edited what must not be");
};

describe("a view's edit", () => {
  it("is of the text that was seen, or is refused before it is made", () => {
    const sound = new SoundText();
    expect(sound.take(VALID, VALID, { text: VALID, ok: true }, off(VALID))).toEqual(off(VALID)());
    expect(sound.take(VALID, `${VALID} `, { text: VALID, ok: true }, never)).toEqual({ ok: false, message: CHANGED });
  });

  it.each([INVALID, UNREADABLE])("of a text with problems is refused before it is made, told by its check or not yet", (text) => {
    const sound = new SoundText();
    for (const check of [null, { text: VALID, ok: true }, { text, ok: false }])
      expect(sound.take(text, text, check, never)).toEqual({ ok: false, message: BROKEN });
    // Neither the edit before nor its text makes another text sound.
    sound.take(VALID, VALID, null, off(VALID));
    expect(sound.take(text, text, null, never)).toEqual({ ok: false, message: BROKEN });
  });

  it("may follow on its heels, without a check between", () => {
    const sound = new SoundText();
    const first = sound.take(VALID, VALID, null, off(VALID));
    const { text } = first as { readonly text: string };
    expect(text).not.toBe(VALID);
    expect(sound.take(text, text, { text: VALID, ok: true }, () => switchRule(readDraft(text), "/rules/0", true)).ok).toBe(true);
  });
});
