/** Figures of a column of numbers, out of its different values in ascending order with their counts. */
import type { DuckDBDataChunk } from "@duckdb/node-api";
import { hasTwoDecimals } from "#rules/policy";
import type { NumberBin } from "#rules/portfolio";
import type { Database } from "./duckdb.ts";

export interface NumberFigures {
  readonly distinct: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly quantiles: readonly [number, number, number, number, number] | null;
  readonly histogram: readonly NumberBin[];
  /** Every one is a safe integer. */
  readonly whole: boolean;
  readonly twoDecimals: boolean;
}

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
const MOST_BINS = 20;

/** `number` is the SQL of the number in the table `counted`; values that are not finite are left out. */
export async function profileNumbers(database: Database, number: string): Promise<NumberFigures> {
  const grouped = `SELECT x, sum(n)::DOUBLE AS rows FROM (SELECT ${number} + 0.0 AS x, n FROM counted) WHERE isfinite(x) GROUP BY x`;
  const [totals] = await database.rows(`SELECT min(x), max(x), coalesce(sum(rows), 0)::DOUBLE, bool_and(x = floor(x)) FROM (${grouped})`);
  const [least, most, rows] = [Number(totals?.[0]), Number(totals?.[1]), Number(totals?.[2])];
  if (rows === 0)
    return { distinct: 0, min: null, max: null, mean: null, quantiles: null, histogram: [], whole: false, twoDecimals: false };
  const figures = new Ascending(rows, binsBetween(least, most, totals?.[3] === true));
  const result = await (await database.connection()).stream(`SELECT x, rows FROM (${grouped}) ORDER BY x`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const [values, counts] = [doublesOf(chunk, 0), doublesOf(chunk, 1)];
    for (let i = 0; i < values.length; i++) figures.add(values[i] as number, counts[i] as number);
  }
  return { min: least, max: most, ...figures.result() };
}

function doublesOf(chunk: DuckDBDataChunk, at: number): Float64Array {
  return (chunk.getColumnVector(at) as unknown as { readonly items: Float64Array }).items;
}

class Ascending {
  private distinct = 0;
  private seen = 0;
  private sum = 0;
  private lost = 0;
  private whole = true;
  private twoDecimals = true;
  private bin = 0;
  private readonly quantiles: number[] = [];
  private readonly counts: number[];

  constructor(
    private readonly rows: number,
    private readonly edges: readonly number[],
  ) {
    this.counts = edges.slice(1).map(() => 0);
  }

  add(value: number, rows: number): void {
    this.distinct++;
    this.seen += rows;
    this.addToSum(value * rows);
    if (this.whole && !Number.isSafeInteger(value)) this.whole = false;
    if (this.twoDecimals && !hasTwoDecimals(value)) this.twoDecimals = false;
    while (this.quantiles.length < SHARES.length && this.seen >= (SHARES[this.quantiles.length] as number) * this.rows)
      this.quantiles.push(value);
    while (this.bin < this.counts.length - 1 && value >= (this.edges[this.bin + 1] as number)) this.bin++;
    this.counts[this.bin] = (this.counts[this.bin] as number) + rows;
  }

  /** Kahan's summation: the order is given, so the sum is the same every time. */
  private addToSum(value: number): void {
    const corrected = value - this.lost;
    const next = this.sum + corrected;
    this.lost = next - this.sum - corrected;
    this.sum = next;
  }

  result() {
    const { distinct, whole, twoDecimals, counts, edges } = this;
    return {
      distinct,
      whole,
      twoDecimals,
      mean: this.sum / this.rows,
      quantiles: this.quantiles as unknown as NumberFigures["quantiles"],
      histogram: counts.map((rows, i): NumberBin => ({ from: edges[i] as number, to: edges[i + 1] as number, rows })),
    };
  }
}

/** Edges of at most 20 bins of one readable width (1, 2, 2.5 or 5 times a power of ten, at least 1 of whole numbers) that hold everything from least to most. */
export function binsBetween(least: number, most: number, whole: boolean): number[] {
  if (least === most) return [least, most];
  const width = Math.max(whole ? 1 : 0, readableWidth((most - least) / MOST_BINS));
  const first = Math.floor(least / width);
  const edges: number[] = [];
  for (let k = first; ; k++) {
    edges.push(Number((k * width).toPrecision(12)));
    if (k > first && k * width >= most) return edges;
  }
}

function readableWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power >= least) ?? 10;
  return Number((factor * power).toPrecision(3));
}
