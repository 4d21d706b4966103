"use client";

import { useParams, useRouter } from "next/navigation";
import { useMemo } from "react";
import type { RawBatch } from "#rules/compile";
import { takeAddress } from "../../../../_components/dial/numbers";
import { ThresholdDial } from "../../../../_components/dial/threshold-dial";
import { useUrlState } from "../../../../_components/use-url-state";
import type { Shown } from "../shown";
import type { ObservedChoice } from "./use-observed";

/** The dial on a number of the candidate, where the URL names one; the value taken goes into the draft on the Edit page. */
export function CompareDial({ shown: { candidate, borrowers }, observed }: { shown: Shown; observed: ObservedChoice["chosen"] }) {
  const [at, setAt] = useUrlState("dial");
  const batch = useMemo(() => withObserved(borrowers.batch, observed), [borrowers.batch, observed]);
  const router = useRouter();
  const { policy: slug } = useParams<{ policy: string }>();
  if (at === "") return null;
  const accept = (value: number) => {
    const address = takeAddress(candidate.policy, slug, at, value);
    if (address !== null) router.push(address);
  };
  return (
    <ThresholdDial
      title={candidate.title}
      policyText={candidate.text}
      policy={candidate.policy}
      scenario={candidate.scenario}
      borrowers={batch}
      {...(observed === null ? {} : { observed: observed.name })}
      at={at}
      onAt={setAt}
      onClose={() => setAt(null)}
      onAccept={accept}
    />
  );
}

/** The borrowers with the outcome observed later as one more column. */
function withObserved(batch: RawBatch, observed: ObservedChoice["chosen"]): RawBatch {
  if (observed === null) return batch;
  const nulls = Uint8Array.from(observed.values, (value) => (Number.isNaN(value) ? 1 : 0));
  return { ...batch, columns: new Map([...batch.columns, [observed.name, { kind: "numbers", values: observed.values, nulls }]]) };
}
