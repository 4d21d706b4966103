"use client";

import type { Change } from "#rules/compare";
import type { MoneyMeasure } from "#rules/figures";
import { formatSignedMoney, shortChangeName } from "#rules/format";
import { Tag } from "../../../../_components/pill";
import { sharesAt } from "../row-shares";
import type { Shares } from "../shown";

interface BecauseCellProps {
  shares: Shares | null;
  changes: readonly Change[];
  row: number;
  measure: MoneyMeasure;
}

const MOST = 3;

/** The changes with a share in a borrower's shift, the largest first. */
export function BecauseCell({ shares, changes, row, measure }: BecauseCellProps) {
  if (shares === null) return null;
  const found = sharesAt(shares, row, measure);
  const title = found.map(({ change, share }) => `${nameOf(changes, change)} ${formatSignedMoney(share / 100)}`).join("\n");
  return (
    <span className="flex min-w-0 gap-1" title={title}>
      {found.slice(0, MOST).map(({ change }) => (
        <Tag key={change} tone="accent" className="min-w-0 shrink truncate">
          {nameOf(changes, change)}
        </Tag>
      ))}
      {found.length > MOST ? <span className="text-faint">+{found.length - MOST}</span> : null}
    </span>
  );
}

function nameOf(changes: readonly Change[], id: string): string {
  const change = changes.find((one) => one.id === id);
  return change === undefined ? id : shortChangeName(change);
}
