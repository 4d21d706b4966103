/** Borrowers → columns of JSON values, one for each fact that any of them gives; undefined where one gives none. */
import type { Facts, FactValue } from "#rules/policy";
import type { RawBatch } from "./types.ts";

/** Facts objects are read and not kept. */
export function columnsOf(borrowers: readonly Facts[]): RawBatch {
  const columns = new Map<string, (FactValue | undefined)[]>();
  borrowers.forEach((facts, row) => {
    for (const [name, value] of Object.entries(facts)) {
      let values = columns.get(name);
      if (values === undefined) {
        values = new Array<FactValue | undefined>(borrowers.length).fill(undefined);
        columns.set(name, values);
      }
      values[row] = value;
    }
  });
  return { rows: borrowers.length, columns: new Map([...columns].map(([name, values]) => [name, { kind: "values", values }])) };
}
