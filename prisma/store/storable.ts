/**
 * What PostgreSQL cannot hold in text, NUL and lone halves of surrogate pairs, is kept as the replacement
 * character. No valid document or name holds either; a draft or an imported file may.
 */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;
/** The same as `JSON.stringify` escapes it: after an even number of backslashes. Whole pairs are not escaped. */
const UNSTORABLE_ESCAPE = /(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

export function storable(text: string): string {
  return text.replace(UNSTORABLE, "\u{FFFD}");
}

/** The value as JSON text that PostgreSQL can take apart. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.includes("\\u") ? json.replace(UNSTORABLE_ESCAPE, "\u{FFFD}") : json;
}
