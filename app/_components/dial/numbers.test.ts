import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { dialNumbers, nameOfNumber, numberNamed, numberNear, readTaken, takeAddress, withNumber } from "./numbers";

const textOf = (version: number) => readFileSync(`rules/samples/taiwan-card/v${version}.policy.json`, "utf8");
const policyOf = (text: string): ValidPolicy => {
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error("not a valid policy");
  return parsed.policy;
};

describe("numbers to turn", () => {
  const [text, policy] = [textOf(2), policyOf(textOf(2))];
  const numbers = dialNumbers(policy, "en");

  it("each is set by itself, and nothing else in the text differs", () => {
    for (const { at, value } of numbers) {
      expect(withNumber(text, policy, at, value)).toBe(text);
      const changed = withNumber(text, policy, at, value + 1);
      const [kept] = [text.length - String(value).length];
      expect(changed.length - String(value + 1).length).toBe(kept);
      expect(changed).not.toBe(text);
    }
  });

  it("each has one name, by which it is found where its rule stands elsewhere", () => {
    const names = numbers.map(({ at }) => JSON.stringify(nameOfNumber(policy, at)));
    expect(new Set(names).size).toBe(numbers.length);
    const turned = policyOf(JSON.stringify({ ...JSON.parse(text), rules: JSON.parse(text).rules.reverse() }));
    for (const { at, value } of numbers) {
      const name = nameOfNumber(policy, at) ?? [];
      expect(numberNamed(turned, name)?.value).toBe(value);
      if (at.startsWith("/rules/0/")) expect(numberNamed(turned, name)?.at).not.toBe(at);
    }
  });

  it("an address takes a number and its value to the draft and back", () => {
    for (const { at } of numbers) {
      const address = new URL(takeAddress(policy, "card", at, 12.5) ?? "", "http://page");
      expect(readTaken(address.searchParams.get("take"), address.searchParams.get("value"))).toEqual({
        name: nameOfNumber(policy, at),
        value: 12.5,
      });
    }
    expect(readTaken("/limit/step", "many")).toBeNull();
    expect(readTaken(null, "1")).toBeNull();
  });

  it("the one at the cursor is found, and from anywhere else the nearest", () => {
    for (const { at, value } of numbers) {
      const edited = withNumber(text, policy, at, 123_456_789);
      const offset = edited.indexOf("123456789");
      const lines = edited.slice(0, offset).split("\n");
      const place = { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
      expect(numberNear(text, policy, place), `${at} ${value}`).toBe(at);
    }
    expect(numberNear(text, policy, { line: 1, column: 1 })).toBe(numbers[0]?.at);
  });

  it("a number that another text does not have is not found there", () => {
    expect(numberNamed(policyOf(textOf(1)), ["rules", "C09-no-such-rule", "event", "params", "percent"])).toBeNull();
    expect(nameOfNumber(policy, "/rules/0/name")).toBeNull();
  });
});
