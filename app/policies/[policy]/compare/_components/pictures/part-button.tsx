import type { ReactNode } from "react";
import type { Tallied } from "#rules/figures";
import { ShowButton } from "../../../../../_components/show-button";
import type { GroupPart } from "../chosen-group";
import { ObservedMark } from "./observed-mark";
import type { ObservedName, Parted } from "./types";

interface PartButtonProps extends Parted {
  group: Pick<Tallied, "key">;
  part: GroupPart;
  /** Whether there is anybody to show. */
  shows: boolean;
  title?: string;
  children: ReactNode;
}

/** A figure of a group that leads to the borrowers behind it. */
export function PartButton({ group, part, shows, title, onPart, children }: PartButtonProps) {
  return (
    <ShowButton onShow={shows && onPart ? () => onPart(group.key, part) : undefined} title={title}>
      {children}
    </ShowButton>
  );
}

interface SeenCellProps extends Parted {
  group: Tallied;
  observed: ObservedName;
  range: readonly [number, number];
}

/** The mean of the outcome observed later; leads to those of whom it is known. */
export function SeenCell({ group, observed, range, onPart }: SeenCellProps) {
  return (
    <td>
      <PartButton
        group={group}
        part={{ all: true, where: { seen: observed.name } }}
        shows={(group.observed?.borrowers ?? 0) > 0}
        onPart={onPart}
      >
        <ObservedMark seen={group.observed} rate={observed.rate} range={range} />
      </PartButton>
    </td>
  );
}
