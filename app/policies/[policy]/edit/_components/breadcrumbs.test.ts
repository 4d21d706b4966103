import { expect, test } from "vitest";
import type { OutlineEntry } from "../../../../_components/monaco";
import { placesAt } from "./breadcrumbs";

const OUTLINE: readonly OutlineEntry[] = [
  { kind: "section", name: "facts", line: 4 },
  { kind: "section", name: "rules", line: 10 },
  { kind: "rule", name: "A", line: 11 },
  { kind: "rule", name: "B", line: 20 },
  { kind: "section", name: "reasons", line: 30 },
];

test.each([
  [2, []],
  [4, ["facts"]],
  [10, ["rules"]],
  [19, ["rules", "A"]],
  [20, ["rules", "B"]],
  [99, ["reasons"]],
])("line %i is in %j", (line, names) => expect(placesAt(OUTLINE, line).map(({ name }) => name)).toEqual(names));
