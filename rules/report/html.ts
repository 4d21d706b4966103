/** Markup from template strings: whatever is put in is escaped, unless it is markup made here. */

/** Markup that needs no escaping. */
export class Html {
  constructor(readonly text: string) {}
}

export type Part = Html | string | number | null | undefined | false | readonly Part[];

/** The only way to make markup. Holds in texts and in double-quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, literal, i) => `${text}${textOf(parts[i - 1])}${literal}`));
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return "";
  return typeof part === "string" || typeof part === "number" ? escaped(String(part)) : part.map(textOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** What no document may hold, such as control characters and halves of a character, becomes a visible mark. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => ENTITIES[one] as string).replace(CONTROLS, "\ufffd");
}

const CONTROLS = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;
