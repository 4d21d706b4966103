/** A fact's values among the borrowers at hand as Markdown: who has none, a little histogram in block characters, the quartiles. */
import type { FactSummary } from "#rules/hints";
import { numberText } from "#rules/policy";

const BLOCKS = "▁▂▃▄▅▆▇█";
const BINS = 24;
const BAR = 16;
const SHOWN = 6;

export function distributionOf(summary: FactSummary, borrowers: number): string {
  const head = `${numberText(borrowers)} borrowers at hand · ${nullWords(summary, borrowers)}`;
  if (summary.known === 0) return head;
  return `${head}\n\n\`\`\`plaintext\n${summary.numbers.length > 0 ? numberPicture(summary) : valuePicture(summary)}\n\`\`\``;
}

function nullWords({ nulls }: FactSummary, borrowers: number): string {
  return nulls === 0 ? "all known" : `${numberText(nulls)} not known (${percent(nulls / borrowers)})`;
}

function numberPicture({ numbers }: FactSummary): string {
  const at = (share: number) => shortNumber(numbers[Math.round(share * (numbers.length - 1))] ?? 0);
  const [least, greatest] = [at(0), at(1)];
  if (least === greatest) return `all ${least}`;
  return `${least} ${histogram(numbers)} ${greatest}\nquarter ${at(0.25)} · half ${at(0.5)} · three quarters ${at(0.75)}`;
}

/** Counts in bins of equal width, as blocks from low to high; an empty bin is a space. */
export function histogram(sorted: ArrayLike<number>): string {
  const [least, greatest] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 0];
  const counts = new Array<number>(BINS).fill(0);
  for (const value of Array.from(sorted)) {
    const bin = Math.min(BINS - 1, Math.floor(((value - least) / (greatest - least || 1)) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return counts.map((count) => (count === 0 ? " " : (BLOCKS[Math.ceil((count / most) * BLOCKS.length) - 1] ?? " "))).join("");
}

function valuePicture({ top, distinct, known }: FactSummary): string {
  const most = top[0]?.count ?? 1;
  const shown = top.slice(0, SHOWN);
  const width = Math.max(...shown.map(({ value }) => String(value).length));
  const lines = shown.map(
    ({ value, count }) =>
      `${String(value).padEnd(width)} ${"█".repeat(Math.max(1, Math.round((count / most) * BAR))).padEnd(BAR)} ${percent(count / known)}`,
  );
  return [...lines, ...(distinct > SHOWN ? [`and ${numberText(distinct - SHOWN)} more values`] : [])].join("\n");
}

/** A share for reading: "12 %", "0.4 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? Math.round(value) : Number(value.toPrecision(1))} %`;
}

function shortNumber(value: number): string {
  return numberText(Number(value.toPrecision(6)));
}
