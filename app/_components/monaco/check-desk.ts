/**
 * Answers the page's checks; runs in the policy worker. A check's problems come first; of a valid text, what costs more comes after
 * them, once the keys rest. Versions to compare with, and borrowers, are sent once and kept; what is as it was told before is not told again.
 */
import type { BorrowersSummary, RuleTally } from "#rules/hints";
import { type Facts, PolicyReader, parsePolicy, type ValidPolicy } from "#rules/policy";
import { BorrowersAtHand } from "./borrowers-at-hand";
import { changesIn, hintsIn, type PolicyCheck, readCheck, type ValidText } from "./check-policy";

export type CheckRequest =
  | { readonly kind: "version"; readonly key: string; readonly text: string }
  /** `check` is its number. */
  | { readonly kind: "check"; readonly check: number; readonly text: string; readonly against: readonly string[] }
  | { readonly kind: "borrowers"; readonly facts: readonly Facts[]; readonly scenario: Facts }
  /** Of the text of that check. */
  | { readonly kind: "tally"; readonly check: number; readonly tally: RuleTally }
  /** No longer known of any text: other borrowers, or none. */
  | { readonly kind: "no-tally" };

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
  readonly check: number;
  readonly hints?: PolicyCheck["hints"];
  readonly changes?: PolicyCheck["changes"];
  readonly borrowers?: BorrowersSummary;
}

/** Who types on has no use for hints and changes of a text between, and the keys need the machine. */
const FURTHER_REST_MS = 150;

export class CheckDesk {
  private readonly versions = new Map<string, ValidPolicy>();
  private readonly reader = new PolicyReader();
  private readonly told = new Map<string, string>();
  private atHand: BorrowersAtHand | null = null;
  private tally: Extract<CheckRequest, { kind: "tally" }> | null = null;
  private last: { readonly check: number; readonly valid: ValidText } | null = null;
  private sent: BorrowersSummary | null = null;
  private due: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (reply: CheckReply) => void) {}

  take(request: CheckRequest): void {
    switch (request.kind) {
      case "version":
        this.keepVersion(request.key, request.text);
        break;
      case "check":
        this.orFailed(() => this.check(request.check, request.text, request.against));
        break;
      case "borrowers":
        this.atHand = new BorrowersAtHand(request.facts, request.scenario);
        this.hintAgain();
        break;
      case "tally":
        this.tally = request;
        // One of a text that is yet to be checked is read with its check.
        if (request.check === this.last?.check) this.hintAgain();
        break;
      case "no-tally":
        this.tally = null;
        this.hintAgain();
        break;
      default:
        request satisfies never;
    }
  }

  private keepVersion(key: string, text: string): void {
    const parsed = parsePolicy(text);
    if (parsed.ok) this.versions.set(key, parsed.policy);
  }

  private check(number: number, text: string, against: readonly string[]): void {
    clearTimeout(this.due);
    this.due = undefined;
    this.last = null;
    const { check, valid } = readCheck(text, this.reader);
    // The page has the text: sending it back would cost more than the check's other findings together.
    const { text: _text, hints: _hints, changes: _changes, outline, scenarioFacts, ...findings } = check;
    this.send({ kind: "check", ok: true, check: { ...findings, ...this.news({ outline, scenarioFacts }) } });
    if (valid === null) return;
    this.last = { check: number, valid };
    this.due = setTimeout(() => this.orFailed(() => this.compare(valid, against)), FURTHER_REST_MS);
  }

  private orFailed(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.send({ kind: "check", ok: false, message: error instanceof Error ? error.message : String(error) });
    }
  }

  private compare(valid: ValidText, against: readonly string[]): void {
    this.due = undefined;
    const { versions } = this;
    const chosen = new Map(against.flatMap((key) => (versions.has(key) ? [[key, versions.get(key) as ValidPolicy] as const] : [])));
    this.tellFurther({ changes: changesIn(valid, chosen) });
  }

  /** More is known of the borrowers than when the text was checked; what is due is read with it anyway. */
  private hintAgain(): void {
    if (this.due === undefined) this.tellFurther({});
  }

  private tellFurther(known: Pick<FurtherReply, "changes">): void {
    const { last } = this;
    if (last === null) return;
    const borrowers = this.atHand?.summaryFor(last.valid.policy) ?? null;
    const hints = hintsIn(last.valid, { borrowers, tally: this.tally?.check === last.check ? this.tally.tally : null });
    this.send({ kind: "further", check: last.check, ...this.news({ hints, ...known }), ...this.newBorrowers(borrowers) });
  }

  /** Of some findings those that differ from what was told last: to tell a thousand changes again would cost the page more than to draw a key. */
  private news<Findings extends object>(findings: Findings): Partial<Findings> {
    const differing = Object.entries(findings).filter(([key, value]) => {
      const text = JSON.stringify(value);
      const isNews = this.told.get(key) !== text;
      this.told.set(key, text);
      return isNews;
    });
    return Object.fromEntries(differing) as Partial<Findings>;
  }

  private newBorrowers(summary: BorrowersSummary | null): { readonly borrowers?: BorrowersSummary } {
    if (summary === null || summary === this.sent) return {};
    this.sent = summary;
    return { borrowers: summary };
  }
}
