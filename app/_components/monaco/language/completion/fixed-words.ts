/** Words and truth values that the document's schema lists: event types, strategies, fact types, directions. */
import { type Schema, schemasAt } from "../schema";
import { type Completer, type Completion, textItem } from "./types";

export const completeFixedWords: Completer = ({ document, place: { isKey, path, offset, subject } }) => {
  if (isKey || subject !== null) return [];
  const words = new Set(schemasAt(document, path, offset).flatMap(wordsOf));
  return [...words].map((word, place) => item(path.at(-1) === "type" && path.at(-2) === "event" ? EVENTS : STRATEGIES, word, place));
};

function wordsOf({ const: only, enum: several, type }: Schema): (string | boolean)[] {
  if (type === "boolean") return [true, false];
  return [only, ...(several ?? [])].filter((word) => typeof word === "string");
}

function item(meanings: Readonly<Record<string, string>>, word: string | boolean, place: number): Completion {
  const meaning = meanings[String(word)];
  const sortText = String(place).padStart(2, "0");
  if (typeof word === "boolean") return { ...textItem(String(word), "Value", "", null, sortText), insertText: String(word) };
  return textItem(word, "EnumMember", meaning?.split(";")[0] ?? "", meaning ?? null, sortText);
}

const EVENTS: Readonly<Record<string, string>> = {
  increase: "the limit rises by a percentage or an amount; params: `percent` or `amount`, `reason`, `review`",
  decrease: "the limit falls by a percentage or an amount; not below 0; params: `percent` or `amount`, `reason`, `review`",
  set: "the limit becomes an amount; it counts as increase, decrease or hold by where it leads; params: `amount`, `reason`, `review`",
  hold: "the limit stays; forbids a rise; params: `reason`, `review`",
  refer: "a person decides; no change is made; params: `reason`, `review`",
  freeze: "no new draws; the limit figure stays, available credit becomes 0; params: `reason`, `review`",
};
const STRATEGIES: Readonly<Record<string, string>> = {
  sequential: "every fired rule is applied in order",
  first: "the first fired rule only is applied",
  strictest: "the strictest group with a fired rule wins: freeze, refer, decrease, hold, increase; of its rules one is applied",
};
