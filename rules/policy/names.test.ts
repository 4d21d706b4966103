import { expect, test } from "vitest";
import { nearest, suggestion } from "./names.ts";

test.each([
  ["court_enforcement_flg", "court_enforcement_flag"],
  ["Days_Past_Due", "days_past_due"],
  ["hgh", "high"],
  ["income", null],
  ["c", null],
  ["", null],
])("%s probably meant %s", (wrong, meant) => {
  expect(nearest(wrong, ["high", "low", "a", "days_past_due", "court_enforcement_flag"])).toBe(meant);
});

test("without a near name, a short list is shown whole and a long one not at all", () => {
  expect(suggestion("zzzz", ["up", "down"])).toBe("; use one of `up`, `down`");
  expect(
    suggestion(
      "zzzz",
      Array.from({ length: 13 }, (_, i) => `name_${i}`),
    ),
  ).toBe("");
});
