/**
 * Writes the exported runner's files as text into a module of `rules/export`, which reads no
 * files itself: `node cli/tasks/embed-runner.mjs` after a change to them. A test tells when it is due.
 */
import { readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../../rules/export/json-rules-engine/", import.meta.url);
const FILES = ["decide.mjs", "decide.d.mts", "test.mjs"];

const entries = FILES.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(readFileSync(new URL(name, folder), "utf8"))},`);

writeFileSync(
  new URL("embedded.ts", folder),
  `/** The runner's files beside this as text. Made by cli/tasks/embed-runner.mjs; do not edit. */
// biome-ignore-all format: made by a program
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text of other files
export const EMBEDDED = {
${entries.join("\n")}
} as const;
`,
);
