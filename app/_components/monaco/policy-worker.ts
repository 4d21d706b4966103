/** Checks drafts away from the page, so that typing never waits. Versions to compare with are sent once and kept parsed. */
import "../no-eval";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { checkPolicy, type PolicyCheck } from "./check-policy";

export type CheckRequest =
  | { readonly kind: "version"; readonly key: string; readonly text: string }
  | { readonly kind: "check"; readonly text: string; readonly against: readonly string[] };
export type CheckReply =
  | { readonly ok: true; readonly check: Omit<PolicyCheck, "text">; readonly milliseconds: number }
  | { readonly ok: false; readonly message: string };

const versions = new Map<string, ValidPolicy>();

self.onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  if (data.kind === "version") keepVersion(data.key, data.text);
  else self.postMessage(answer(data.text, data.against));
};

function keepVersion(key: string, text: string): void {
  const parsed = parsePolicy(text);
  if (parsed.ok) versions.set(key, parsed.policy);
}

function answer(text: string, against: readonly string[]): CheckReply {
  const began = performance.now();
  try {
    const chosen = new Map(against.flatMap((key) => (versions.has(key) ? [[key, versions.get(key) as ValidPolicy] as const] : [])));
    // The page has the text: sending it back would cost more than the check's other findings together.
    const { text: _text, ...check } = checkPolicy(text, chosen);
    return { ok: true, check, milliseconds: performance.now() - began };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
