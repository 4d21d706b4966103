/** Disables or removes a rule that says what another says, or that never decides. */
import { removeAt, setAt } from "./edits";
import type { Fixer } from "./types";

export const idleRule: Fixer = {
  codes: ["equal-rules", "never-decides"],
  fix: ({ document, path, node, marked }) => {
    const rule = path.slice(0, -1);
    const remove = { title: `Remove the rule \`${node.value}\``, edits: removeAt(document, rule) };
    const disable = { title: `Disable the rule \`${node.value}\``, edits: setAt(document, [...rule, "enabled"], false) };
    return marked.code === "equal-rules"
      ? [
          { ...remove, isPreferred: true },
          { ...disable, isPreferred: false },
        ]
      : [
          { ...disable, isPreferred: true },
          { ...remove, isPreferred: false },
        ];
  },
};
