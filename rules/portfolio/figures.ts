/** A tally as the figures of a backtest, in currency. */
import type { ComparisonSummary, SideSummary } from "#rules/compare";
import { DECISIONS, type Decision } from "#rules/evaluate";
import { fromHundredths } from "#rules/policy";
import { FIELD, type FigureTable } from "./figure-table.ts";
import type { BreakdownSpec, GroupKey, GroupLines } from "./group-lines.ts";
import { bucketFrom, bucketTo, mergedBuckets } from "./number-buckets.ts";
import { OBSERVED_PARTS, OVERALL, type Tally } from "./tally.ts";
import type { Backtest, BacktestCell, Breakdown, BreakdownGroup, Observed, ObservedSummary } from "./types.ts";

const SIDES = DECISIONS.length;
const MOST_VALUES = 20;
const MOST_RANGES = 10;
/** Decisions that leave a borrower with less, or without a decision yet. */
const RESTRICTIVE: ReadonlySet<Decision> = new Set(["freeze", "refer", "decrease"]);

type Side = "Baseline" | "Candidate";

/** Lines of a table whose figures are added up. */
interface Part {
  readonly table: FigureTable;
  readonly lines: readonly number[];
}

const count = ({ table, lines }: Part, field: number) => lines.reduce((sum, line) => sum + table.count(line, field), 0);
const money = ({ table, lines }: Part, field: number) =>
  fromHundredths(Number(lines.reduce((sum, line) => sum + table.sum(line, field), 0n)));

/** Everything of a backtest that the tally knows; `errors` rows have no outcome on one side at least. */
export function figuresOf(
  tally: Tally,
  errors: number,
  observed: string | null,
): Pick<Backtest, "summary" | "migration" | "breakdowns" | "distribution"> {
  const lines = Array.from({ length: OVERALL }, (_, line) => line);
  const cells: Part = { table: tally.cells, lines };
  const all: Part = { table: tally.cells, lines: [...lines, OVERALL] };
  const side = (of: Side, hasDecision: (decision: number, line: number) => boolean): SideSummary => ({
    ...moneyOf(cells, of),
    decisions: byDecision((decision) => count({ ...cells, lines: lines.filter((line) => hasDecision(decision, line)) }, FIELD.borrowers)),
    review: count(all, FIELD[`review${of}`]),
  });
  const summary: ComparisonSummary = {
    borrowers: count(cells, FIELD.borrowers) + errors,
    errors,
    shifted: count(all, FIELD.shifted),
    reasonShifted: count(all, FIELD.reasonShifted),
    baseline: side("Baseline", (decision, line) => Math.floor(line / SIDES) === decision),
    candidate: side("Candidate", (decision, line) => line % SIDES === decision),
  };
  return {
    summary: {
      ...summary,
      limitBefore: money(all, FIELD.limitBefore),
      ...(observed === null ? {} : { observed: observedSummary(cells, observed) }),
    },
    migration: lines.flatMap((line) => cellOf(tally.cells, line, observed !== null)),
    breakdowns: tally.breakdowns.map(({ spec, lines, table }) => breakdownOf(spec, lines, table, observed !== null)),
    distribution: tally.ladder.bins(),
  };
}

function moneyOf(part: Part, side: Side): Pick<SideSummary, "limit" | "available"> {
  return { limit: money(part, FIELD[`limit${side}`]), available: money(part, FIELD[`available${side}`]) };
}

function byDecision<T>(of: (decision: number) => T): Record<Decision, T> {
  return Object.fromEntries(DECISIONS.map((name, decision) => [name, of(decision)])) as Record<Decision, T>;
}

function cellOf(table: FigureTable, line: number, observed: boolean): BacktestCell[] {
  const part: Part = { table, lines: [line] };
  const borrowers = count(part, FIELD.borrowers);
  if (borrowers === 0) return [];
  return [
    {
      baseline: DECISIONS[Math.floor(line / SIDES)] as Decision,
      candidate: DECISIONS[line % SIDES] as Decision,
      borrowers,
      limitBaseline: money(part, FIELD.limitBaseline),
      limitCandidate: money(part, FIELD.limitCandidate),
      availableBaseline: money(part, FIELD.availableBaseline),
      availableCandidate: money(part, FIELD.availableCandidate),
      ...(observed ? { observedMean: observedOf(part).mean } : {}),
    },
  ];
}

// --- an outcome observed later ---------------------------------------------------------------------

function observedOf(part: Part): Observed {
  const borrowers = count(part, FIELD.observed);
  if (borrowers === 0) return { borrowers, mean: null };
  const parts = part.lines.reduce(
    (sum, line) => sum + part.table.sum(line, FIELD.observedWhole) * BigInt(OBSERVED_PARTS) + part.table.sum(line, FIELD.observedParts),
    0n,
  );
  return { borrowers, mean: Number(parts) / OBSERVED_PARTS / borrowers };
}

function observedSummary(all: Part, column: string): ObservedSummary {
  const where = (test: (baseline: Decision, candidate: Decision) => boolean) =>
    observedOf({
      table: all.table,
      lines: all.lines.filter((line) => test(DECISIONS[Math.floor(line / SIDES)] as Decision, DECISIONS[line % SIDES] as Decision)),
    });
  const restricts = (decision: Decision) => RESTRICTIVE.has(decision);
  return {
    column,
    all: observedOf(all),
    baseline: byDecision((decision) => where((a) => a === DECISIONS[decision])),
    candidate: byDecision((decision) => where((_, b) => b === DECISIONS[decision])),
    swapSets: {
      restricted: where((a, b) => !restricts(a) && restricts(b)),
      released: where((a, b) => restricts(a) && !restricts(b)),
      otherwise: where((a, b) => a !== b && restricts(a) === restricts(b)),
      same: where((a, b) => a === b),
    },
  };
}

// --- breakdowns ------------------------------------------------------------------------------------

type Group = Pick<BreakdownGroup, "label" | "kind" | "from" | "to"> & { readonly lines: readonly number[] };

function breakdownOf(spec: BreakdownSpec, lines: GroupLines, table: FigureTable, observed: boolean): Breakdown {
  const groups = groupsOf(lines.keys, lines.wholeNumbers, (line) => table.count(line, FIELD.borrowers));
  return {
    by: spec.by,
    subject: spec.subject,
    protected: spec.protected,
    groups: groups.map(({ lines, ...group }) => figuresOfGroup(group, { table, lines }, observed)),
  };
}

function figuresOfGroup(group: Omit<Group, "lines">, part: Part, observed: boolean): BreakdownGroup {
  const side = (of: Side): SideSummary => ({
    ...moneyOf(part, of),
    decisions: byDecision((decision) => count(part, FIELD[`decisions${of}`] + decision)),
    review: count(part, FIELD[`review${of}`]),
  });
  return {
    ...group,
    borrowers: count(part, FIELD.borrowers),
    shifted: count(part, FIELD.shifted),
    summary: { baseline: side("Baseline"), candidate: side("Candidate") },
    ...(observed ? { observed: observedOf(part) } : {}),
  };
}

function groupsOf(keys: readonly GroupKey[], wholeNumbers: boolean, rowsOf: (line: number) => number): Group[] {
  const present = keys.map((key, line) => ({ key, line, rows: rowsOf(line) })).filter(({ rows }) => rows > 0);
  const of = (type: string) => present.filter(({ key }) => key !== null && typeof key === type);
  const single = (found: typeof present, label: string, kind: BreakdownGroup["kind"]): Group[] =>
    found.length === 0 ? [] : [{ label, kind, lines: found.map(({ line }) => line) }];
  const texts = of("string").sort((a, b) => b.rows - a.rows || ((a.key as string) < (b.key as string) ? -1 : 1));
  return [
    ...numberGroups(
      of("number").map(({ key, line, rows }) => ({ bucket: key as number, line, rows })),
      wholeNumbers,
    ),
    ...of("boolean")
      .sort((a, b) => Number(b.key) - Number(a.key))
      .map(({ key, line }): Group => ({ label: String(key), kind: key === true ? "true" : "false", lines: [line] })),
    ...texts.slice(0, MOST_VALUES).map(({ key, line }): Group => ({ label: key as string, kind: "value", lines: [line] })),
    ...single([...texts.slice(MOST_VALUES), ...of("undefined")], "other", "other"),
    ...single(
      present.filter(({ key }) => key === null),
      "not known",
      "null",
    ),
  ];
}

interface Bucket {
  readonly bucket: number;
  readonly line: number;
  readonly rows: number;
}

/** Whole numbers of which there are few stand alone; others in ranges of about equal size with readable edges. */
function numberGroups(found: readonly Bucket[], wholeNumbers: boolean): Group[] {
  const buckets = [...found].sort((a, b) => a.bucket - b.bucket);
  const alone = wholeNumbers && buckets.length <= MOST_VALUES && buckets.every(({ bucket }) => isOneInteger(bucket));
  if (alone) return buckets.map(({ bucket, line }) => ({ label: numberLabel(integerOf(bucket)), kind: "value", lines: [line] }));
  const ranges = mergedBuckets(
    buckets.map(({ rows }) => rows),
    MOST_RANGES,
  );
  return ranges.map(({ first, last }) => rangeGroup(buckets.slice(first, last + 1)));
}

function rangeGroup(buckets: readonly Bucket[]): Group {
  const [first, last] = [buckets[0]?.bucket ?? 0, buckets.at(-1)?.bucket ?? 0];
  const lines = buckets.map(({ line }) => line);
  if (first === 0 && last === 0) return { label: "0", kind: "value", lines };
  const [from, to] = [bucketFrom(first), bucketTo(last)];
  return { label: `${numberLabel(from)} to ${last === 0 ? "" : "under "}${numberLabel(to)}`, kind: "range", from, to, lines };
}

/** Between the edges of a bucket below 100 stands one integer at most, and between those of 10 to 100 exactly one. */
function isOneInteger(bucket: number): boolean {
  return Math.abs(integerOf(bucket)) < 100;
}

function integerOf(bucket: number): number {
  return Math.ceil(bucketFrom(bucket)) + 0;
}

function numberLabel(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 6 });
}
