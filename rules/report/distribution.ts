/** How far limits and available credit move, as bars with their counts. */
import { type ChangeBin, type ChangeMeasure, changeBins, countScale, type Tallied, tally } from "#rules/figures";
import { binLabel, binWords, formatCount, MEASURE_WORDS, shortAmount } from "#rules/format";
import { type Html, html } from "./html.ts";
import { percent } from "./marks.ts";
import type { ReportInput } from "./types.ts";

export function distributionSection({ compared, hasBalance }: ReportInput): Html {
  const measures: ChangeMeasure[] = ["limit-percent", hasBalance ? "available" : "limit"];
  return html`<section class="keep"><h2>Distribution of changes</h2>${measures.map((measure) => histogram(tally(compared, changeBins(compared, measure)), measure))}</section>`;
}

const [HEIGHT, HEAD, FOOT] = [120, 14, 16];
const ROOM = HEIGHT - HEAD - FOOT;
const DENSE = 14;

function histogram(bins: readonly Tallied<ChangeBin>[], measure: ChangeMeasure): Html {
  const moved = bins.filter((bin) => bin.key !== "0");
  const moving = moved.reduce((sum, bin) => sum + bin.borrowers, 0);
  const still = bins.find((bin) => bin.key === "0")?.borrowers ?? 0;
  const scale = countScale(moved.map((bin) => bin.borrowers));
  const words = `${MEASURE_WORDS[measure]}: ${formatCount(moving)} move, ${formatCount(still)} stay${scale.logarithmic ? "; heights are logarithms of the counts" : ""}`;
  if (moving === 0) return html`<p class="note">${words}</p>`;
  return html`<p class="note">${words}</p><svg height="${HEIGHT}" role="img" aria-label="${words}">${moved.map((bin, i) => bar(bin, i, moved.length, scale.heightOf(bin.borrowers), measure))}<line x1="0" x2="100%" y1="${HEAD + ROOM}" y2="${HEAD + ROOM}" stroke="var(--line)"/></svg>`;
}

function bar(bin: Tallied<ChangeBin>, place: number, of: number, share: number, measure: ChangeMeasure): Html {
  const height = bin.borrowers === 0 ? 0 : Math.max(1.5, Math.round(1000 * ROOM * share) / 1000);
  const [left, step] = [place / of, 1 / of];
  const top = Number((HEAD + ROOM - height).toFixed(3));
  const middle = percent(left + step / 2);
  const count = of > DENSE ? shortAmount(bin.borrowers) : formatCount(bin.borrowers);
  return html`<g><title>${binWords(bin, measure)}: ${formatCount(bin.borrowers)}</title><rect x="${percent(left + step * 0.06)}" y="${top}" width="${percent(step * 0.88)}" height="${height}" rx="2" fill="${bin.from === null || bin.from < 0 ? "var(--down)" : "var(--up)"}" opacity="0.78"/>${
    bin.borrowers === 0 ? null : html`<text x="${middle}" y="${top - 3}" text-anchor="middle">${count}</text>`
  }${of > DENSE && place % 2 === 1 ? null : html`<text x="${middle}" y="${HEIGHT - 3}" text-anchor="middle">${binLabel(bin, measure)}</text>`}</g>`;
}
