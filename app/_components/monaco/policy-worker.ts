/** Checks drafts away from the page, so that typing never waits. Versions to compare with, and borrowers, are sent once and kept. */
import "../no-eval";
import type { BorrowersSummary, RuleTally } from "#rules/hints";
import { type Facts, PolicyReader, parsePolicy, type ValidPolicy } from "#rules/policy";
import { BorrowersAtHand } from "./borrowers-at-hand";
import { changesIn, type Evidence, hintsIn, type PolicyCheck, readCheck, type ValidText } from "./check-policy";

export type CheckRequest =
  | { readonly kind: "version"; readonly key: string; readonly text: string }
  | { readonly kind: "check"; readonly text: string; readonly against: readonly string[] }
  | { readonly kind: "borrowers"; readonly facts: readonly Facts[]; readonly scenario: Facts }
  | { readonly kind: "tally"; readonly tally: RuleTally | null };

/** A check's problems come first; of a valid text, what costs more comes after them. */
export type CheckReply =
  | { readonly kind: "check"; readonly ok: true; readonly check: ToldCheck }
  | { readonly kind: "check"; readonly ok: false; readonly message: string }
  | FurtherReply;

/** An outline that is not there is as it was told before. */
export type ToldCheck = Omit<PolicyCheck, "text" | "hints" | "changes" | News> & Partial<Pick<PolicyCheck, News>>;
type News = "outline" | "scenarioFacts";

/** What is not there is as it was told before. */
interface FurtherReply {
  readonly kind: "further";
  readonly hash: string;
  readonly hints?: PolicyCheck["hints"];
  readonly changes?: PolicyCheck["changes"];
  readonly borrowers?: BorrowersSummary;
}

const versions = new Map<string, ValidPolicy>();
const reader = new PolicyReader();
let atHand: BorrowersAtHand | null = null;
let tally: RuleTally | null = null;
let last: ValidText | null = null;
let summary: BorrowersSummary | null = null;
let sent: BorrowersSummary | null = null;

self.onmessage = ({ data }: MessageEvent<CheckRequest>) => {
  switch (data.kind) {
    case "version":
      return keepVersion(data.key, data.text);
    case "check":
      return check(data.text, data.against);
    case "borrowers":
      atHand = new BorrowersAtHand(data.facts, data.scenario);
      return hintAgain();
    case "tally":
      tally = data.tally;
      // One of a text that is yet to be checked is read with its check.
      return tally === null || tally.hash === last?.policy.hash ? hintAgain() : undefined;
    default:
      return data satisfies never;
  }
};

function keepVersion(key: string, text: string): void {
  const parsed = parsePolicy(text);
  if (parsed.ok) versions.set(key, parsed.policy);
}

function check(text: string, against: readonly string[]): void {
  orFailed(() => {
    const { check, valid } = readCheck(text, reader);
    last = valid;
    // The page has the text: sending it back would cost more than the check's other findings together.
    const { text: _text, hints: _hints, changes: _changes, outline, scenarioFacts, ...findings } = check;
    reply({ kind: "check", ok: true, check: { ...findings, ...news({ outline, scenarioFacts }) } });
    clearTimeout(due);
    if (valid !== null) due = setTimeout(() => orFailed(() => furtherOf(valid, against)), FURTHER_REST_MS);
  });
}

function orFailed(run: () => void): void {
  try {
    run();
  } catch (error) {
    reply({ kind: "check", ok: false, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Who types on has no use for hints and changes of a text between, and the keys need the machine. */
const FURTHER_REST_MS = 150;
let due: ReturnType<typeof setTimeout> | undefined;

function furtherOf(valid: ValidText, against: readonly string[]): void {
  due = undefined;
  const chosen = new Map(against.flatMap((key) => (versions.has(key) ? [[key, versions.get(key) as ValidPolicy] as const] : [])));
  further(valid, { changes: changesIn(valid, chosen) });
}

/** More is known of the borrowers than when the text was checked; what is due is read with it anyway. */
function hintAgain(): void {
  if (last !== null && due === undefined) further(last, {});
}

function further(valid: ValidText, known: Pick<FurtherReply, "changes">): void {
  const hints = hintsIn(valid, EVIDENCE);
  reply({ kind: "further", hash: valid.policy.hash, ...news({ hints, ...known }), ...newBorrowers() });
}

const told = new Map<string, string>();

/** Of some findings those that differ from what was told last: to tell a thousand changes again would cost the page more than to draw a key. */
function news<Findings extends object>(findings: Findings): Partial<Findings> {
  const differing = Object.entries(findings).filter(([key, value]) => {
    const text = JSON.stringify(value);
    const isNews = told.get(key) !== text;
    told.set(key, text);
    return isNews;
  });
  return Object.fromEntries(differing) as Partial<Findings>;
}

const EVIDENCE: Evidence = (policy) => {
  summary = atHand?.summaryFor(policy) ?? null;
  return { borrowers: summary, tally };
};

function reply(message: CheckReply): void {
  self.postMessage(message);
}

function newBorrowers(): { readonly borrowers?: BorrowersSummary } {
  if (summary === null || summary === sent) return {};
  sent = summary;
  return { borrowers: summary };
}
