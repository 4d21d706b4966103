/** Keeps a preference of the reader in a cookie, for a year; the server reads it with the next request. */
export function savePreference(name: "limen-author" | "limen-locale" | "limen-theme", value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
}
