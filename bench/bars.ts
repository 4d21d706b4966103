/** The bars that the measurements are held against: what is asked, what was measured, yes or no. */
import { MILLION, RULE_COUNTS, RULE_ROWS } from "./plan.ts";
import { costOf, type Measured, moreOf, mostMemoryOf, type Results } from "./results.ts";

export interface Bar {
  readonly asked: string;
  readonly measured: string;
  /** Null where it was not measured. */
  readonly holds: boolean | null;
}

const NOT_MEASURED = { measured: "not measured", holds: null } as const;

/** The bars at 10^6 borrowers for one case. */
export function barsOf(results: Results, name: string): Bar[] {
  const at = (engine: Measured["engine"], rows = MILLION) => results.get(engine, name, rows);
  const sample = results.all().find(({ engine, case: own }) => engine === "json-rules-engine" && own === name) ?? null;
  const zen = results.all().find(({ engine, case: own }) => engine === "zen-engine" && own === name) ?? null;
  return [
    atLeast("kernels, times json-rules-engine a core", 12_000, timesAs(sample, at("kernels"))),
    atLeast("kernels, times zen-engine a core", 5000, timesAs(zen, at("kernels"))),
    atMost("kernels, times one pass over the same bytes", 5, timesAs(at("kernels"), at("bare-read"))),
    atLeast("2 workers, times one", 1.6, figureOf(at("kernels-2"), "speedUp"), 2),
    atLeast("Parquet in, aggregates out, times json-rules-engine", 1500, timesAs(sample, at("parquet"))),
    atLeast("Parquet in, row by row out, times json-rules-engine", 600, timesAs(sample, at("parquet-rows"))),
    atMost("an edit of one threshold, ms", 10, figureOf(at("edit"), "updateMs"), 2),
    atMost(
      "5,000 fixtures × 2 versions of a changed text, ms",
      10,
      figureOf(results.all().find(({ engine, case: own }) => engine === "fixtures" && own === name) ?? null, "textMs"),
      2,
    ),
  ];
}

/** The bars that are not of one case: memory, and how cost grows. */
export function generalBars(results: Results): Bar[] {
  return [...memoryBars(results), ...borrowerBars(results), ruleBar(results)];
}

const TEN_MILLION = 10 * MILLION;
const MOST_MEMORY = 600;
/** Beyond this growth of the cost a row, a size is not called linear. */
const SLACK = 1.25;

function memoryBars(results: Results): Bar[] {
  const large = results.all().filter(({ engine, rows }) => engine.startsWith("parquet") && rows === TEN_MILLION);
  if (large.length === 0)
    return [
      { asked: "Parquet, memory at 10^7 below 600 MB", ...NOT_MEASURED, measured: "not measured; `npm run bench -- --ten-million` does" },
    ];
  return large.map((measured) => {
    const megabytes = mostMemoryOf(measured) / 1e6;
    const asked = `${measured.engine} of ${measured.case}: memory at 10^7 below ${MOST_MEMORY} MB`;
    return { asked, measured: `${megabytes.toFixed(0)} MB`, holds: megabytes < MOST_MEMORY };
  });
}

/** From 10^5 on the columns no longer fit into the caches, so that only memory's speed is left to grow by. */
function borrowerBars(results: Results): Bar[] {
  const cases = [...new Set(results.all().map(({ case: name }) => name))];
  return cases.flatMap((name) => {
    const [small, large] = [results.get("kernels", name, MILLION / 10), results.get("kernels", name, MILLION)];
    if (small === null || large === null) return [];
    const growth = costOf(large).median / costOf(small).median;
    const asked = `${name}: cost linear in borrowers (10^6 against 10^5, a row at most ${SLACK} ×)`;
    return [{ asked, measured: `${growth.toFixed(2)} ×`, holds: growth <= SLACK }];
  });
}

function ruleBar(results: Results): Bar {
  const asked = "cost no worse than linear in rules (10, 100, 1,000)";
  const measured = RULE_COUNTS.map((count) => results.get("kernels", `made-up-${count}`, RULE_ROWS));
  if (measured.some((one) => one === null)) return { asked, ...NOT_MEASURED };
  const each = measured.map((one, i) => costOf(one as Measured).median / (RULE_COUNTS[i] as number));
  const falls = each.every((cost, i) => i === 0 || cost <= (each[i - 1] as number));
  return { asked, measured: `${each.map((cost) => cost.toFixed(2)).join(", ")} ns a rule and row`, holds: falls };
}

function timesAs(slow: Measured | null, fast: Measured | null): number | null {
  return slow === null || fast === null ? null : costOf(slow).median / costOf(fast).median;
}

function figureOf(measured: Measured | null, name: string): number | null {
  return measured === null ? null : moreOf(measured, name);
}

function atLeast(asked: string, bar: number, value: number | null, digits = 0): Bar {
  const words = `${asked}: at least ${bar.toLocaleString("en")}`;
  return value === null ? { asked: words, ...NOT_MEASURED } : { asked: words, measured: told(value, digits), holds: value >= bar };
}

function atMost(asked: string, bar: number, value: number | null, digits = 2): Bar {
  const words = `${asked}: at most ${bar.toLocaleString("en")}`;
  return value === null ? { asked: words, ...NOT_MEASURED } : { asked: words, measured: told(value, digits), holds: value <= bar };
}

function told(value: number, digits: number): string {
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
