/**
 * The values of a text column and their codes. Where only some texts matter to a program, all others share one code, so that
 * a column with a million different texts stays small. A list's value is the texts in it.
 */
import { checkFactValue } from "#rules/evaluate";
import type { Fact, FactValue } from "#rules/policy";

export type Text = string | readonly string[];

export interface Entry {
  readonly code: number;
  /** Whether every version takes the value as valid; null for what must be looked at by itself. */
  readonly valid: boolean;
}

/** Values remembered one by one; those beyond are looked at each time. */
const MOST_REMEMBERED = 100_000;

export class Dictionary {
  /** By code; null for all texts that no test names and no catalogue lists. */
  readonly values: (Text | null)[] = [];
  private readonly codes = new Map<string, number>();
  private readonly known = new Map<string, Entry>();

  /** `interesting`: the texts that matter; null where all do. */
  constructor(
    private readonly facts: readonly Fact[],
    readonly interesting: ReadonlySet<string> | null,
  ) {
    for (const fact of facts) if (fact.type === "string") for (const value of fact.values ?? []) this.entryOf(value);
  }

  /** The code of a value, made if it is new. Anything but a text or a list of texts has none. */
  entryOf(value: FactValue): Entry | null {
    if (typeof value === "string") return this.once(`s${value}`, value);
    return Array.isArray(value) ? this.once(`l${JSON.stringify(value)}`, value as readonly string[]) : null;
  }

  private once(key: string, value: Text): Entry {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const valid = this.facts.every((fact) => checkFactValue(fact, value) === null);
    const entry = { code: this.codeOf(value), valid };
    // Texts of no interest are as many as there are borrowers: they are not remembered one by one.
    if (this.matters(value) && this.known.size < MOST_REMEMBERED) this.known.set(key, entry);
    return entry;
  }

  private matters(value: Text): boolean {
    return this.interesting === null || typeof value !== "string" || this.interesting.has(value) || this.isListed(value);
  }

  private isListed(value: string): boolean {
    return this.facts.some((fact) => fact.values?.includes(value) === true);
  }

  private codeOf(value: Text): number {
    const kept = this.matters(value) ? this.reduced(value) : null;
    const key = kept === null ? "other" : typeof kept === "string" ? `s${kept}` : `l${JSON.stringify(kept)}`;
    const known = this.codes.get(key);
    if (known !== undefined) return known;
    this.codes.set(key, this.values.length);
    return this.values.push(kept) - 1;
  }

  private reduced(value: Text): Text {
    if (typeof value === "string" || this.interesting === null) return value;
    return [...value].filter((text) => this.interesting?.has(text)).sort();
  }
}
