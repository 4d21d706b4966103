import type { Tallied } from "#rules/figures";
import type { Filters } from "../url-state";
import type { Choose, ShowBorrowers } from "./comparison-view";

/** Which group of a picture is chosen, and what choosing another does: the rows of `where.NAME=KEY`, those that do not shift too where the group counts such. */
export function chosenGroup(
  name: string,
  groups: readonly Pick<Tallied, "key" | "borrowers" | "shifted">[],
  { where }: Filters,
  choose: Choose,
): { readonly chosen: string | null; readonly onChoose: (key: string | null) => void } {
  const without = Object.fromEntries(Object.entries(where).filter(([other]) => other !== name));
  return {
    chosen: where[name] ?? null,
    onChoose: (key) => {
      const group = groups.find((one) => one.key === key);
      choose(group ? { where: { [name]: group.key }, all: group.shifted < group.borrowers } : null, { where: without });
    },
  };
}

/** Shows a part of a group's borrowers. */
export type ShowPart = (key: string, part: GroupPart) => void;

export interface GroupPart {
  /** Those that do not shift as well. */
  readonly all: boolean;
  /** Further filters of the same form. */
  readonly where?: Readonly<Record<string, string>>;
}

/** The group's own filter beside the part's. */
export function shownGroup(own: (key: string) => Partial<Filters>, show: ShowBorrowers): ShowPart {
  return (key, { all, where = {} }) => {
    const filter = own(key);
    show({ ...filter, all, where: { ...filter.where, ...where } });
  };
}
