/** Checks drafts away from the page, so that typing never waits. Versions to compare with, and borrowers, are sent once and kept. */
import "../no-eval";
import type { BorrowersSummary, RuleTally } from "#rules/hints";
import { type Facts, parsePolicy, type ValidPolicy } from "#rules/policy";
import { BorrowersAtHand } from "./borrowers-at-hand";
import { checkPolicy, type Evidence, type PlacedProblem, placedHints, type PolicyCheck } from "./check-policy";

export type CheckRequest =
  | { readonly kind: "version"; readonly key: string; readonly text: string }
  | { readonly kind: "check"; readonly text: string; readonly against: readonly string[] }
  | { readonly kind: "borrowers"; readonly facts: readonly Facts[]; readonly scenario: Facts }
  | { readonly kind: "tally"; readonly tally: RuleTally | null };

/** `borrowers` is there where the summary is another than the one sent last. */
export type CheckReply =
  | {
      readonly kind: "check";
      readonly ok: true;
      readonly check: Omit<PolicyCheck, "text">;
      readonly borrowers?: BorrowersSummary;
      readonly milliseconds: number;
    }
  | { readonly kind: "check"; readonly ok: false; readonly message: string }
  | { readonly kind: "hints"; readonly hash: string; readonly hints: readonly PlacedProblem[]; readonly borrowers?: BorrowersSummary };

const versions = new Map<string, ValidPolicy>();
let atHand: BorrowersAtHand | null = null;
let tally: RuleTally | null = null;
let last: { readonly text: string; readonly policy: ValidPolicy } | null = null;
let summary: BorrowersSummary | null = null;
let sent: BorrowersSummary | null = null;

self.onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  switch (data.kind) {
    case "version":
      return keepVersion(data.key, data.text);
    case "check":
      return self.postMessage(answer(data.text, data.against));
    case "borrowers":
      atHand = new BorrowersAtHand(data.facts, data.scenario);
      return hintAgain();
    case "tally":
      tally = data.tally;
      return hintAgain();
    default:
      return data satisfies never;
  }
};

function keepVersion(key: string, text: string): void {
  const parsed = parsePolicy(text);
  if (parsed.ok) versions.set(key, parsed.policy);
}

function answer(text: string, against: readonly string[]): CheckReply {
  const began = performance.now();
  try {
    const chosen = new Map(against.flatMap((key) => (versions.has(key) ? [[key, versions.get(key) as ValidPolicy] as const] : [])));
    last = null;
    // The page has the text: sending it back would cost more than the check's other findings together.
    const { text: _text, ...check } = checkPolicy(text, chosen, evidenceFor(text));
    return { kind: "check", ok: true, check, ...newBorrowers(), milliseconds: performance.now() - began };
  } catch (error) {
    return { kind: "check", ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** What is known of the borrowers; remembers the policy that it is asked for, which is valid. */
function evidenceFor(text: string): Evidence {
  return (policy) => {
    last = { text, policy };
    summary = atHand?.summaryFor(policy) ?? null;
    return { borrowers: summary, tally };
  };
}

/** More is known of the borrowers than when the text was checked. */
function hintAgain(): void {
  if (last === null) return;
  const { text, policy } = last;
  const hints = placedHints(text, policy, evidenceFor(text));
  self.postMessage({ kind: "hints", hash: policy.hash, hints, ...newBorrowers() } satisfies CheckReply);
}

function newBorrowers(): { readonly borrowers?: BorrowersSummary } {
  if (summary === null || summary === sent) return {};
  sent = summary;
  return { borrowers: summary };
}
