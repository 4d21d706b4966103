/**
 * Lists and texts in one CSV cell. A list is its items joined by `|`; a list or text that
 * would not read back so (empty, or holding the separator) is written as JSON instead.
 * Law: `readList(formatList(x)) = x` and `readText(formatText(x)) = x`.
 */

/** The list in a non-empty cell. */
export function readList(cell: string): readonly string[] {
  return jsonList(cell) ?? cell.split("|");
}

export function formatList(items: readonly string[]): string {
  const plain = items.length > 0 && items.every((item) => item !== "" && !item.includes("|"));
  const cell = items.join("|");
  return plain && !cell.startsWith("[") ? cell : JSON.stringify(items);
}

/** The text in a non-empty cell: a JSON string is unquoted, anything else stands for itself. */
export function readText(cell: string): string {
  if (!cell.startsWith('"')) return cell;
  const value = parseJson(cell);
  return typeof value === "string" ? value : cell;
}

export function formatText(text: string): string {
  return text === "" || text.startsWith('"') ? JSON.stringify(text) : text;
}

function jsonList(cell: string): readonly string[] | null {
  if (!cell.startsWith("[")) return null;
  const value = parseJson(cell);
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
