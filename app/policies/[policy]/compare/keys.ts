/** Several names as one key that may stand in a URL, and back, whatever the names hold. */
export function joinKeys(keys: readonly string[]): string {
  return keys.map((key) => key.replaceAll("%", "%25").replaceAll("~", "%7e")).join("~");
}

export function splitKeys(joined: string): string[] {
  return joined.split("~").map((key) => key.replaceAll("%7e", "~").replaceAll("%25", "%"));
}
