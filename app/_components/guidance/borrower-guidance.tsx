"use client";

import type { Facts } from "#rules/policy";
import { ErrorState } from "../error-state";
import { useGuidance } from "../evaluation/use-guidance";
import { Spinner } from "../spinner";
import { BorrowerErrors } from "../trace/outcome-head";
import { GuidanceView } from "./guidance-view";

interface BorrowerGuidanceProps {
  policyText: string;
  scenario: Facts;
  facts: Facts;
  borrower: string;
}

/** Guidance as it is made in the background, and what stands in its way. */
export function BorrowerGuidance({ policyText, scenario, facts, borrower }: BorrowerGuidanceProps) {
  const { guidance, status, errors, error } = useGuidance({ policyText, scenario, facts });
  if (guidance !== null) return <GuidanceView guidance={guidance} borrower={borrower} />;
  if (status === "refused") return <BorrowerErrors errors={errors} />;
  if (status === "failed" || status === "invalid")
    return <ErrorState title="No guidance">{error ?? "the text is no valid policy"}</ErrorState>;
  return <Spinner words="Looking for what would change the outcome…" className="py-2" />;
}
