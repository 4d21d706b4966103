"use client";

import type { BacktestCell } from "#rules/portfolio";
import { MigrationMatrix } from "../../../../_components/comparison/migration-matrix";
import type { Measure } from "../../../../_components/comparison/terms";
import { useUrlState } from "../../../../_components/use-url-state";
import { meanText, type ObservedWords } from "./observed-words";

interface ResultMatrixProps {
  cells: readonly BacktestCell[];
  titles: { readonly baseline: string; readonly candidate: string };
  hasBalance: boolean;
  observed: ObservedWords | null;
}

/** The run's decisions against each other; the URL keeps which money the cells show. */
export function ResultMatrix({ cells, titles, hasBalance, observed }: ResultMatrixProps) {
  const [measure, setMeasure] = useUrlState("measure", "available");
  return (
    <MigrationMatrix
      cells={cells}
      titles={titles}
      measure={measure === "limit" ? "limit" : "available"}
      onMeasure={(next: Measure) => setMeasure(next)}
      hasBalance={hasBalance}
      observed={observed === null ? undefined : { name: observed.name, text: (mean) => meanText(mean, observed.binary) }}
    />
  );
}
