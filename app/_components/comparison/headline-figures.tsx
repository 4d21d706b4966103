import type { ReactNode } from "react";
import { formatCompactMoney, formatCount, formatSignedCompactMoney, formatSignedCount, formatSignedPercent } from "../format";
import { cn } from "../class-names";
import { Kpi } from "../kpi";
import { ShowButton } from "../show-button";

type Good = "up" | "down" | "neutral";

interface MoneyFigureProps {
  label: string;
  before: number;
  after: number;
  against: string;
  /** Shows the borrowers whose part of the sum differs. */
  onShow?: (() => void) | undefined;
}

/** A sum of money with its shift and what it was. */
export function MoneyFigure({ label, before, after, against, onShow }: MoneyFigureProps) {
  const shift = (Math.round(after * 100) - Math.round(before * 100)) / 100;
  const share = before === 0 || shift === 0 ? "" : ` · ${formatSignedPercent(shift / before)}`;
  return (
    <Kpi
      label={label}
      onShow={onShow}
      value={formatCompactMoney(after)}
      shift={
        <Shift
          text={shift === 0 ? "no shift" : `${formatSignedCompactMoney(shift)}${share}`}
          value={shift}
          good="up"
          before={formatCompactMoney(before)}
          against={against}
        />
      }
    />
  );
}

/** A count with its shift and what it was. */
export function CountFigure({
  label,
  before,
  after,
  good,
  against,
  onShow,
}: {
  label: string;
  before: number;
  after: number;
  good: Good;
  against: string;
  /** Shows the borrowers that a side's count is of. */
  onShow?: ((side: "baseline" | "candidate") => void) | undefined;
}) {
  const shift = after - before;
  return (
    <Kpi
      label={label}
      onShow={onShow && (() => onShow("candidate"))}
      value={formatCount(after)}
      shift={
        <Shift
          text={shift === 0 ? "no shift" : formatSignedCount(shift)}
          value={shift}
          good={good}
          before={<ShowButton onShow={onShow && (() => onShow("baseline"))}>{formatCount(before)}</ShowButton>}
          against={against}
        />
      }
    />
  );
}

/** A shift in words, coloured where a direction is good or bad, and what it is against. */
export function Shift({
  text,
  value,
  good,
  before,
  against,
}: {
  text: string;
  value: number;
  good: Good;
  before: ReactNode;
  against: string;
}) {
  const tone = value === 0 ? "text-mute" : good === "neutral" ? "text-ink" : value > 0 === (good === "up") ? "text-up" : "text-down";
  return (
    <span className="flex flex-wrap gap-x-1.5 max-2xl:flex-col">
      <span className={cn("whitespace-nowrap", tone)}>{text}</span>
      <span className="whitespace-nowrap text-faint">
        {against} {before}
      </span>
    </span>
  );
}
