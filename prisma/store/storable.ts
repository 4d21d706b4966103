/** PostgreSQL's text cannot hold NUL; it is kept as the replacement character. No valid document or name holds one. */
export function storable(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "\u{FFFD}") : text;
}
