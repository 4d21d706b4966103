"use client";

import { memo, useMemo } from "react";
import {
  type ChangeBin,
  changeBins,
  type Grouping,
  type MigrationGroup,
  migrationGroups,
  type SwapSet,
  swapSetGroups,
  tally,
} from "#rules/figures";
import { cn } from "../../../../_components/class-names";
import { Select } from "../../../../_components/select";
import { replaceParams } from "../../../../_components/use-url-state";
import { MOVES } from "../parts";
import { hasBalance, type Shown, titlesOf } from "../shown";
import { NONE, pairKey, pairOf, type UrlState } from "../url-state";
import { chosenGroup, shownGroup } from "./chosen-group";
import type { Choose, ShowBorrowers } from "./comparison-view";
import { ChangeHistogram, MigrationPicture, SwapSetTable } from "./pictures";
import type { ObservedChoice } from "./use-observed";

export interface FiguresProps {
  shown: Shown;
  url: UrlState;
  observed: ObservedChoice;
  choose: Choose;
  show: ShowBorrowers;
}

/** What stands beside the changes: decisions, how far limits move, swap sets. */
export function SideFigures(props: FiguresProps) {
  return (
    <div
      className={cn(
        "grid min-w-0 content-start items-start gap-3",
        props.shown.outcomes.versions.changes.length === 0 && "lg:grid-cols-2 2xl:grid-cols-3",
      )}
    >
      <Decisions {...props} />
      <Distribution {...props} />
      <SwapSets {...props} />
    </div>
  );
}

const Decisions = memo(function Decisions({ shown, url, observed, choose, show }: FiguresProps) {
  const values = observed.chosen?.values;
  const cells = useMemo(() => {
    const grouping: Grouping<MigrationGroup> = migrationGroups(shown.outcomes);
    return tally(shown.outcomes, grouping, { observed: values });
  }, [shown, values]);
  const { pair } = url.filters;
  return (
    <MigrationPicture
      cells={cells}
      titles={titlesOf(shown)}
      measure={url.measure}
      onMeasure={(measure) => replaceParams({ measure: measure === "available" ? null : measure })}
      hasBalance={hasBalance(shown)}
      observed={observed.chosen ?? undefined}
      chosen={pair && pairKey(pair)}
      onTotal={(side, decision) => show({ all: true, where: side === null ? {} : { decided: `${side}:${decision}` } })}
      onChoose={(key) => {
        const next = pairOf(key);
        choose(next && { pair: next, all: next.baseline === next.candidate }, { pair: null });
      }}
    />
  );
});

const Distribution = memo(function Distribution({ shown, url, choose, show }: FiguresProps) {
  const { moves } = url;
  const bins = useMemo(() => {
    const grouping: Grouping<ChangeBin> = changeBins(shown.outcomes, moves);
    return tally(shown.outcomes, grouping);
  }, [shown, moves]);
  return (
    <ChangeHistogram
      bins={bins}
      measure={moves}
      onMeasure={(measure) => replaceParams({ moves: measure === "limit-percent" ? null : measure })}
      hasBalance={hasBalance(shown)}
      onMoving={() => show({ where: { [MOVES]: moves === "available" ? moves : "limit" } })}
      onStill={() => show({ all: true, where: { [`change.${moves}`]: "0" } })}
      {...chosenGroup(`change.${moves}`, bins, url.filters, choose)}
    />
  );
});

const SwapSets = memo(function SwapSets({ shown, url, observed, choose, show }: FiguresProps) {
  const values = observed.chosen?.values;
  const sets = useMemo(() => tally(shown.outcomes, swapSetGroups(shown.outcomes), { observed: values }), [shown, values]);
  return (
    <SwapSetTable
      sets={sets}
      titles={titlesOf(shown)}
      observed={observed.chosen ?? undefined}
      actions={<ObservedPicker observed={observed} />}
      onPart={shownGroup((key) => ({ treatment: key as SwapSet }), show)}
      chosen={url.filters.treatment}
      onChoose={(key) => {
        const set = sets.find((one) => one.key === key);
        choose(set ? { treatment: set.key, all: set.shifted < set.borrowers } : null, { treatment: null });
      }}
    />
  );
});

/** Which outcome observed later stands beside the figures. */
function ObservedPicker({ observed: { columns, chosen } }: Pick<FiguresProps, "observed">) {
  if (columns.length === 0) return null;
  return (
    <Select
      label="Outcome observed later"
      value={chosen?.name ?? NONE}
      options={[{ value: NONE, label: "nothing observed" }, ...columns.map((column) => ({ value: column, label: column }))]}
      onChange={(next) => replaceParams({ observed: next })}
      className="h-6.5 max-w-40 text-sm"
    />
  );
}
