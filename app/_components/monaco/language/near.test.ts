import { expect, test } from "vitest";
import { summariseFacts } from "#rules/hints";
import { nearWords } from "./near";
import { readPolicyText } from "./policy-text";

const TEXT = `{
  "facts": { "age": { "type": "integer" }, "ratio": { "type": "number" } },
  "conditions": { "old": { "all": [{ "fact": "age", "operator": "greaterThan", "value": 60 }] } },
  "rules": [
    { "conditions": { "any": [{ "not": { "fact": "ratio", "operator": "lessThan", "value": 0.9 } }, { "fact": "nobody", "operator": "equal", "value": 3 }] } },
    { "conditions": { "all": [{ "fact": "age", "operator": "in", "value": [1, 2] }, { "fact": "age", "operator": "lessThan", "value": 18`;

test("beside each threshold whose fact the borrowers have, wherever it stands, in a text that is half written too", () => {
  const borrowers = summariseFacts([{ age: 59, ratio: 1 / 3 }, { age: 61, ratio: 0.85 }, { age: 18, ratio: null }, { age: 17 }]);
  const found = nearWords(readPolicyText(TEXT), borrowers, 0, TEXT.length);
  expect(found.map(({ offset, text }) => [TEXT.slice(0, offset).split(" ").at(-1), text])).toEqual([
    ["60", "2 borrowers within 1"],
    ["0.9", "1 borrower within 0.1"],
    ["18", "2 borrowers within 1"],
  ]);
  const from = TEXT.indexOf('"rules"');
  expect(nearWords(readPolicyText(TEXT), borrowers, from, from + 120)).toHaveLength(1);
  expect(nearWords(readPolicyText(TEXT), null, 0, TEXT.length)).toEqual([]);
});
