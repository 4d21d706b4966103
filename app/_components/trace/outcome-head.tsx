import { Flag } from "lucide-react";
import type { BorrowerError, Outcome } from "#rules/evaluate";
import type { ValidPolicy } from "#rules/policy";
import { DecisionBadge } from "../decision-badge";
import { Money, SignedMoney } from "../figures";
import { reviewWords } from "./trace-words";

/** An outcome in two lines: decision, limit before and after, available credit; and why a person must look. */
export function OutcomeHead({ policy, outcome }: { policy: ValidPolicy; outcome: Outcome }) {
  const review = reviewWords(policy, outcome);
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <DecisionBadge decision={outcome.decision} />
        <span>
          <span className="text-mute">limit </span>
          <Money value={outcome.limitBefore} />
          <span className="text-faint"> → </span>
          <Money value={outcome.limitAfter} className="font-semibold" />
        </span>
        {outcome.limitAfter === outcome.limitBefore ? null : <SignedMoney value={outcome.limitAfter - outcome.limitBefore} />}
        {outcome.available === undefined ? null : (
          <span>
            <span className="text-mute">available credit </span>
            <Money value={outcome.available} />
          </span>
        )}
      </p>
      {outcome.review ? (
        <p className="mt-1 flex items-center gap-1.5 text-sm text-amber">
          <Flag className="size-3" aria-hidden />
          needs review: {review.join("; ")}
        </p>
      ) : null}
    </div>
  );
}

/** Why a borrower has no outcome. */
export function BorrowerErrors({ errors }: { errors: readonly BorrowerError[] }) {
  return (
    <div className="rounded-md bg-downbg px-2.5 py-2 text-sm" role="status">
      <p className="font-medium text-down">No outcome: this borrower cannot be evaluated.</p>
      <ul className="mt-1 list-disc pl-4">
        {errors.map((error) => (
          <li key={`${error.code}:${error.fact}`}>{error.message}</li>
        ))}
      </ul>
    </div>
  );
}
