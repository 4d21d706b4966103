import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CheckDesk, type CheckReply, type CheckRequest } from "./check-desk";

const TEXT = readFileSync("rules/samples/taiwan-card/v1.policy.json", "utf8");
const OTHER = TEXT.replace('"operator": "lessThan"', '"operator": "lessThanInclusive"');
const NAMES = (JSON.parse(TEXT) as { rules: readonly { name: string }[] }).rules.map(({ name }) => name);
const NEVER = `\`${NAMES[0]}\` never decides`;

/** Every rule but the first was applied. */
const TALLY = { borrowers: 500, fired: {}, applied: Object.fromEntries(NAMES.slice(1).map((name) => [name, 1])) };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function desk() {
  const replies: CheckReply[] = [];
  const one = new CheckDesk((reply) => replies.push(reply));
  const take = (...requests: CheckRequest[]) => {
    for (const request of requests) one.take(request);
  };
  /** The latest hints told once all that is due is done. */
  const hints = () => {
    vi.runAllTimers();
    const told = replies.flatMap((reply) => (reply.kind === "further" && reply.hints ? [reply.hints] : []));
    return told.at(-1)?.map(({ message }) => message) ?? [];
  };
  return { take, replies, hints };
}

const check = (number: number, text: string): CheckRequest => ({ kind: "check", check: number, text, against: [] });
const tally = (number: number): CheckRequest => ({ kind: "tally", check: number, tally: TALLY });
const has = (hints: readonly string[]) => hints.some((hint) => hint.startsWith(NEVER));

describe("the desk of checks", () => {
  it("reads what an evaluation told with hints of that very text, whichever comes first", () => {
    const before = desk();
    before.take(check(1, TEXT), tally(1));
    expect(has(before.hints())).toBe(true);
    const after = desk();
    after.take(check(1, TEXT));
    expect(has(after.hints())).toBe(false);
    after.take(tally(1));
    expect(has(after.hints())).toBe(true);
  });
  it("reads it with no other text", () => {
    const { take, hints } = desk();
    take(check(1, TEXT), tally(1), check(2, OTHER));
    expect(has(hints())).toBe(false);
    take(tally(1));
    expect(has(hints())).toBe(false);
    take(tally(2));
    expect(has(hints())).toBe(true);
  });
  it("no longer reads it once it is not known of any", () => {
    const { take, hints } = desk();
    take(check(1, TEXT), tally(1));
    expect(has(hints())).toBe(true);
    take({ kind: "no-tally" });
    expect(has(hints())).toBe(false);
  });
  it("tells problems at once, and hints of none but the latest text, once keys rest", () => {
    const { take, replies } = desk();
    take(check(1, TEXT), check(2, OTHER), check(3, `${OTHER}}`));
    expect(replies.map((reply) => reply.kind)).toEqual(["check", "check", "check"]);
    vi.runAllTimers();
    expect(replies).toHaveLength(3);
    take(check(4, OTHER));
    vi.runAllTimers();
    expect(replies.slice(3)).toMatchObject([{ kind: "check" }, { kind: "further", check: 4 }]);
  });
});
