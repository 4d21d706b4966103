import type { ReactNode } from "react";
import {
  type FactGroup,
  type FairnessGroup,
  type FairRate,
  FOUR_FIFTHS,
  fairnessOf,
  LEAST_GROUP,
  type Standard,
  type Tallied,
} from "#rules/figures";
import { ratioText } from "#rules/format";
import { Card } from "../../../../../_components/card";
import { formatCount, formatPercent } from "../../../../../_components/format";
import { Tag } from "../../../../../_components/pill";
import { Segmented } from "../../../../../_components/segmented";
import { Choice, rowClass, Sideways } from "./choice";
import { PartButton } from "./part-button";
import type { Parted, PictureProps } from "./types";

interface FairnessTableProps extends Omit<PictureProps, "observed">, Parted {
  /** The protected fact's label. */
  by: string;
  groups: readonly Tallied<FactGroup>[];
  standard: Standard;
  onStandard?: (standard: Standard) => void;
}

/** The groups of a protected fact beside each other, under both versions: who is left unrestricted, who is raised, and in what ratio. */
export function FairnessTable(props: FairnessTableProps) {
  const { by, groups, standard, onStandard, titles, chosen, onChoose, onPart, actions } = props;
  const fair = fairnessOf(groups, standard);
  return (
    <Card
      title="Fairness"
      note={`by ${by}: protected, no rule reads it`}
      actions={
        <>
          {onStandard === undefined ? null : <StandardChoice standard={standard} onStandard={onStandard} />}
          {actions}
        </>
      }
    >
      <Sideways label={`Fairness by ${by}`}>
        <table className="w-full min-w-180 border-collapse text-right">
          <Heads titles={titles} />
          <tbody>
            {groups.map((group, i) => {
              const figures = fair[i] as FairnessGroup;
              return (
                <tr key={group.key} className={rowClass(chosen === group.key)}>
                  <th scope="row" className="text-left font-normal whitespace-nowrap">
                    <Choice choice={group.borrowers === 0 ? null : group.key} chosen={chosen} onChoose={onChoose}>
                      {group.label}
                    </Choice>{" "}
                    {figures.small ? <Tag title={`fewer than ${LEAST_GROUP} borrowers: sets no standard, needs no look`}>small</Tag> : null}
                  </th>
                  <td>
                    <PartButton group={group} onPart={onPart} part={{ all: true }} shows={group.borrowers > 0}>
                      {formatCount(group.borrowers)}
                    </PartButton>
                  </td>
                  {RATES.map(({ kind, side, filter, countOfGroup }) => (
                    <RateCells key={`${kind}-${side}`} rate={figures[side][kind]}>
                      {(text) => (
                        <PartButton
                          group={group}
                          onPart={onPart}
                          part={{ all: true, where: filter }}
                          shows={countOfGroup(group) > 0}
                          title={`${formatCount(countOfGroup(group))} ${kind} in ${titles[side]}`}
                        >
                          {text}
                        </PartButton>
                      )}
                    </RateCells>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Sideways>
      <p className="mt-1.5 text-sm text-faint">
        Unrestricted: neither frozen, referred nor decreased. Ratio: a group’s rate over that of the{" "}
        {standard === "largest" ? "largest group" : "most favoured group"} (marked =) among those of at least {LEAST_GROUP} borrowers;
        “look” below {FOUR_FIFTHS.toFixed(2)}, the four-fifths rule of thumb, where at least {LEAST_GROUP} cases were to be expected.
      </p>
    </Card>
  );
}

function Heads({ titles }: Pick<FairnessTableProps, "titles">) {
  const heads = ["unrestricted", "raised"].flatMap((what) => [
    <th key={`${what} rate before`} scope="col">{`${what} ${titles.baseline}`}</th>,
    <th key={`${what} ratio before`} scope="col">
      ratio
    </th>,
    <th key={`${what} rate after`} scope="col">{`${what} ${titles.candidate}`}</th>,
    <th key={`${what} ratio after`} scope="col">
      ratio
    </th>,
  ]);
  return (
    <thead className="text-sm text-faint">
      <tr className="align-bottom [&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
        <th scope="col" className="text-left">
          group
        </th>
        <th scope="col">borrowers</th>
        {heads}
      </tr>
    </thead>
  );
}

/** The rates in the order of the columns, with the filter of those whom each counts. */
const RATES = (["unrestricted", "raised"] as const).flatMap((kind) =>
  (["baseline", "candidate"] as const).map((side) => ({
    kind,
    side,
    filter: (kind === "raised" ? { decided: `${side}:increase` } : { unrestricted: side }) as Record<string, string>,
    countOfGroup: (group: Tallied) => (kind === "raised" ? group.raised[side] : group.borrowers - group.restricted[side]),
  })),
);

interface RateCellsProps {
  rate: FairRate;
  children: (text: string) => ReactNode;
}

function RateCells({ rate: { rate, ratio, look, standard }, children }: RateCellsProps) {
  return (
    <>
      <td>{rate === null ? "–" : children(formatPercent(rate))}</td>
      <td className="whitespace-nowrap">
        {look ? <Tag tone="amber">look</Tag> : null} {standard ? <span className="text-faint">= </span> : null}
        {ratioText(ratio, FOUR_FIFTHS)}
      </td>
    </>
  );
}

function StandardChoice({ standard, onStandard }: { standard: Standard; onStandard: (standard: Standard) => void }) {
  return (
    <Segmented<Standard>
      label="Compared with"
      value={standard}
      onChange={onStandard}
      options={[
        { value: "most-favoured", label: "Most favoured", title: "Ratios to the group with the highest rate" },
        { value: "largest", label: "Largest", title: "Ratios to the group with the most borrowers" },
      ]}
      className="h-6.5 text-sm"
    />
  );
}
