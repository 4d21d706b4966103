/** The results as docs/benchmarks.md. */
import { type Bar, barsOf, generalBars } from "./bars.ts";
import { caseOf } from "./cases.ts";
import type { EngineName } from "./engines/engine.ts";
import { COMPARED_MS } from "./measure.ts";
import { FIXTURES, MILLION, type Plan, RULE_COUNTS, RULE_ROWS, SAMPLE_ROWS } from "./plan.ts";
import { bestWallOf, costOf, type Measured, moreOf, mostMemoryOf, type Results } from "./results.ts";

export interface Circumstances {
  readonly machine: string;
  readonly versions: string;
  readonly date: string;
  readonly loadBefore: string;
  readonly loadAfter: string;
  /** What did not agree, in words; empty where all did. */
  readonly disagreements: readonly string[];
  /** Tasks that could not be measured, with the reason. */
  readonly failures: readonly string[];
}

const NAMES: Readonly<Record<EngineName, string>> = {
  "json-rules-engine": `json-rules-engine, ${SAMPLE_ROWS.toLocaleString("en")} rows`,
  "zen-engine": `zen-engine, ${SAMPLE_ROWS.toLocaleString("en")} rows`,
  kernels: "kernels, resident, 1 thread",
  "kernels-2": "kernels, resident, 2 workers",
  sql: "our SQL on DuckDB, aggregates",
  "sql-rows": "our SQL on DuckDB, rows to Parquet",
  "bare-read": "bare read of the same columns",
  parquet: "backtest, Parquet in, aggregates out",
  "parquet-rows": "backtest, Parquet in, rows to Parquet",
  edit: "edit of one threshold",
  fixtures: "fixtures",
};

const APART: ReadonlySet<EngineName> = new Set(["edit", "fixtures"]);

export function documentOf(plan: Plan, results: Results, circumstances: Circumstances): string {
  const parts = [
    heading(plan, circumstances),
    barSection(plan, results),
    ...plan.cases.map((name) => caseSection(results, name)),
    editSection(plan, results),
    ruleSection(results),
    honestySection(results, circumstances),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function heading({ rounds }: Plan, { machine, versions, date, loadBefore, loadAfter }: Circumstances): string {
  return `# Benchmarks

Written by \`npm run bench\`; figures are what the run gave, missed bars included.

- Machine: ${machine}
- Load average before ${loadBefore}; after ${loadAfter} (1, 5, 15 minutes)
- Versions: ${versions}
- Date: ${date}

**Method.** A row is one borrower under both versions with full outcomes (limit, decision, available credit, fired and applied rules, guardrails,
reasons, review) and the comparison's figures. ${rounds} interleaved rounds, every engine in a process of its own; within a process a warm-up, then several
samples, of json-rules-engine, zen-engine, the kernels and backtests as many as ${COMPARED_MS / 1000} seconds hold. The figure is CPU time (user and system, all threads) a row: the median of the rounds' medians, with the least and the most round. Ratios are
CPU against CPU of json-rules-engine of the same run and case. "Best wall" is the least disturbed sample. json-rules-engine and zen-engine go borrower by
borrower at a constant cost, so they are measured on ${SAMPLE_ROWS.toLocaleString("en")} rows. json-rules-engine: engine used again, a custom almanac, derived facts computed beforehand,
one run after the other. zen-engine: one decision per version whose expression node says which rules fire, derived facts given, 64 borrowers in
flight. Kernels: columns are loaded before the clock starts; "load" tells what that costs. Outcomes are let go once they are counted, by every engine;
"kept" tells what it costs to leave those of all borrowers in memory. The bare read adds up the bytes of the columns that the
policies read, as narrow as the kernels hold them, with 128-bit vectors. Backtests read a Parquet file (record 24) and evaluate in the same thread; "first" is what the first
one in a fresh process costs, as the command line has it; the server goes on in the same one.`;
}

function barSection(plan: Plan, results: Results): string {
  const cases = plan.cases.map((name) => ({ name, bars: barsOf(results, name) }));
  const rows = (cases[0]?.bars ?? []).map((bar, i) => [bar.asked, ...cases.map(({ bars }) => barCell(bars[i] as Bar))]);
  const general = generalBars(results).map((bar) => [bar.asked, barCell(bar)]);
  return `## Bars

At 10^6 borrowers:

${table(["bar", ...cases.map(({ name }) => name)], rows)}

${table(["bar", "measured"], general)}`;
}

function barCell({ measured, holds }: Bar): string {
  return holds === null ? measured : `${holds ? "yes" : "**no**"}, ${measured}`;
}

function caseSection(results: Results, name: string): string {
  const own = results.all().filter((measured) => measured.case === name && !APART.has(measured.engine));
  const sample = own.find(({ engine }) => engine === "json-rules-engine") ?? null;
  const sizes = [...new Set(own.filter(({ rows }) => rows !== SAMPLE_ROWS).map(({ rows }) => rows))].sort((a, b) => a - b);
  const byHand = own.filter(({ rows }) => rows === SAMPLE_ROWS);
  const tables = sizes.map((rows) => {
    const lines = [...byHand, ...own.filter((measured) => measured.rows === rows)].map((measured) => lineOf(measured, sample));
    return `${rows.toLocaleString("en")} borrowers:\n\n${table(["engine", "CPU a row", "min–max", "× json-rules-engine", "best wall a row", "peak memory", ""], lines)}`;
  });
  return [`## ${name}\n\n${sentence(caseOf(name).about)}`, ...tables].join("\n\n");
}

function lineOf(measured: Measured, sample: Measured | null): string[] {
  const cost = costOf(measured);
  const ratio = sample === null ? "" : times(costOf(sample).median / cost.median);
  const memory = `${(mostMemoryOf(measured) / 1e6).toFixed(0)} MB`;
  return [
    NAMES[measured.engine],
    time(cost.median),
    `${time(cost.least)}–${time(cost.most)}`,
    ratio,
    time(bestWallOf(measured)),
    memory,
    remark(measured),
  ];
}

function remark(measured: Measured): string {
  const more = (name: string) => moreOf(measured, name);
  const [load, kept, bytes, speedUp, best, differing, first] = [
    "loadNsPerRow",
    "keptNsPerRow",
    "bytesPerRow",
    "speedUp",
    "bestSpeedUp",
    "differing",
    "firstNsPerRow",
  ].map(more);
  if (measured.engine === "kernels")
    return `load ${time(load as number)}, kept ${time(kept as number)} a row, ${(bytes as number).toFixed(0)} B a row in all`;
  if (measured.engine === "bare-read") return `${(bytes as number).toFixed(0)} B a row`;
  if (measured.engine === "kernels-2") return `${(speedUp as number).toFixed(2)} × one worker (best ${(best as number).toFixed(2)} ×)`;
  if (first !== null && first !== undefined) return `first ${time(first)}`;
  return measured.engine === "zen-engine" ? `${differing} of ${SAMPLE_ROWS} rows differ` : "";
}

function editSection({ cases }: Plan, results: Results): string {
  const find = (engine: EngineName, name: string) =>
    results.all().find((measured) => measured.engine === engine && measured.case === name) ?? null;
  const line = (name: string, about: string, measured: Measured | null, prefix = "") => {
    if (measured === null) return [];
    const of = (key: string) => moreOf(measured, `${prefix}${key}`) as number;
    const pair = (key: string) => `${of(`${key}Ms`).toFixed(2)} (${of(`${key}P95Ms`).toFixed(2)})`;
    return [[name, about, pair("text"), pair("parsed"), pair("update"), `${(100 * of("flipped")).toFixed(2)} %`]];
  };
  const lines = cases.flatMap((name) => {
    const [edit, fixtures] = [find("edit", name), find("fixtures", name)];
    const [many, few] = [(edit?.rows ?? MILLION).toLocaleString("en"), FIXTURES.toLocaleString("en")];
    return [
      ...line(name, `${many} rows, one threshold`, edit),
      ...line(name, `${few} rows, one threshold`, fixtures),
      ...line(name, `${few} rows, a rule more or less`, fixtures, "rule-"),
    ];
  });
  if (lines.length === 0) return "";
  const head = ["case", "what changes", "from the text", "from the parsed policy", "update and figures", "limits that change"];
  return `## Edits

Borrowers stay loaded, the candidate's text changes each time. Wall time in milliseconds, median (95th percentile): from the text (parse, compile, update,
figures), from the parsed policy, and the update with the figures alone. "Limits that change" is the mean share of borrowers whose limit an edit moves.

${table(head, lines)}`;
}

function ruleSection(results: Results): string {
  const lines = RULE_COUNTS.flatMap((count) => {
    const measured = results.get("kernels", `made-up-${count}`, RULE_ROWS);
    if (measured === null) return [];
    const cost = costOf(measured);
    return [[String(count), time(cost.median), `${time(cost.least)}–${time(cost.most)}`, time(cost.median / count)]];
  });
  if (lines.length === 0) return "";
  const head = ["rules", "CPU a row", "min–max", "a row and rule"];
  return `## Cost by rules\n\nKernels, 1 thread, ${RULE_ROWS.toLocaleString("en")} borrowers.\n\n${table(head, lines)}`;
}

function honestySection(results: Results, { disagreements, failures }: Circumstances): string {
  const checked = results.all().filter(({ reports }) => reports.some(({ agreed }) => agreed !== null));
  const agreement =
    disagreements.length === 0
      ? `The aggregates of all ${checked.length} measurements that give any agree exactly on the same rows, and json-rules-engine's with the kernels' on its sample; zen-engine's differing rows stand in the tables. Edits are held against a new evaluation.`
      : `These do not agree with the kernels' aggregates: ${disagreements.join("; ")}.`;
  const failed = failures.length === 0 ? "" : `\n\nNot measured:\n\n${failures.map((failure) => `- ${failure}`).join("\n")}`;
  return `## Verified\n\n${agreement}${failed}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function time(nanoseconds: number): string {
  if (nanoseconds < 1000) return `${nanoseconds.toFixed(nanoseconds < 100 ? 1 : 0)} ns`;
  return nanoseconds < 1e6 ? `${(nanoseconds / 1000).toFixed(2)} µs` : `${(nanoseconds / 1e6).toFixed(2)} ms`;
}

function times(ratio: number): string {
  return ratio < 100 ? ratio.toFixed(1) : Math.round(ratio).toLocaleString("en");
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
