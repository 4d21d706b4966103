/**
 * Monaco, set up once: the editor with its features, JSON as the only language, two local workers, nothing from
 * another host. The schema of the policy document gives completion and hover; Monaco's own diagnostics are
 * off, since our problems say more and are the same everywhere. Load it lazily: it is by far our largest part.
 */
import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import * as json from "monaco-editor/languages/features/json/register";
import { policyJsonSchema } from "#rules/policy";
import { registerCompletions } from "./completions";
import { registerHovers } from "./hovers";

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) =>
    label === "json"
      ? new Worker(new URL("monaco-editor/languages/features/json/json.worker.js", import.meta.url), { type: "module" })
      : new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
};

json.jsonDefaults.setModeConfiguration({ ...json.jsonDefaults.modeConfiguration, diagnostics: false, colors: false });
json.jsonDefaults.setDiagnosticsOptions({
  validate: false,
  enableSchemaRequest: false,
  schemas: [{ uri: "inmemory://limen/limit-policy.schema.json", fileMatch: ["*.policy.json"], schema: schemaForEditor() }],
});
registerCompletions(monaco);
registerHovers(monaco);
void document.fonts.ready.then(() => monaco.editor.remeasureFonts());

export { monaco };
export type Monaco = typeof monaco;

/** The schema without the list of operators: which of them fit depends on the fact, and `completions` knows it. */
function schemaForEditor(): unknown {
  return JSON.parse(JSON.stringify(policyJsonSchema()), (key, value) => {
    if (key !== "operator" || typeof value !== "object") return value;
    const { enum: _operators, ...rest } = value;
    return rest;
  });
}
