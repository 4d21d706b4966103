/**
 * What the columnar evaluator must agree with the referee on, for one random pair of versions and many borrowers: every outcome, every
 * rejected row with its errors, every figure; and after a further edit the same as if it had been made anew.
 */
import { ColumnEvaluator, compile, type KernelSet, NodeTable, type RawBatch, type RawColumn } from "#rules/compile";
import { type ComparedBorrower, summarise } from "#rules/compare";
import { createEvaluator, type Evaluation, type Outcome } from "#rules/evaluate";
import { type Facts, type JsonObject, parsePolicy, toHundredths, type ValidPolicy } from "#rules/policy";
import { randomCase } from "./arbitraries.ts";
import { batchOf } from "./backends.ts";
import { Chooser } from "./chooser.ts";
import { randomlyEdited } from "./random-edit.ts";

/** The first difference found, in words with both sides; null where all agree. `pairs` counts policy × borrower. */
export interface Verdict {
  readonly pairs: number;
  readonly difference: string | null;
}

/** Checks one random case; the same arguments check the same. */
export async function columnsAgree(kernels: () => Promise<KernelSet>, seed: number, size: number, borrowers: number): Promise<Verdict> {
  const one = randomCase(seed, size, borrowers);
  const choose = new Chooser(seed ^ 0x2c1b3c6d);
  const scenario = one.borrowers[0]?.scenario ?? {};
  const facts = one.borrowers.map((borrower) => borrower.facts);
  const versions = editsOf(choose, one.document, 2);
  const [baseline, candidate, next] = [versions[0], versions[1], versions[2]].map((policy) => policy ?? (versions[0] as ValidPolicy)) as [
    ValidPolicy,
    ValidPolicy,
    ValidPolicy,
  ];
  const table = new NodeTable();
  const programOf = (b: ValidPolicy) =>
    compile(
      [
        { policy: baseline, scenario },
        { policy: b, scenario },
      ],
      table,
    );
  const evaluator = new ColumnEvaluator(programOf(candidate), await kernels(), facts.length);
  const rejected = evaluator.load(batchOf(facts));
  evaluator.run();
  const first = await difference(evaluator, rejected, [baseline, candidate], scenario, facts);
  const passing = new ColumnEvaluator(programOf(candidate), await kernels(), 2 * facts.length, { keepConditions: false });
  // Other borrowers stood in its rows before, and more of them.
  passing.load(batchOf([...facts, ...facts].reverse()));
  passing.run();
  const rejectedAgain = passing.load(inTypedArrays(batchOf(facts)));
  passing.run();
  const unkept = first ?? (await difference(passing, rejectedAgain, [baseline, candidate], scenario, facts)) ?? passingDifference(passing);
  const again = evaluator.update(programOf(next));
  const second = unkept ?? (await difference(evaluator, again.length > 0 ? again : null, [baseline, next], scenario, facts));
  const told = (what: string | null) => what && `columnsAgree(…, ${seed}, ${size}, ${borrowers}): ${what}`;
  return {
    pairs: facts.length * 2,
    difference: told(first) ?? told(unkept && `without conditions kept: ${unkept}`) ?? told(second && `after an edit: ${second}`),
  };
}

/** The same borrowers with numbers in typed arrays, every other column as codes, as files give them. */
function inTypedArrays({ rows, columns }: RawBatch): RawBatch {
  const given = (column: RawColumn, at: number) => (at % 2 === 0 ? typed(column) : coded(typed(column)));
  return { rows, columns: new Map([...columns].map(([name, column], at) => [name, given(column, at)])) };
}

function coded(column: RawColumn): RawColumn {
  if (column.kind !== "numbers") return column;
  const { nulls } = column;
  const numbers = Float64Array.from(new Set(column.values));
  const codes = Uint16Array.from(column.values, (value, row) =>
    nulls?.[row] === 1 ? 0xffff : numbers.findIndex((known) => Object.is(known, value) || known === value),
  );
  return { kind: "coded-numbers", codes, numbers, nulls: nulls !== null };
}

const WHOLE = [
  { Array: Uint8Array, least: 0, most: 255 },
  { Array: Int16Array, least: -32_768, most: 32_767 },
  { Array: Int32Array, least: -(2 ** 31), most: 2 ** 31 - 1 },
];

function typed(column: RawColumn): RawColumn {
  if (column.kind !== "values" || !column.values.every((value) => value === null || typeof value === "number")) return column;
  const numbers = column.values.map(Number);
  const nulls = Uint8Array.from(column.values, (value) => Number(value === null));
  const fits = WHOLE.find(({ least, most }) =>
    numbers.every((number) => Number.isInteger(number) && !Object.is(number, -0) && number >= least && number <= most),
  );
  return { kind: "numbers", values: (fits?.Array ?? Float64Array).from(numbers), nulls: nulls.includes(1) ? nulls : null };
}

/** The document, and valid random edits of it one after the other. */
function editsOf(choose: Chooser, document: JsonObject, edits: number): ValidPolicy[] {
  const found: ValidPolicy[] = [];
  let text = document;
  for (let tries = 0; found.length <= edits && tries < 12; tries++) {
    const edited = found.length === 0 ? document : randomlyEdited(choose, text);
    const parsed = parsePolicy(JSON.stringify(edited));
    if (!parsed.ok) continue;
    text = edited;
    found.push(parsed.policy);
  }
  return found;
}

/** `rejected` is null where the evaluator did not look again at rows that it knows. */
async function difference(
  evaluator: ColumnEvaluator,
  rejected: ReturnType<ColumnEvaluator["load"]> | null,
  policies: readonly [ValidPolicy, ValidPolicy],
  scenario: Facts,
  facts: readonly Facts[],
): Promise<string | null> {
  const [a, b] = [createEvaluator(policies[0], scenario), createEvaluator(policies[1], scenario)];
  const errors = new Map(rejected?.map(({ row, ...rest }) => [row, rest]));
  const compared: ComparedBorrower[] = [];
  for (const [row, given] of facts.entries()) {
    const pair = [await a.evaluate(given), await b.evaluate(given)] as const;
    const wanted = failureOf(pair);
    if (rejected !== null && JSON.stringify(wanted) !== JSON.stringify(errors.get(row) ?? null))
      return `row ${row}: errors ${JSON.stringify(errors.get(row))}, referee ${JSON.stringify(wanted)}`;
    for (const [version, evaluation] of pair.entries()) {
      const [found, expected] = [evaluator.outcomeAt(version, row), wanted === null && evaluation.ok ? evaluation.outcome : null];
      if (JSON.stringify(found) !== JSON.stringify(expected))
        return `row ${row}, version ${version}: ${JSON.stringify(found)}, referee ${JSON.stringify(expected)}`;
    }
    if (pair[0].ok && pair[1].ok) compared.push({ name: String(row), baseline: pair[0].outcome, candidate: pair[1].outcome });
  }
  return figuresDifference(evaluator, compared, facts.length);
}

/** Tile by tile, outcomes and figures are those of a whole run. */
function passingDifference(evaluator: ColumnEvaluator): string | null {
  const outcomesOf = (one: ColumnEvaluator, rows: number, from: number) =>
    Array.from({ length: rows }, (_, i) => [0, 1].map((version) => one.outcomeAt(version, from + i)));
  const whole = [outcomesOf(evaluator, evaluator.rows, 0), plain(evaluator.figures())];
  const seen: unknown[] = [];
  const figures = evaluator.pass((tile) => void seen.push(...outcomesOf(tile, tile.rows, 0)));
  return JSON.stringify([seen, plain(figures)]) === JSON.stringify(whole) ? null : "tile by tile, the outcomes or figures differ";
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one)));
}

function failureOf([a, b]: readonly [Evaluation, Evaluation]): { side: string; errors: unknown } | null {
  if (!a.ok) return { side: "baseline", errors: a.errors };
  return b.ok ? null : { side: "candidate", errors: b.errors };
}

function figuresDifference(evaluator: ColumnEvaluator, compared: readonly ComparedBorrower[], rows: number): string | null {
  const { summary, migration } = summarise(compared, rows - compared.length);
  const figures = evaluator.figures();
  const sums = (list: readonly Outcome[]) => list.reduce((sum, { limitAfter }) => sum + BigInt(toHundredths(limitAfter)), 0n);
  const found = {
    counts: [figures.borrowers, figures.errors, figures.shifted, figures.reasonShifted, figures.review.baseline, figures.review.candidate],
    cells: figures.cells.map((cell) => [cell.baseline, cell.candidate, cell.borrowers]),
    limit: String(figures.cells.reduce((sum, cell) => sum + cell.limitCandidate, 0n)),
  };
  const wanted = {
    counts: [summary.borrowers, summary.errors, summary.shifted, summary.reasonShifted, summary.baseline.review, summary.candidate.review],
    cells: migration.map((cell) => [cell.baseline, cell.candidate, cell.borrowers]),
    limit: String(sums(compared.map(({ candidate }) => candidate))),
  };
  return JSON.stringify(found) === JSON.stringify(wanted) ? null : `figures ${JSON.stringify(found)}, referee ${JSON.stringify(wanted)}`;
}
