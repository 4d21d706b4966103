/** Adds a reason that a rule or guardrail gives, with texts to be written. */
import { setAt } from "./edits";
import type { Fixer } from "./types";

export const addReason: Fixer = {
  codes: ["unknown-reason"],
  fix: ({ document, node, marked }) => {
    const code = String(node.value);
    const texts = { en: `To be written: ${code}.`, zh: `待补充：${code}。` };
    return [
      {
        title: `Add the reason \`${code}\` with texts to be written`,
        edits: setAt(document, ["reasons", code], texts),
        isPreferred: !marked.message.endsWith("?"),
      },
    ];
  },
};
