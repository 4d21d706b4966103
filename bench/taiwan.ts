/** Borrowers made from the 30,000 real card borrowers: each is one of them, with its amounts and counts moved a little. */
import type { Fact, FactValue } from "#rules/policy";
import { BLOCK, type ColumnRoom, type Kind, type Population, type PopulationColumn } from "./population.ts";
import { randomStream, seedOf } from "./random.ts";

interface Source extends PopulationColumn {
  readonly fact: Fact;
  /** Numbers, 0 and 1, or codes; NaN where not known. */
  readonly values: Float64Array;
}

/** `csv` is the real portfolio, `facts` what the policies declare. */
export function resampledPopulation(csv: string, facts: ReadonlyMap<string, Fact>, seed: number): Population {
  const sources = sourcesOf(csv, facts);
  const people = sources[0]?.values.length ?? 0;
  const picked = new Uint32Array(BLOCK);
  return {
    columns: sources,
    fill(block, rows, rooms, offset) {
      const next = randomStream(seedOf(seed, "borrower", block));
      for (let row = 0; row < rows; row++) picked[row] = Math.floor(next() * people);
      sources.forEach((source, i) => {
        fillColumn(source, picked, randomStream(seedOf(seed, source.name, block)), rooms[i] as ColumnRoom, offset, rows);
      });
    },
  };
}

function fillColumn(source: Source, picked: Uint32Array, next: () => number, room: ColumnRoom, offset: number, rows: number): void {
  const move = jitterOf(source.fact);
  const nothing = source.kind === "codes" ? source.dictionary.length - 1 : 0;
  for (let row = 0; row < rows; row++) {
    const value = source.values[picked[row] as number] as number;
    const known = !Number.isNaN(value);
    room.values[offset + row] = known ? move(value, next()) : nothing;
    if (room.nulls !== null) room.nulls[offset + row] = known ? 0 : 1;
  }
}

/** A value moved by u in [0, 1), within the fact's bounds: amounts by a tenth, whole numbers by one now and then. */
function jitterOf({ type, min, max }: Fact): (value: number, u: number) => number {
  const bound = (value: number) => Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, value));
  if (type === "money") return (value, u) => bound(Math.round(value * (0.9 + 0.2 * u)));
  if (type === "number") return (value, u) => bound(Math.round(value * (0.9 + 0.2 * u) * 10_000) / 10_000);
  if (type === "integer") return (value, u) => (value === 0 ? value : bound(value + (u < 0.1 ? -1 : u > 0.9 ? 1 : 0)));
  return (value) => value;
}

const KINDS: Readonly<Record<Fact["type"], Kind>> = {
  number: "f64",
  money: "f64",
  integer: "i32",
  boolean: "booleans",
  string: "codes",
  strings: "codes",
};

function sourcesOf(csv: string, facts: ReadonlyMap<string, Fact>): Source[] {
  const [head = "", ...lines] = csv.trimEnd().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  return head.split(",").flatMap((name, at) => {
    const fact = facts.get(name);
    return fact === undefined
      ? []
      : [
          sourceOf(
            fact,
            cells.map((row) => row[at] as string),
          ),
        ];
  });
}

function sourceOf(fact: Fact, cells: readonly string[]): Source {
  const { name, type, nullable } = fact;
  const texts = type === "string" ? [...new Set(cells.filter((cell) => cell !== ""))].sort() : [];
  const dictionary: FactValue[] = type === "string" ? [...texts, null] : [];
  const read = (cell: string) => {
    if (cell === "") return Number.NaN;
    if (type === "boolean") return cell === "true" ? 1 : 0;
    return type === "string" ? texts.indexOf(cell) : Number(cell);
  };
  return { name, kind: KINDS[type], nullable, dictionary, fact, values: Float64Array.from(cells, read) };
}
