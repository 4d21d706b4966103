import { type MoneyMeasure, type WaterfallStep, waterfallSpans } from "#rules/figures";
import type { ReactNode } from "react";
import { Card } from "../../../../../_components/card";
import { formatCompactMoney, formatMoney, formatSignedCompactMoney, formatSignedMoney } from "../../../../../_components/format";
import { ShowButton } from "../../../../../_components/show-button";
import { Choice, rowClass, Sideways } from "./choice";
import { percent } from "../../../../../_components/comparison/share-bar";
import type { PictureProps } from "./types";

interface WaterfallProps extends Omit<PictureProps, "observed"> {
  steps: readonly WaterfallStep[];
  measure: MoneyMeasure;
  /** A step in words, short: "B08 Dormant line". */
  nameOf: (step: WaterfallStep) => ReactNode;
  /** Shows the borrowers that a step is made of. */
  onSum?: (step: WaterfallStep) => void;
}

const HEIGHT = 20;

/** From the baseline's total to the candidate's, change by change, as bars that hang on each other. The scale begins at the least total, not at zero. */
export function Waterfall({ steps, measure, nameOf, titles, chosen, onChoose, onSum, actions }: WaterfallProps) {
  const spans = waterfallSpans(steps);
  const name = measure === "available" ? "available credit" : "total limit";
  return (
    <Card title="From baseline to candidate" note={`${name}, ${titles.baseline} → ${titles.candidate}`} actions={actions}>
      <Sideways label="Waterfall">
        <table className="w-full min-w-80 table-fixed border-collapse">
          <caption className="sr-only">
            {name} from {titles.baseline} to {titles.candidate}, change by change
          </caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">change</th>
              <th scope="col">as a bar</th>
              <th scope="col">share</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step, i) => {
              const total = step.kind === "baseline" || step.kind === "candidate";
              return (
                <tr key={step.key} className={rowClass(chosen === step.key)}>
                  <th scope="row" className="w-[34%] truncate text-left font-normal">
                    <Choice
                      choice={step.kind === "change" ? step.key : null}
                      chosen={chosen}
                      onChoose={onChoose}
                      className="max-w-full truncate"
                    >
                      {total ? <span className="font-semibold">{titles[step.kind as "baseline"]}</span> : nameOf(step)}
                    </Choice>
                  </th>
                  <td>
                    <StepBar step={step} left={spans[i]?.left ?? 0} width={spans[i]?.width ?? 0} />
                  </td>
                  <td className={total ? "w-24 text-right font-semibold" : `w-24 text-right ${step.value < 0 ? "text-down" : "text-up"}`}>
                    <ShowButton
                      onShow={onSum && (() => onSum(step))}
                      title={total ? formatMoney(step.value) : formatSignedMoney(step.value)}
                    >
                      {total ? formatCompactMoney(step.value) : formatSignedCompactMoney(step.value)}
                    </ShowButton>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Sideways>
    </Card>
  );
}

function StepBar({ step, left, width }: { step: WaterfallStep; left: number; width: number }) {
  const total = step.kind === "baseline" || step.kind === "candidate";
  if (total) {
    return (
      <svg height={HEIGHT} className="block w-full overflow-visible" aria-hidden="true">
        <line x1="0" x2={percent(left)} y1={HEIGHT / 2} y2={HEIGHT / 2} stroke="var(--bar)" strokeDasharray="1 3" />
        <circle cx={percent(left)} cy={HEIGHT / 2} r={4.5} fill="var(--accent)" />
      </svg>
    );
  }
  return (
    <svg height={HEIGHT} className="block w-full overflow-visible" aria-hidden="true">
      <rect
        x={percent(left)}
        y={4}
        width={percent(width)}
        height={HEIGHT - 8}
        rx={2}
        fill={step.value < 0 ? "var(--down)" : "var(--up)"}
        opacity={0.82}
      />
    </svg>
  );
}
