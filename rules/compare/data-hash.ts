/**
 * What pins the borrowers of a comparison: the hash of their names and of those facts that either policy declares, in their order, whatever file
 * or set they came from. The same borrowers as CSV, as JSON, in a fixture set or in a portfolio have the same one.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type RawBatch, valueAt } from "#rules/compile";
import type { Facts, FactValue, ValidPolicy } from "#rules/policy";
import type { NamedBorrower } from "./compare.ts";

/** Characters that are hashed at once. */
const STRETCH = 65_536;

export class DataHash {
  private readonly facts: readonly string[];
  private readonly digest = sha256.create();
  private waiting = "";

  constructor(policies: readonly ValidPolicy[]) {
    this.facts = [...new Set(policies.flatMap((policy) => [...policy.facts.keys()]))].sort();
  }

  /** Adds a borrower: a line of JSON with its name and each fact that it gives, by the facts' names. */
  add(name: string, given: (fact: string) => FactValue | undefined): void {
    const facts = this.facts.flatMap((fact) => {
      const value = given(fact);
      return value === undefined ? [] : [[fact, value]];
    });
    this.waiting += `${JSON.stringify([name, ...facts])}\n`;
    if (this.waiting.length > STRETCH) this.flush();
  }

  private flush(): void {
    this.digest.update(utf8ToBytes(this.waiting));
    this.waiting = "";
  }

  /** `sha256:` and the hex digest; nobody is added afterwards. */
  finish(): string {
    this.flush();
    return `sha256:${bytesToHex(this.digest.digest())}`;
  }
}

/** The same borrowers, hashed as they go by. */
export async function* hashed<One extends NamedBorrower>(
  borrowers: Iterable<One> | AsyncIterable<One>,
  hash: DataHash,
): AsyncGenerator<One> {
  for await (const borrower of borrowers) {
    hash.add(borrower.name, factReader(borrower.facts));
    yield borrower;
  }
}

function factReader(facts: Facts): (fact: string) => FactValue | undefined {
  return (fact) => (Object.hasOwn(facts, fact) ? facts[fact] : undefined);
}

const STRETCH_ROWS = 2_048;

/** Of borrowers in columns; `pause` is awaited every some rows. */
export async function hashOfColumns(
  policies: readonly ValidPolicy[],
  names: readonly string[],
  { columns }: RawBatch,
  pause: () => Promise<void>,
): Promise<string> {
  const hash = new DataHash(policies);
  for (const [row, name] of names.entries()) {
    hash.add(name, (fact) => valueAt(columns.get(fact), row));
    if (row % STRETCH_ROWS === STRETCH_ROWS - 1) await pause();
  }
  return hash.finish();
}
