/**
 * Monaco, set up once: the editor with its features, JSON as the only language, two local workers, nothing from
 * another host. Of Monaco's JSON there is colouring, folding, formatting and the schema's words on keys; all else is
 * `language/`, whose problems and hints are the same everywhere. Load it lazily: it is by far our largest part.
 */
import * as monaco from "monaco-editor/editor";
import "monaco-editor/features/register.all";
import * as json from "monaco-editor/languages/features/json/register";
import { policyJsonSchema } from "#rules/policy";
import { LanguageClient } from "./language/language-client";
import { registerProviders } from "./language/providers";

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) =>
    label === "json"
      ? new Worker(new URL("monaco-editor/languages/features/json/json.worker.js", import.meta.url), { type: "module" })
      : new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
};

json.jsonDefaults.setModeConfiguration({
  ...json.jsonDefaults.modeConfiguration,
  diagnostics: false,
  colors: false,
  // Ours know more of the place.
  completionItems: false,
  documentSymbols: false,
});
json.jsonDefaults.setDiagnosticsOptions({
  validate: false,
  enableSchemaRequest: false,
  schemas: [{ uri: "inmemory://limen/limit-policy.schema.json", fileMatch: ["*.policy.json"], schema: policyJsonSchema() }],
});
/** What the editors ask about their documents. */
export const languageClient = new LanguageClient();
registerProviders(monaco, languageClient);
void document.fonts.ready.then(() => monaco.editor.remeasureFonts());

export { monaco };
export type Monaco = typeof monaco;
