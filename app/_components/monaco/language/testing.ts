/** Documents for the tests of the language support. */
import { readFileSync } from "node:fs";
import { readPolicyText } from "./policy-text";

export const SAMPLE = readFileSync("rules/samples/online-line/v2.policy.json", "utf8");

/** A document with `|` where the cursor is. */
export function withCursor(text: string) {
  const offset = text.indexOf("|");
  return { document: readPolicyText(text.replace("|", "")), offset };
}

/** The nth place of a text in another, and a little into it. */
export function placeOf(text: string, part: string, nth = 1): number {
  let at = -1;
  for (let n = 0; n < nth; n++) at = text.indexOf(part, at + 1);
  return at + 1;
}
