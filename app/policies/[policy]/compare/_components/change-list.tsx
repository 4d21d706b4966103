"use client";

import { memo, useMemo } from "react";
import type { Change } from "#rules/compare";
import { divergingScale, type MoneyMeasure } from "#rules/figures";
import { Card } from "../../../../_components/card";
import { WordingList } from "../../../../_components/comparison/wording-list";
import { countOf, formatSignedMoney, withSign } from "../../../../_components/format";
import { Segmented } from "../../../../_components/segmented";
import { ShowButton } from "../../../../_components/show-button";
import { Spinner } from "../../../../_components/spinner";
import { replaceParams } from "../../../../_components/use-url-state";
import { type ChangeLine, changeLines, grainOf } from "../change-lines";
import { MOVES } from "../parts";
import { hasBalance, type Shown, titlesOf } from "../shown";
import type { Filters, UrlState } from "../url-state";
import { CHANGE_COLUMNS, ChangeRow } from "./change-row";
import type { UsedShares } from "./use-shown";

interface ChangeListProps {
  shown: Shown;
  used: UsedShares;
  measure: MoneyMeasure;
  open: UrlState["open"];
  chosen: Filters["change"];
  /** Filters the borrowers, and goes to them. */
  onShow: (filters: Partial<Filters>) => void;
}

/** Every change as a sentence with its part in the shift; they stand before the shift is divided among them, in the order of the policy. */
export const ChangeList = memo(function ChangeList({ shown, used: { shares, error }, measure, open, chosen, onShow }: ChangeListProps) {
  const { changes, wording } = shown.outcomes.versions;
  const money = hasBalance(shown) ? measure : "limit";
  const lines = useMemo(() => (shares === null ? null : changeLines(shown, shares, money)), [shown, shares, money]);
  const scale = useMemo(() => divergingScale((lines ?? []).flatMap((line) => [line[money].share, line[money].solo])), [lines, money]);
  const unit = unitOf(lines, money);
  const rows: readonly { readonly change: Change; readonly line: ChangeLine | null }[] =
    lines?.map((line) => ({ change: line.change, line })) ?? changes.map((change) => ({ change, line: null }));
  return (
    <Card
      title="What each change does"
      note={<Note shown={shown} shares={shares !== null} error={error} money={money} unit={unit} />}
      actions={hasBalance(shown) && changes.length > 0 ? <MeasureChoice measure={measure} /> : null}
    >
      {changes.length === 0 ? <Nothing shown={shown} /> : <Heads />}
      <ul key={lines === null ? "before" : money}>
        {rows.map(({ change, line }) => (
          <ChangeRow
            key={change.id}
            shown={shown}
            change={change}
            line={line}
            measure={money}
            unit={unit}
            scale={scale}
            grain={grainOf(shown)}
            open={change.id === open}
            chosen={change.id === chosen}
            onShow={onShow}
          />
        ))}
      </ul>
      {changes.length === 0 ? null : <Total shown={shown} lines={lines} money={money} unit={unit} onShow={onShow} />}
      {wording.length === 0 ? null : <WordingList wording={wording} />}
    </Card>
  );
});

/** In which shares are written: millions with two decimals where they are large. */
export interface Unit {
  readonly name: string;
  readonly text: (share: number) => string;
}

const TWO = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const PLAIN: Unit = { name: "", text: (share) => formatSignedMoney(Math.round(share)) };
const MILLIONS: Unit = { name: " m", text: (share) => withSign(share, TWO.format(Math.abs(share / 1e6)), "+") };

function unitOf(lines: readonly ChangeLine[] | null, money: MoneyMeasure): Unit {
  return (lines ?? []).some((line) => Math.abs(line[money].share) >= 1e6) ? MILLIONS : PLAIN;
}

function Note({
  shown,
  shares,
  error,
  money,
  unit,
}: {
  shown: Shown;
  shares: boolean;
  error: string | null;
  money: MoneyMeasure;
  unit: Unit;
}) {
  const { changes } = shown.outcomes.versions;
  if (changes.length === 0) return null;
  const count = countOf(changes.length, "change");
  if (error !== null) return <span className="text-amber">{`${count} · the shift could not be divided among them: ${error}`}</span>;
  if (!shares) return <Spinner words={`Dividing the shift among ${count}…`} />;
  const of = money === "limit" ? "limits" : "available credit";
  return `${count} · share of the shift in ${of}, ${shown.candidate.policy.currency}${unit.name} · grey: applied alone`;
}

function MeasureChoice({ measure }: { measure: MoneyMeasure }) {
  return (
    <Segmented<MoneyMeasure>
      label="Shares of"
      value={measure}
      onChange={(next) => replaceParams({ measure: next === "available" ? null : next })}
      options={[
        { value: "available", label: "Available", title: "Shares of the shift in available credit" },
        { value: "limit", label: "Limit", title: "Shares of the shift in limits" },
      ]}
      className="h-6.5 text-sm"
    />
  );
}

function Nothing({ shown }: { shown: Shown }) {
  const { baseline, candidate } = titlesOf(shown);
  return (
    <p className="py-2 text-mute">
      Nothing that can alter an outcome differs between {baseline} and {candidate}.
    </p>
  );
}

function Heads() {
  return (
    <div className={`${CHANGE_COLUMNS} pb-1 text-sm text-faint`} aria-hidden>
      <span>change</span>
      <span className="text-right" title="Borrowers whose outcome the change alone alters, from either side">
        borrowers
      </span>
      <span />
      <span className="text-right" title="Its part in the shift, averaged over all orders in which the changes could be made">
        share
      </span>
    </div>
  );
}

interface TotalProps extends Pick<ChangeListProps, "shown" | "onShow"> {
  lines: readonly ChangeLine[] | null;
  money: MoneyMeasure;
  unit: Unit;
}

/** What all changes do together: the shift, to the hundredth. */
function Total({ shown, lines, money, unit, onShow }: TotalProps) {
  const { baseline, candidate } = shown.outcomes.figures.summary;
  const shift = (Math.round(candidate[money] * 100) - Math.round(baseline[money] * 100)) / 100;
  const tone = shift === 0 ? "" : shift < 0 ? "text-down" : "text-up";
  const show = shift === 0 ? undefined : () => onShow({ where: { [MOVES]: money } });
  return (
    <div className={`${CHANGE_COLUMNS} border-t border-line py-2 font-semibold`}>
      <span>Total, exact</span>
      <span />
      <span className={`truncate text-right font-normal ${tone}`}>{lines === null ? null : formatSignedMoney(shift)}</span>
      <span className={`text-right ${tone}`}>
        {lines === null ? null : (
          <ShowButton onShow={show} title={formatSignedMoney(shift)}>
            {unit.text(shift)}
          </ShowButton>
        )}
      </span>
    </div>
  );
}
