/** Facts of a small portfolio, each with the column that gives it. */
import type { Fact, FactType } from "#rules/policy";

function fact(name: string, type: FactType): Fact {
  const open = { min: null, max: null, values: null, unit: null, label: {} };
  return { kind: "fact", name, type, nullable: true, scope: "borrower", protected: false, change: "none", ...open };
}

export const FACTS = [
  { fact: fact("limit", "money"), column: "amount" },
  { fact: fact("region", "string"), column: "region" },
  { fact: fact("active", "boolean"), column: "active" },
  { fact: fact("tags", "strings"), column: "tags" },
];
