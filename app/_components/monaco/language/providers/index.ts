/** Every kind of language support that Monaco asks for. A new one is a file and a line here. */
import type { LanguageClient } from "../language-client";
import { colours } from "./colours";
import { completions } from "./completions";
import { definitions } from "./definitions";
import { hovers } from "./hovers";
import { inlays } from "./inlays";
import { outlines } from "./outlines";
import { quickFixes } from "./quick-fixes";
import { references } from "./references";
import { renames } from "./renames";
import type { Monaco, Provider } from "./types";

const PROVIDERS: readonly Provider[] = [completions, hovers, definitions, references, renames, outlines, colours, inlays, quickFixes];

export function registerProviders(monaco: Monaco, client: LanguageClient): void {
  for (const provider of PROVIDERS) provider(monaco, client);
}
