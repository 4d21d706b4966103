/** The borrowers beside the editor, summed up for each policy: facts once, derived facts whenever their expressions differ. */
import { type BorrowersSummary, summariseDerived, summariseFacts } from "#rules/hints";
import type { Facts, ValidPolicy } from "#rules/policy";

export class BorrowersAtHand {
  private facts: BorrowersSummary | null = null;
  private last: { readonly definitions: string; readonly summary: BorrowersSummary } | null = null;

  constructor(
    private readonly borrowers: readonly Facts[],
    private readonly scenario: Facts,
  ) {}

  /** The same object as long as nothing differs. */
  summaryFor(policy: ValidPolicy): BorrowersSummary {
    const definitions = JSON.stringify([policy.document.derived, [...policy.facts.keys()]]);
    if (this.last?.definitions !== definitions) this.last = { definitions, summary: this.summarise(policy) };
    return this.last.summary;
  }

  private summarise(policy: ValidPolicy): BorrowersSummary {
    this.facts ??= summariseFacts(this.borrowers);
    const derived = summariseDerived(policy, this.borrowers, this.scenario);
    return { borrowers: this.borrowers.length, facts: { ...this.facts.facts, ...derived.facts } };
  }
}
