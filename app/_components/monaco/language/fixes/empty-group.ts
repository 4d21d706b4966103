/** An empty `all` or `any` is true in json-rules-engine: writes that out, or takes the group away where that says the same. */
import { childAt, elementsOf, nodeAt, textValue } from "../policy-text";
import { removeAt, setAt } from "./edits";
import type { Fix, FixContext, Fixer } from "./types";

export const emptyGroup: Fixer = {
  codes: ["out-of-range"],
  fix: (context) => {
    const { node, path } = context;
    const key = path.at(-1);
    if ((key !== "all" && key !== "any") || node.type !== "array" || elementsOf(node).length > 0) return [];
    return [...writeOut(context, key), ...remove(context, key)];
  },
};

function writeOut({ document, path }: FixContext, key: string): Fix[] {
  const fact = textValue(childAt(nodeAt(document, ["limit"]), "fact"));
  if (fact === null) return [];
  const always = { fact, operator: "greaterThanInclusive", value: 0 };
  const title = `Replace the empty \`${key}\` by a test that is always true`;
  return [{ title, edits: setAt(document, path, [always]), isPreferred: true }];
}

/** Among others in an `all`, what is always true can go. */
function remove({ document, path }: FixContext, key: string): Fix[] {
  const group = path.slice(0, -1);
  const list = group.slice(0, -1);
  const isAmongOthers = typeof group.at(-1) === "number" && list.at(-1) === "all" && elementsOf(nodeAt(document, list)).length > 1;
  return isAmongOthers ? [{ title: `Remove the empty \`${key}\``, edits: removeAt(document, group), isPreferred: false }] : [];
}
