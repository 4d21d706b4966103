/** Names and titles that a file suggests. */

/** The kind of file that a name says, or null where it says none that can be read. */
export function formatOfFile(file: string): "csv" | "parquet" | null {
  const ending = /\.(csv|parquet)$/i.exec(file)?.[1]?.toLowerCase();
  return ending === "csv" || ending === "parquet" ? ending : null;
}

/** The last part of a path, on either kind of system. */
export function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** `Cards_2005-09.csv` → "Cards 2005-09". */
export function titleOfFile(file: string): string {
  const words = fileNameOf(file)
    .replace(/\.[a-z]+$/i, "")
    .replaceAll(/[_\s]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const LONGEST = 60;

/** A title as a name for addresses: small letters, digits, hyphens; one that is not taken. */
export function nameOfTitle(title: string, taken: readonly string[]): string {
  const plain = title
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replaceAll(/^-+|-+$/g, "");
  const base = slug === "" ? "portfolio" : slug;
  if (!taken.includes(base)) return base;
  const free = Array.from({ length: taken.length + 1 }, (_, i) => `${base}-${i + 2}`).find((name) => !taken.includes(name));
  return free ?? base;
}

/** Why a name cannot be taken, or undefined. */
export function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === "") return "give it a name";
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return "small letters and digits, joined by hyphens";
  if (name.length > 80) return "at most 80 characters";
  return taken.includes(name) ? "another portfolio has this name" : undefined;
}
