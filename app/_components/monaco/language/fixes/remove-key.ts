/** Removes a key that a policy does not take, or a name that nothing uses. */
import { removeAt } from "./edits";
import type { Fixer } from "./types";

export const removeKey: Fixer = {
  codes: ["unknown-key", "unsupported-key", "unused-fact", "unused-derived-fact", "unused-condition", "unused-reason"],
  fix: ({ document, path, marked }) => [
    {
      title: `Remove \`${path.at(-1)}\``,
      edits: removeAt(document, path),
      isPreferred: !marked.message.endsWith("?"),
    },
  ],
};
