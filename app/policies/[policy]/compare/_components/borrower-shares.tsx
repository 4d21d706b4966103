"use client";

import type { Change } from "#rules/compare";
import { sentenceOfChange } from "#rules/format";
import { ChangeName } from "../../../../_components/comparison/change-name";
import { SignedMoney } from "../../../../_components/figures";
import { TraceSection } from "../../../../_components/trace/trace-section";
import { type RowShare, sharesAt } from "../row-shares";
import { hasBalance, type Shares, type Shown } from "../shown";
import { availableShift, limitShift } from "../sort-rows";

/** Each change's part in one borrower's shift, and the sum, which is the shift itself. */
export function BorrowerShares({ shown, shares, row }: { shown: Shown; shares: Shares | null; row: number }) {
  if (shares === null) return null;
  const { changes } = shown.outcomes.versions;
  const known = hasBalance(shown);
  const found = sharesAt(shares, row, known ? "available" : "limit");
  if (found.length === 0) return null;
  return (
    <TraceSection
      title="Because of"
      note="each change’s part in the shift, over all orders in which they could be made"
      className="mt-3 mb-3"
    >
      <table className="w-full max-w-220 text-sm">
        <thead>
          <tr className="text-left text-faint">
            <th scope="col" className="py-0.5 pr-3 font-normal">
              change
            </th>
            <th scope="col" className="py-0.5 pr-3 font-normal">
              what it does
            </th>
            <th scope="col" className="w-28 py-0.5 pl-3 text-right font-normal">
              limit
            </th>
            {known ? (
              <th scope="col" className="w-28 py-0.5 pl-3 text-right font-normal">
                available credit
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {found.map((share) => (
            <ShareLine key={share.change} share={share} change={changes.find(({ id }) => id === share.change)} known={known} />
          ))}
          <tr className="border-t border-line font-semibold">
            <th scope="row" colSpan={2} className="py-1 text-left font-semibold">
              Shift, exact
            </th>
            <td className="text-right">
              <SignedMoney hundredths={limitShift(shown, row)} />
            </td>
            {known ? (
              <td className="text-right">
                <SignedMoney hundredths={availableShift(shown, row) || 0} />
              </td>
            ) : null}
          </tr>
        </tbody>
      </table>
    </TraceSection>
  );
}

function ShareLine({ share, change, known }: { share: RowShare; change: Change | undefined; known: boolean }) {
  if (change === undefined) return null;
  const sentence = sentenceOfChange(change);
  return (
    <tr className="border-t border-line">
      <th scope="row" className="max-w-64 truncate py-1 pr-3 text-left font-normal">
        <ChangeName change={change} />
      </th>
      <td className="max-w-100 truncate pr-3 text-mute" title={sentence}>
        {sentence}
      </td>
      <td className="text-right">
        <SignedMoney hundredths={share.limit} />
      </td>
      {known ? (
        <td className="text-right">
          <SignedMoney hundredths={share.available} />
        </td>
      ) : null}
    </tr>
  );
}
