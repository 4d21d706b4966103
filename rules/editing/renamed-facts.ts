/** Facts that a draft names otherwise than the text that it began from, however the new name came there. */
import { sameJson } from "#rules/compare";
import type { Json } from "#rules/policy";
import { membersOf } from "./draft.ts";

/** As far as it is read here. */
type Document = { readonly facts?: Json };

export interface RenamedFact {
  readonly from: string;
  readonly to: string;
}

/** Each fact that went whose declaration one that came has, and no other; where several could be meant, none is. */
export function renamedFacts(base: Document, mine: Document): RenamedFact[] {
  const [before, after] = [factsOf(base), factsOf(mine)];
  const gone = [...before].filter(([name]) => !after.has(name));
  const came = [...after].filter(([name]) => !before.has(name));
  return gone.flatMap(([from, declared]) => {
    const fitting = came.filter(([, other]) => sameJson(declared, other));
    const rivals = gone.filter(([, other]) => sameJson(declared, other));
    const [only, ...more] = fitting;
    return only === undefined || more.length > 0 || rivals.length > 1 ? [] : [{ from, to: only[0] }];
  });
}

function factsOf(document: Document): ReadonlyMap<string, Json> {
  return new Map(membersOf(document.facts));
}
