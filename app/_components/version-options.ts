import type { SelectOption } from "./select";

interface VersionChoice {
  readonly number: number;
  readonly message: string;
  readonly author: string;
  readonly published: boolean;
}

/** A version as an option: its number, then whether it is published, who saved it and why. */
export function versionOption(version: VersionChoice): SelectOption {
  return {
    value: String(version.number),
    label: `v${version.number}`,
    note: [version.published ? "published" : null, version.author, shortened(version.message)].filter(Boolean).join(" · "),
  };
}

const LONGEST = 64;

function shortened(message: string): string {
  const line = message.split("\n")[0] ?? "";
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}
