"use client";

import { memo, useMemo } from "react";
import type { Book, BookSide } from "#rules/figures";
import { Card } from "../../../../_components/card";
import { Shift } from "../../../../_components/comparison/headline-figures";
import {
  formatCompactMoney,
  formatCount,
  formatPercent,
  formatSignedCompactMoney,
  formatSignedCount,
  formatSignedPercent,
} from "../../../../_components/format";
import { ShowButton } from "../../../../_components/show-button";
import { bookUnder } from "../book";
import { MOVES } from "../parts";
import { hasBalance, type Shown, titlesOf } from "../shown";
import type { UrlState } from "../url-state";
import { AssumptionsPopover } from "./assumptions-popover";

interface BookStripProps {
  shown: Shown;
  assumptions: UrlState["assumptions"];
  observed: { readonly name: string; readonly values: Float64Array } | null;
  onShow: (where: Record<string, string>) => void;
}

/** What both versions mean for the book, under the reader's assumptions; a figure that nothing is assumed for is absent. */
export const BookStrip = memo(function BookStrip({ shown, assumptions, observed, onShow }: BookStripProps) {
  const values = observed?.values ?? null;
  const assumed = JSON.stringify(assumptions);
  const book = useMemo(() => bookUnder(shown, JSON.parse(assumed) as typeof assumptions, values), [shown, assumed, values]);
  const against = `${titlesOf(shown).baseline}:`;
  const figures = FIGURES.filter(({ key }) => book.baseline[key] !== null && book.candidate[key] !== null);
  if (!hasBalance(shown)) return null;
  return (
    <Card aria-label="The book" className="mb-3 flex items-center gap-3 py-2">
      <div className="flex min-w-0 flex-wrap gap-x-6 gap-y-2">
        {figures.map((figure) => (
          <BookFigure key={figure.key} figure={figure} book={book} against={against} onShow={onShow} />
        ))}
      </div>
      <AssumptionsPopover shown={shown} assumptions={assumptions} observed={observed} />
    </Card>
  );
});

interface Figure {
  readonly key: Exclude<keyof BookSide, "limit" | "available">;
  readonly label: string;
  readonly text: (value: number) => string;
  readonly shiftText: (shift: number, before: number) => string;
  /** The borrowers behind a side's figure, as the URL has them: whom it counts, or whose part of a sum differs. */
  readonly where: (side: "baseline" | "candidate") => Record<string, string>;
}

/** In percentage points, or of an amount with its share of what it was. */
const points = (shift: number) => `${formatSignedPercent(shift).replace(" %", "")} points`;
const money = (shift: number, before: number) =>
  `${formatSignedCompactMoney(shift)}${before === 0 ? "" : ` · ${formatSignedPercent(shift / before)}`}`;

const FIGURES: readonly Figure[] = [
  { key: "utilisation", label: "Utilisation", text: formatPercent, shiftText: points, where: () => ({ [MOVES]: "utilisation" }) },
  { key: "overLimit", label: "Over the limit after", text: formatCount, shiftText: formatSignedCount, where: (side) => ({ over: side }) },
  {
    key: "cutsWithoutDelinquency",
    label: "Restricted without recent delinquency",
    text: formatCount,
    shiftText: formatSignedCount,
    where: (side) => ({ cut: side }),
  },
  {
    key: "exposureAtDefault",
    label: "Exposure at default",
    text: formatCompactMoney,
    shiftText: money,
    where: () => ({ [MOVES]: "exposure" }),
  },
  { key: "expectedLoss", label: "Expected loss", text: formatCompactMoney, shiftText: money, where: () => ({ [MOVES]: "loss" }) },
];

function BookFigure({ figure, book, against, onShow }: { figure: Figure; book: Book; against: string } & Pick<BookStripProps, "onShow">) {
  const { key, label, text, shiftText, where } = figure;
  const [before, after] = [book.baseline[key] as number, book.candidate[key] as number];
  const shift = after - before;
  return (
    <div className="min-w-0">
      <div className="text-sm text-mute">{label}</div>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <ShowButton onShow={() => onShow(where("candidate"))} title={label} className="text-lg font-semibold tracking-tight">
          {text(after)}
        </ShowButton>
        <span className="text-sm">
          <Shift
            text={shift === 0 ? "no shift" : shiftText(shift, before)}
            value={shift}
            good={key === "exposureAtDefault" || key === "expectedLoss" ? "down" : "neutral"}
            before={
              <ShowButton onShow={() => onShow(where("baseline"))} title={label}>
                {text(before)}
              </ShowButton>
            }
            against={against}
          />
        </span>
      </div>
    </div>
  );
}
